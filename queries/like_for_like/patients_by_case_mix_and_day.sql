-- question: Of each arm and case mix, how many had the outcome on which day, were treated again first, or were last seen?
-- one row per: arm, case mix, day on which observation of anybody ended, and the way in which it did
-- uses: alike
-- params: none
-- returns: arm integer, case_mix bigint, day integer (days), status integer, patients integer
-- missing: nothing is missing; patients who are not eligible for the outcome are not counted. The status is 0 for an event, 1 for a competing one,
--   2 for the end of observation
select
    arm,
    case_mix,
    day,
    cast(case status when 'event' then 0 when 'competing' then 1 when 'censored' then 2 end as integer) as status,
    cast(count(*) as integer) as patients
from alike
group by arm, case_mix, day, status
order by arm, case_mix, day, status
