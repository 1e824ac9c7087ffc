-- question: Of each unit and case mix, how many had the outcome by the horizon, and on which day; were treated again first, or were last seen?
-- one row per: unit, case mix, day on which observation of anybody ended (or the horizon), and the way in which it did
-- uses: alike
-- params: arms varchar[], horizon integer
-- returns: arm integer, case_mix bigint, day integer (days), status integer, patients integer, firsts integer, settled integer, settled_firsts integer
-- missing: nothing is missing. The arm is the place in $arms; patients who are not eligible for the outcome are not counted. The status is 0 for an event, 1 for a competing one,
--   2 for the end of observation; whoever is followed beyond the horizon ends on it. Patients are episodes where those are counted,
--   firsts those whose first episode it is; settled are those of whom it is known at the horizon, which lies before their
--   clinic's cut-off, whenever in the month they began
with cut as (
    select
        group_name,
        case_mix,
        case when day <= $horizon then day else $horizon end as day,
        case when day <= $horizon and status = 'event' then 0 when day <= $horizon and status = 'competing' then 1 else 2 end as status,
        first_of_patient,
        (day >= $horizon or status <> 'censored')
            and case $outcome when 'recurrence' then recurrence_reach when 'healing' then healing_reach end
                - date_diff('day', start_month, last_day(start_month)) >= $horizon as settled
    from alike
)
select
    cast(coalesce(array_position($arms, group_name), 0) as integer) as arm,
    case_mix,
    day,
    status,
    cast(count(*) as integer) as patients,
    cast(count(*) filter (where first_of_patient) as integer) as firsts,
    cast(count(*) filter (where settled) as integer) as settled,
    cast(count(*) filter (where settled and first_of_patient) as integer) as settled_firsts
from cut
group by group_name, case_mix, day, status
order by arm, case_mix, day, status
