-- question: Of each arm and case mix, how many were last seen before a horizon that lies before their clinic's cut-off: lost, not too recent?
-- one row per: arm, case mix and day of last sight
-- uses: alike
-- params: horizon integer (days)
-- returns: arm integer, case_mix bigint, day integer (days), lost integer
-- missing: nothing is missing; days on which nobody was lost are left out
with censored as (
    select
        alike.arm,
        alike.case_mix,
        alike.day,
        -- How long the patient could have been watched, on the clock of the outcome: healing counts from the last session.
        case $outcome
            when 'recurrence' then alike.recurrence_reach
            when 'healing' then date_diff('day', alike.start_month, last_day(cutoffs.until_month)) - alike.watched_day + alike.day
            else date_diff('day', alike.start_month, last_day(cutoffs.until_month))
        end as reach
    from alike
    inner join cutoffs on cutoffs.clinic = case when alike.clinic = 'not_recorded' then '' else alike.clinic end
    where alike.status = 'censored'
        and alike.day < $horizon
)
select
    arm,
    case_mix,
    day,
    cast(count(*) as integer) as lost
from censored
where reach >= $horizon
group by arm, case_mix, day
order by arm, case_mix, day
