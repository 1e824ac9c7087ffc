-- question: Of each arm and case mix, how many had the outcome on which day, were treated again first, or were last seen?
-- one row per: arm, case mix and day on which observation of anybody ended
-- uses: alike
-- params: none
-- returns: group varchar, case_mix bigint, day integer (days), events bigint, competing bigint, censored bigint
-- missing: nothing is missing; patients who are not eligible for the outcome are not counted
select
    group_name as "group",
    case_mix,
    day,
    count(*) filter (where status = 'event') as events,
    count(*) filter (where status = 'competing') as competing,
    count(*) filter (where status = 'censored') as censored
from alike
group by group_name, case_mix, day
order by group_name, case_mix, day
