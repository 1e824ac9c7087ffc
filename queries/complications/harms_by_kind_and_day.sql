-- question: On which day did how many have a kind of complication, and when and how would observation have ended without it?
-- one row per: group, kind of complication, its day, and day and status of the end of observation without it
-- uses: assessed
-- params: none
-- returns: group varchar, kind varchar, day integer (days), watched_day integer (days), watched_status varchar, episodes bigint
-- missing: nothing is missing; what began after another treatment is not counted, and one without a day of onset stands on the day last seen
select
    assessed.group_name as "group",
    cast(harms.kind as varchar) as kind,
    harms.day,
    assessed.watched_day,
    assessed.watched_status,
    count(*) as episodes
from assessed
inner join harms on harms.episode = assessed.episode
where harms.day <= assessed.watched_day
group by 1, 2, 3, 4, 5
order by 1, 2, 3, 4, 5
