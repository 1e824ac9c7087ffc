-- question: Of each arm and case mix, how many had the outcome on which day, were treated again first, or were last seen?
-- one row per: arm, case mix, day on which observation of anybody ended, and the way in which it did
-- uses: alike
-- params: arms varchar[]
-- returns: arm integer, case_mix bigint, day integer (days), status integer, patients integer
-- missing: nothing is missing; patients who are not eligible for the outcome are not counted. The arm is the place in $arms. The status is 0 for an event, 1 for a competing one,
--   2 for the end of observation
select
    cast(coalesce(array_position($arms, group_name), 0) as integer) as arm,
    case_mix,
    day,
    cast(case status when 'event' then 0 when 'competing' then 1 when 'censored' then 2 end as integer) as status,
    cast(count(*) as integer) as patients
from alike
group by group_name, case_mix, day, status
order by arm, case_mix, day, status
