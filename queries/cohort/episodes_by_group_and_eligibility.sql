-- question: How many episodes of the cohort count for the outcome, and why do the others not?
-- one row per: group and eligibility
-- uses: cohort
-- params: outcome varchar
-- returns: group varchar, eligibility varchar, episodes bigint
-- missing: nothing is missing; episodes not counted are other_care or later_episode
with counted as (
    select
        group_name,
        other_care,
        later_episode,
        case $outcome
            when 'recurrence' then recurrence_state
            when 'clearance' then clearance_state
            when 'healing' then healing_state
            when 'complications' then complications_state
        end as state,
        count(*) as episodes
    from cohort
    group by group_name, other_care, later_episode, state
)
select
    group_name as "group",
    case when other_care then 'other_care' when later_episode then 'later_episode' else cast(state as varchar) end as eligibility,
    cast(sum(episodes) as bigint) as episodes
from counted
group by 1, 2
order by 1, 2
