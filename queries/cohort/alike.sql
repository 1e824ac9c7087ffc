-- question: Which counted patients of a professional arm are followed for the outcome, of which case mix, up to which day, and how did it end?
-- one row per: patient (a common table expression; never returned)
-- uses: cohort
-- params: outcome varchar, definition varchar, levels varchar[]
-- returns: none
-- missing: a blank is the level 0. The arm is the place of a level in $levels, and so is each of the ten places of 64 that make the case mix one number;
--   with the outcome counted all are, and day and status are missing
select
    cast(coalesce(array_position($levels, group_name), 0) as integer) as arm,
    clinic,
    start_month,
    first_of_patient,
    recurrence_reach,
    healing_reach,
    watched_day,
    last_seen_day,
    complications_state,
    complications,
    ((((((((cast(coalesce(array_position($levels, milia_type), 0) as bigint) * 64
        + coalesce(array_position($levels, site), 0)) * 64
        + coalesce(array_position($levels, lesion_band), 0)) * 64
        + coalesce(array_position($levels, persisted), 0)) * 64
        + coalesce(array_position($levels, deep), 0)) * 64
        + coalesce(array_position($levels, skin_type), 0)) * 64
        + coalesce(array_position($levels, age_band), 0)) * 64
        + coalesce(array_position($levels, sex), 0)) * 64
        + coalesce(array_position($levels, diy_before), 0)) * 64
        + coalesce(array_position($levels, inflamed_at_start), 0) as case_mix,
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
