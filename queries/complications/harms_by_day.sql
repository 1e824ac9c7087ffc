-- question: On which day did how many have their first complication, and when and how would their observation have ended without it?
-- one row per: group, status and day
-- uses: assessed
-- params: none
-- returns: group varchar, status varchar, day integer (days), episodes bigint
-- missing: nothing is missing; event: they had it on the day; else with a minus: without it they would have ended so. What began
--   after another treatment is not counted, one without a day of onset stands on the day last seen
with harmed as (
    select
        group_name,
        harm_day,
        watched_day,
        watched_status
    from assessed
    where complications > 0
        and harm_day <= watched_day
)
select
    group_name as "group",
    'event' as status,
    harm_day as day,
    count(*) as episodes
from harmed
group by group_name, harm_day
union all
select
    group_name as "group",
    watched_status as status,
    watched_day as day,
    -count(*) as episodes
from harmed
group by group_name, watched_status, watched_day
order by 1, 2, 3
