-- question: Of each arm and case mix, how many were last seen before a horizon that lies before their clinic's cut-off: lost, not too recent?
-- one row per: arm, case mix and day of last sight
-- uses: alike
-- params: arms varchar[], horizon integer (days)
-- returns: arm integer, case_mix bigint, day integer (days), lost integer
-- missing: nothing is missing; days on which nobody was lost are left out. The arm is the place in $arms
select
    cast(coalesce(array_position($arms, group_name), 0) as integer) as arm,
    case_mix,
    day,
    cast(count(*) as integer) as lost
from alike
where status = 'censored'
    and day < $horizon
    -- How long the patient could have been watched, on the clock of the outcome.
    and case $outcome when 'recurrence' then recurrence_reach when 'healing' then healing_reach else start_reach end >= $horizon
group by group_name, case_mix, day
order by arm, case_mix, day
