-- question: How many episodes of the cohort count for each outcome, and why do the others not?
-- one row per: outcome, group and eligibility
-- uses: cohort
-- params: none
-- returns: outcome varchar, group varchar, eligibility varchar, episodes bigint
-- missing: nothing is missing; episodes not counted are other_care or later_episode
with counted as (
    select
        group_name,
        other_care,
        later_episode,
        recurrence_state,
        clearance_state,
        healing_state,
        complications_state,
        count(*) as episodes
    from cohort
    group by group_name, other_care, later_episode, recurrence_state, clearance_state, healing_state, complications_state
),
stated as (
    select 'recurrence' as outcome, group_name, other_care, later_episode, recurrence_state as state, episodes from counted
    union all
    select 'clearance' as outcome, group_name, other_care, later_episode, clearance_state as state, episodes from counted
    union all
    select 'healing' as outcome, group_name, other_care, later_episode, healing_state as state, episodes from counted
    union all
    select 'complications' as outcome, group_name, other_care, later_episode, complications_state as state, episodes from counted
)
select
    outcome,
    group_name as "group",
    case when other_care then 'other_care' when later_episode then 'later_episode' else cast(state as varchar) end as eligibility,
    cast(sum(episodes) as bigint) as episodes
from stated
group by 1, 2, 3
order by 1, 2, 3
