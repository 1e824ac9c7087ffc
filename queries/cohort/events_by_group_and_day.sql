-- question: On each day of the outcome's clock, how many had it, were treated again first, or were last seen?
-- one row per: group and day on which observation of anybody ended
-- uses: followed
-- params: none
-- returns: group varchar, day integer (days), events bigint, competing bigint, censored bigint
-- missing: nothing is missing; episodes that are not eligible are not counted
select
    group_name as "group",
    day,
    count(*) filter (where status = 'event') as events,
    count(*) filter (where status = 'competing') as competing,
    count(*) filter (where status = 'censored') as censored
from followed
group by group_name, day
order by group_name, day
