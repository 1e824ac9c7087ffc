-- question: Which counted patients of a professional arm are followed for the outcome, of which case mix, up to which day, and how did it end?
-- one row per: patient (a common table expression; never returned)
-- uses: cohort
-- params: outcome varchar, definition varchar
-- returns: none
-- missing: a blank has the place 0 in the case mix; with the outcome counted all are, and day and status are missing
select
    group_name,
    first_of_patient,
    recurrence_reach,
    healing_reach,
    start_reach,
    start_month,
    last_seen_day,
    assessment_due,
    complications_state,
    complications,
    case_mix,
    case $outcome
        when 'recurrence' then case $definition when 'A' then recurrence_day_a when 'B' then recurrence_day_b when 'C' then recurrence_day_c end
        when 'failure' then case $definition when 'A' then failure_day_a when 'B' then failure_day_b when 'C' then failure_day_c end
        when 'healing' then healing_day
        when 'complications' then least(harm_day, watched_day)
    end as day,
    case $outcome
        when 'recurrence' then case $definition when 'A' then recurrence_status_a when 'B' then recurrence_status_b when 'C' then recurrence_status_c end
        when 'failure' then case $definition when 'A' then failure_status_a when 'B' then failure_status_b when 'C' then failure_status_c end
        when 'healing' then healing_status
        -- On the same day a complication comes before a retreatment.
        when 'complications' then case when harm_day <= watched_day then 'event' else watched_status end
    end as status
from cohort
where care = 'professional'
    and not later_episode
    and case $outcome
        when 'recurrence' then recurrence_state = 'eligible'
        when 'failure' then recurrence_state <> 'cleared_without_day'
        when 'healing' then healing_state = 'eligible'
        when 'complications' then complications_state = 'eligible'
        when 'counted' then true
    end
