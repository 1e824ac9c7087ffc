-- question: Where a patient may have several episodes: how many of each group have one of which it is recorded whether they came with inflamed skin, and one of which it is not?
-- one row per: group and whether it is recorded (eligible, not_recorded)
-- uses: cohort
-- params: none
-- returns: group varchar, eligibility varchar, patients bigint
-- missing: nothing is missing; a patient may stand in both rows
select
    group_name as "group",
    case when inflamed_at_start = 'not_recorded' then 'not_recorded' else 'eligible' end as eligibility,
    -- Most patients have only one episode, and need not be told apart.
    count(*) filter (where only_episode) + count(distinct case when not only_episode then patient end) as patients
from cohort
where not other_care
group by 1, 2
order by 1, 2
