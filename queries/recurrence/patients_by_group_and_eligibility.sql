-- question: Where a patient may have several episodes: how many patients have an episode of this eligibility?
-- one row per: group and eligibility
-- uses: cohort
-- params: none
-- returns: group varchar, eligibility varchar, patients bigint
-- missing: nothing is missing; a patient may stand in several rows
select
    group_name as "group",
    case when other_care then 'other_care' else cast(recurrence_state as varchar) end as eligibility,
    -- Most patients have only one episode, and need not be told apart.
    count(*) filter (where only_episode) + count(distinct case when not only_episode then patient end) as patients
from cohort
group by 1, 2
order by 1, 2
