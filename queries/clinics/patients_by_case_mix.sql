-- question: Of each unit and case mix, how many were seen long enough for a complication to show, and had one; how many were due at a review, and never came?
-- one row per: unit and case mix
-- uses: alike
-- params: seen_days integer, assessed_days integer
-- returns: arm integer, case_mix bigint, patients integer, firsts integer, seen integer, seen_firsts integer, harmed integer, due integer, due_firsts integer, never_seen integer
-- missing: nothing is missing. Patients are episodes where those are counted, firsts those whose first episode it is; due are those
--   who began so long before their clinic's cut-off, whenever in the month
with stated as (
    select
        arm,
        case_mix,
        first_of_patient,
        complications_state = 'eligible' and last_seen_day >= $seen_days as seen,
        complications,
        date_diff('day', last_day(start_month), last_day(cutoffs.until_month)) >= $assessed_days as due,
        last_seen_day
    from alike
    inner join cutoffs on cutoffs.clinic = case when alike.clinic = 'not_recorded' then '' else alike.clinic end
)
select
    arm,
    case_mix,
    cast(count(*) as integer) as patients,
    cast(count(*) filter (where first_of_patient) as integer) as firsts,
    cast(count(*) filter (where seen) as integer) as seen,
    cast(count(*) filter (where seen and first_of_patient) as integer) as seen_firsts,
    cast(count(*) filter (where seen and complications > 0) as integer) as harmed,
    cast(count(*) filter (where due) as integer) as due,
    cast(count(*) filter (where due and first_of_patient) as integer) as due_firsts,
    cast(count(*) filter (where due and last_seen_day = 0) as integer) as never_seen
from stated
group by arm, case_mix
order by arm, case_mix
