-- question: Which counted episodes are followed for the outcome, up to which day of its own clock, and how did it end?
-- one row per: episode (a common table expression; never returned)
-- uses: cohort
-- params: outcome varchar, definition varchar
-- returns: none
-- missing: reach, how long the site could have been watched, is known since clearance only; unhealed_day for healing only
select
    patient,
    group_name,
    recurrence_reach as reach,
    unhealed_day,
    case $outcome
        when 'recurrence' then case $definition when 'A' then recurrence_day_a when 'B' then recurrence_day_b when 'C' then recurrence_day_c end
        when 'failure' then case $definition when 'A' then failure_day_a when 'B' then failure_day_b when 'C' then failure_day_c end
        when 'clearance' then clearance_day
        when 'healing' then healing_day
        when 'complications' then least(harm_day, watched_day)
        when 'watched' then watched_day
    end as day,
    case $outcome
        when 'recurrence' then case $definition when 'A' then recurrence_status_a when 'B' then recurrence_status_b when 'C' then recurrence_status_c end
        when 'failure' then case $definition when 'A' then failure_status_a when 'B' then failure_status_b when 'C' then failure_status_c end
        when 'clearance' then clearance_status
        when 'healing' then healing_status
        -- On the same day a complication comes before a retreatment.
        when 'complications' then case when harm_day <= watched_day then 'event' else watched_status end
        -- The same clock, whatever complications came: what each kind by itself is counted from.
        when 'watched' then watched_status
    end as status
from cohort
where not other_care
    and not later_episode
    and case $outcome
        when 'recurrence' then recurrence_state = 'eligible'
        when 'failure' then recurrence_state <> 'cleared_without_day'
        -- Time to clearance is asked where nothing is taken out at once.
        when 'clearance' then treatment in ('retinoid', 'observation') and recurrence_state <> 'cleared_without_day'
        when 'healing' then healing_state = 'eligible'
        when 'complications' then complications_state = 'eligible'
        when 'watched' then complications_state = 'eligible'
    end
