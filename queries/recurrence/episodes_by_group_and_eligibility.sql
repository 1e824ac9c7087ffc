-- question: How many episodes of the cohort can be followed for recurrence, and why can the others not?
-- one row per: group and eligibility
-- uses: cohort
-- params: none
-- returns: group varchar, eligibility varchar, episodes bigint, patients bigint
-- missing: nothing is missing; episodes not counted are other_care or later_episode
with counted as (
    select
        group_name,
        other_care,
        later_episode,
        recurrence_state,
        count(*) as episodes
    from cohort
    group by group_name, other_care, later_episode, recurrence_state
),
placed as (
    select
        group_name,
        case when other_care then 'other_care' when later_episode then 'later_episode' else cast(recurrence_state as varchar) end as eligibility,
        cast(sum(episodes) as bigint) as episodes
    from counted
    group by 1, 2
),
-- Where patients are counted, each has one episode; else most still have only one, and need not be told apart.
people as (
    select
        group_name,
        case when other_care then 'other_care' else cast(recurrence_state as varchar) end as eligibility,
        count(*) filter (where only_episode) + count(distinct case when not only_episode then patient end) as patients
    from cohort
    where $unit = 'episode'
    group by 1, 2
)
select
    placed.group_name as "group",
    placed.eligibility,
    placed.episodes,
    case when $unit = 'patient' then placed.episodes else people.patients end as patients
from placed
left join people on people.group_name = placed.group_name and people.eligibility = placed.eligibility
order by placed.group_name, placed.eligibility
