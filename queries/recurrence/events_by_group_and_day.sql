-- question: On each day since clearance, how many recurred, were treated again first, or were last seen?
-- one row per: group and day on which observation of anybody ended
-- uses: cohort
-- params: definition varchar
-- returns: group varchar, day integer (days), events bigint, competing bigint, censored bigint
-- missing: nothing is missing; episodes that are not eligible are not counted
with eligible as (
    select
        group_name,
        case $definition when 'A' then recurrence_day_a when 'B' then recurrence_day_b when 'C' then recurrence_day_c end as day,
        case $definition when 'A' then recurrence_status_a when 'B' then recurrence_status_b when 'C' then recurrence_status_c end as status
    from cohort
    where not other_care
        and not later_episode
        and recurrence_state = 'eligible'
)
select
    group_name as "group",
    day,
    count(*) filter (where status = 'event') as events,
    count(*) filter (where status = 'competing') as competing,
    count(*) filter (where status = 'censored') as censored
from eligible
group by group_name, day
order by group_name, day
