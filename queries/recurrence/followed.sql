-- question: Which counted episodes are followed on the chosen clock, up to which day, and how did it end?
-- one row per: episode (a common table expression; never returned)
-- uses: cohort
-- params: clock varchar, definition varchar
-- returns: none
-- missing: reach, how long the site could have been watched, is known since clearance only
select
    patient,
    group_name,
    recurrence_reach as reach,
    case $clock
        when 'clearance' then case $definition when 'A' then recurrence_day_a when 'B' then recurrence_day_b when 'C' then recurrence_day_c end
        when 'first_session' then case $definition when 'A' then failure_day_a when 'B' then failure_day_b when 'C' then failure_day_c end
    end as day,
    case $clock
        when 'clearance' then case $definition when 'A' then recurrence_status_a when 'B' then recurrence_status_b when 'C' then recurrence_status_c end
        when 'first_session' then case $definition when 'A' then failure_status_a when 'B' then failure_status_b when 'C' then failure_status_c end
    end as status
from cohort
where not other_care
    and not later_episode
    and case $clock when 'clearance' then recurrence_state = 'eligible' else recurrence_state <> 'cleared_without_day' end
