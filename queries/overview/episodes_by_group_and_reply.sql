-- question: How many counted episodes of each group gave which pain, which satisfaction, and were never seen again?
-- one row per: group, item (pain, satisfaction, never_seen) and value
-- uses: cohort
-- params: none
-- returns: group varchar, item varchar, value integer, episodes bigint
-- missing: value is blank where pain or satisfaction was not recorded; never_seen is 1 or 0 and never blank
with counted as (
    select
        group_name,
        pain,
        satisfaction,
        case when last_seen_day = 0 then 1 else 0 end as never_seen,
        count(*) as episodes
    from cohort
    where not other_care
        and not later_episode
    group by group_name, pain, satisfaction, never_seen
),
-- Each by itself: of a few rows, no longer of all records.
told as (
    select
        group_name,
        grouping(pain) as without_pain,
        grouping(satisfaction) as without_satisfaction,
        pain,
        satisfaction,
        never_seen,
        sum(episodes) as episodes
    from counted
    group by grouping sets ((group_name, pain), (group_name, satisfaction), (group_name, never_seen))
)
select
    group_name as "group",
    case when without_pain = 0 then 'pain' when without_satisfaction = 0 then 'satisfaction' else 'never_seen' end as item,
    case when without_pain = 0 then pain when without_satisfaction = 0 then satisfaction else never_seen end as value,
    cast(episodes as bigint) as episodes
from told
order by 1, 2, 3
