-- question: On each day since the first session, how many failed (never clear, or came back), were treated again while clear, or were last seen?
-- one row per: group and day on which observation of anybody ended
-- uses: cohort
-- params: definition varchar
-- returns: group varchar, day integer (days), events bigint, competing bigint, censored bigint
-- missing: nothing is missing; those cleared on an unknown day are not counted
with followed as (
    select
        group_name,
        case $definition when 'A' then failure_day_a when 'B' then failure_day_b when 'C' then failure_day_c end as day,
        case $definition when 'A' then failure_status_a when 'B' then failure_status_b when 'C' then failure_status_c end as status
    from cohort
    where not other_care
        and not later_episode
        and recurrence_state <> 'cleared_without_day'
)
select
    group_name as "group",
    day,
    count(*) filter (where status = 'event') as events,
    count(*) filter (where status = 'competing') as competing,
    count(*) filter (where status = 'censored') as censored
from followed
group by group_name, day
order by group_name, day
