-- question: Where a patient may have several episodes: how many patients have an episode of this eligibility for the outcome?
-- one row per: group and eligibility
-- uses: cohort
-- params: outcome varchar
-- returns: group varchar, eligibility varchar, patients bigint
-- missing: nothing is missing; a patient may stand in several rows
with stated as (
    select
        group_name,
        patient,
        only_episode,
        other_care,
        case $outcome
            when 'recurrence' then recurrence_state
            when 'clearance' then clearance_state
            when 'healing' then healing_state
            when 'complications' then complications_state
        end as state
    from cohort
)
select
    group_name as "group",
    case when other_care then 'other_care' else cast(state as varchar) end as eligibility,
    -- Most patients have only one episode, and need not be told apart.
    count(*) filter (where only_episode) + count(distinct case when not only_episode then patient end) as patients
from stated
group by 1, 2
order by 1, 2
