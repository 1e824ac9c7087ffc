-- question: On which day did how many have a kind of complication, and when and how would their observation have ended without it?
-- one row per: group, kind of complication, status and day
-- uses: assessed
-- params: last_day integer
-- returns: group varchar, kind varchar, status varchar, day integer (days), episodes bigint
-- missing: nothing is missing; event: they had it on the day; else with a minus: without it they would have ended so. What began
--   after another treatment is not counted, one without a day of onset stands on the day last seen; days beyond last_day are one
with told as (
    select
        group_name,
        watched_day,
        watched_status,
        unnest(harms) as harm
    from assessed
    where complications > 0
),
harmed as (
    select
        group_name,
        harm.kind as kind,
        least(harm.day, $last_day) as day,
        least(watched_day, $last_day) as watched_day,
        watched_status
    from told
    where harm.day <= watched_day
),
moved as (
    select
        group_name,
        kind,
        'event' as status,
        day,
        count(*) as episodes
    from harmed
    group by group_name, kind, day
    union all
    select
        group_name,
        kind,
        watched_status as status,
        watched_day as day,
        -count(*) as episodes
    from harmed
    group by group_name, kind, watched_status, watched_day
)
select
    group_name as "group",
    cast(kind as varchar) as kind,
    status,
    day,
    episodes
from moved
order by 1, 2, 3, 4
