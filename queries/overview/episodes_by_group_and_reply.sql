-- question: How many counted episodes has each group, which pain and which satisfaction did they tell, and how many were never seen again?
-- one row per: group, item (counted, pain, satisfaction, never_seen) and value
-- uses: cohort
-- params: none
-- returns: group varchar, item varchar, value integer, episodes bigint
-- missing: value is blank where pain or satisfaction was not recorded, and of never_seen, else 1 or 0, where it is too early to know;
--   of counted it is 1
with counted as (
    select
        group_name,
        pain,
        satisfaction,
        case when assessment_due then case when last_seen_day = 0 then 1 else 0 end end as never_seen,
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
        grouping(never_seen) as without_never_seen,
        pain,
        satisfaction,
        never_seen,
        sum(episodes) as episodes
    from counted
    group by grouping sets (group_name, (group_name, pain), (group_name, satisfaction), (group_name, never_seen))
)
select
    group_name as "group",
    case
        when without_pain = 0 then 'pain'
        when without_satisfaction = 0 then 'satisfaction'
        when without_never_seen = 0 then 'never_seen'
        else 'counted'
    end as item,
    case
        when without_pain = 0 then pain
        when without_satisfaction = 0 then satisfaction
        when without_never_seen = 0 then never_seen
        else 1
    end as value,
    cast(episodes as bigint) as episodes
from told
order by 1, 2, 3
