-- question: Of each unit and case mix, how many were seen long enough for a complication to show, and had one; how many were due at a review, and never came?
-- one row per: unit and case mix
-- uses: alike
-- params: arms varchar[], seen_days integer
-- returns: arm integer, case_mix bigint, patients integer, firsts integer, seen integer, seen_firsts integer, harmed integer, due integer, due_firsts integer, never_seen integer
-- missing: nothing is missing. The arm is the place in $arms. Patients are episodes where those are counted, firsts those whose
--   first episode it is; due are those who began so long before their clinic's cut-off, whenever in the month
with stated as (
    select
        *,
        complications_state = 'eligible' and last_seen_day >= $seen_days as seen
    from alike
)
select
    cast(coalesce(array_position($arms, group_name), 0) as integer) as arm,
    case_mix,
    cast(count(*) as integer) as patients,
    cast(count(*) filter (where first_of_patient) as integer) as firsts,
    cast(count(*) filter (where seen) as integer) as seen,
    cast(count(*) filter (where seen and first_of_patient) as integer) as seen_firsts,
    cast(count(*) filter (where seen and complications > 0) as integer) as harmed,
    cast(count(*) filter (where assessment_due) as integer) as due,
    cast(count(*) filter (where assessment_due and first_of_patient) as integer) as due_firsts,
    cast(count(*) filter (where assessment_due and last_seen_day = 0) as integer) as never_seen
from stated
group by group_name, case_mix
order by arm, case_mix
