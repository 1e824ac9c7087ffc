-- question: How many were last seen before a horizon that lies before their clinic's cut-off: lost, not too recent?
-- one row per: group, horizon and day of last sight
-- uses: cohort
-- params: definition varchar, horizons integer[]
-- returns: group varchar, horizon_days integer (days), day integer (days), lost bigint
-- missing: nothing is missing; days on which nobody was lost are left out
with watched as (
    select
        group_name,
        recurrence_reach,
        case $definition when 'A' then recurrence_day_a when 'B' then recurrence_day_b when 'C' then recurrence_day_c end as day,
        case $definition when 'A' then recurrence_status_a when 'B' then recurrence_status_b when 'C' then recurrence_status_c end as status
    from cohort
    where not other_care
        and not later_episode
        and recurrence_state = 'eligible'
),
censored as (
    select
        group_name,
        day,
        recurrence_reach
    from watched
    where status = 'censored'
        and day < recurrence_reach
),
horizons as (
    select unnest($horizons) as horizon_days
)
select
    censored.group_name as "group",
    horizons.horizon_days,
    censored.day,
    count(*) as lost
from censored
inner join horizons on censored.day < horizons.horizon_days and censored.recurrence_reach >= horizons.horizon_days
group by censored.group_name, horizons.horizon_days, censored.day
order by censored.group_name, horizons.horizon_days, censored.day
