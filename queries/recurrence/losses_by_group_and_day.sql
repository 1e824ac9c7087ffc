-- question: How many were last seen before a horizon that lies before their clinic's cut-off: lost, not too recent?
-- one row per: group, horizon and day of last sight
-- uses: followed
-- params: horizons integer[]
-- returns: group varchar, horizon_days integer (days), day integer (days), lost bigint
-- missing: nothing is missing; days on which nobody was lost are left out
with censored as (
    select
        group_name,
        day,
        reach
    from followed
    where status = 'censored'
        and day < reach
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
inner join horizons on censored.day < horizons.horizon_days and censored.reach >= horizons.horizon_days
group by censored.group_name, horizons.horizon_days, censored.day
order by censored.group_name, horizons.horizon_days, censored.day
