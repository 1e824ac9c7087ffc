-- question: Of the counted episodes that began in each month, how many had each outcome, of those of whom it is known or too early
--   to know, and of how many is it too early?
-- one row per: group, month of the first session, and item (an outcome, or what was counted)
-- uses: cohort
-- params: definition varchar, recurrence_days integer, healing_days integer, complications_days integer, seen_days integer, course_days integer
-- returns: group varchar, start_month date, item varchar, patients bigint, counted bigint, events bigint, amount double (minutes), early bigint
-- missing: amount is blank of what is no amount; counted are episodes, and reviews planned of the item reviews; patients are those
--   whose first episode it is, a lower limit; early are episodes whose horizon may lie beyond their clinic's cut-off, had they begun
--   on the last day of the month
with ends as (
    select
        group_name,
        start_month,
        first_of_patient,
        date_diff('day', start_month, last_day(start_month)) as month_length,
        start_reach,
        recurrence_reach,
        case $definition when 'A' then recurrence_day_a when 'B' then recurrence_day_b when 'C' then recurrence_day_c end as back_day,
        case $definition when 'A' then recurrence_status_a when 'B' then recurrence_status_b when 'C' then recurrence_status_c end as back_status,
        healing_reach,
        healing_day,
        healing_status,
        complications_state = 'eligible' and last_seen_day >= $seen_days as looked_at,
        complications,
        last_seen_day,
        assessment_due,
        free_redo,
        complaint,
        reviews_planned,
        reviews_attended,
        chair_minutes
    from cohort
    where not other_care
        and not later_episode
),
-- One scan for all items; what comes after is a few rows a group and month. Not known at the
-- horizon is: last seen before it without the outcome, although it could have been reached. Days, ends and reach are blank of those
-- whom the outcome is not asked of.
scanned as (
    select
        group_name,
        start_month,
        first_of_patient,
        count(*) as episodes,
        count(back_status) - count(case when back_day < $recurrence_days and recurrence_reach >= $recurrence_days + month_length and back_status = 'censored' then 1 end) as recurrence_counted,
        count(case when back_status = 'event' and back_day <= $recurrence_days then 1 end) as recurrence_events,
        count_if(recurrence_reach < $recurrence_days + month_length) as recurrence_early,
        count(healing_status) - count(case when healing_status <> 'event' and healing_day < $healing_days and healing_reach >= $healing_days + month_length then 1 end) as not_healed_counted,
        count_if(healing_day > $healing_days or healing_day = $healing_days and healing_status <> 'event') as not_healed_events,
        count_if(healing_reach < $healing_days + month_length) as not_healed_early,
        count_if(looked_at) as complications_counted,
        count_if(looked_at and complications > 0) as complications_events,
        count_if(start_reach < $complications_days + month_length) as complications_early,
        count_if(assessment_due and last_seen_day = 0) as never_seen_events,
        count_if(not assessment_due) as never_seen_early,
        count_if(start_reach < $recurrence_days + month_length) as reviews_early,
        count_if(start_reach < $course_days + month_length) as course_early,
        count_if(reviews_planned > 0 and reviews_attended is not null) as reviewed,
        sum(case when reviews_attended is not null then reviews_planned end) as reviews_counted,
        -- Of both on record only: the least of a number and a blank is the number.
        sum(least(reviews_attended, reviews_planned)) filter (where reviews_planned > 0 and reviews_attended is not null) as reviews_events,
        count_if(free_redo <> 'not_recorded') as free_redo_counted,
        count_if(free_redo = 'yes') as free_redo_events,
        count_if(complaint <> 'not_recorded') as complaint_counted,
        count_if(complaint = 'yes') as complaint_events,
        count(chair_minutes) as chair_minutes_counted,
        sum(chair_minutes) as chair_minutes_amount
    from ends
    group by group_name, start_month, first_of_patient
),
months as (
    select
        group_name,
        start_month,
        sum(recurrence_counted) filter (where first_of_patient) as recurrence_patients,
        sum(recurrence_counted) as recurrence_counted,
        sum(recurrence_events) as recurrence_events,
        sum(recurrence_early) as recurrence_early,
        sum(not_healed_counted) filter (where first_of_patient) as not_healed_patients,
        sum(not_healed_counted) as not_healed_counted,
        sum(not_healed_events) as not_healed_events,
        sum(not_healed_early) as not_healed_early,
        sum(complications_counted) filter (where first_of_patient) as complications_patients,
        sum(complications_counted) as complications_counted,
        sum(complications_events) as complications_events,
        sum(complications_early) as complications_early,
        sum(episodes) filter (where first_of_patient) as never_seen_patients,
        sum(episodes) as never_seen_counted,
        sum(never_seen_events) as never_seen_events,
        sum(never_seen_early) as never_seen_early,
        sum(reviewed) filter (where first_of_patient) as reviews_patients,
        sum(reviews_counted) as reviews_counted,
        sum(reviews_events) as reviews_events,
        sum(reviews_early) as reviews_early,
        sum(free_redo_counted) filter (where first_of_patient) as free_redo_patients,
        sum(free_redo_counted) as free_redo_counted,
        sum(free_redo_events) as free_redo_events,
        sum(course_early) as course_early,
        sum(complaint_counted) filter (where first_of_patient) as complaint_patients,
        sum(complaint_counted) as complaint_counted,
        sum(complaint_events) as complaint_events,
        sum(chair_minutes_counted) filter (where first_of_patient) as chair_minutes_patients,
        sum(chair_minutes_counted) as chair_minutes_counted,
        cast(sum(chair_minutes_amount) as double) as chair_minutes_amount
    from scanned
    group by group_name, start_month
),
told as (
    select group_name, start_month, 'recurrence' as item, recurrence_patients as patients, recurrence_counted as counted, recurrence_events as events, cast(null as double) as amount, recurrence_early as early from months
    union all
    select group_name, start_month, 'not_healed' as item, not_healed_patients as patients, not_healed_counted as counted, not_healed_events as events, cast(null as double) as amount, not_healed_early as early from months
    union all
    select group_name, start_month, 'complications' as item, complications_patients as patients, complications_counted as counted, complications_events as events, cast(null as double) as amount, complications_early as early from months
    union all
    select group_name, start_month, 'never_seen' as item, never_seen_patients as patients, never_seen_counted as counted, never_seen_events as events, cast(null as double) as amount, never_seen_early as early from months
    union all
    select group_name, start_month, 'reviews' as item, reviews_patients as patients, reviews_counted as counted, reviews_events as events, cast(null as double) as amount, reviews_early as early from months
    union all
    select group_name, start_month, 'free_redo' as item, free_redo_patients as patients, free_redo_counted as counted, free_redo_events as events, cast(null as double) as amount, course_early as early from months
    union all
    select group_name, start_month, 'complaint' as item, complaint_patients as patients, complaint_counted as counted, complaint_events as events, cast(null as double) as amount, course_early as early from months
    union all
    select group_name, start_month, 'chair_minutes' as item, chair_minutes_patients as patients, chair_minutes_counted as counted, chair_minutes_counted as events, chair_minutes_amount as amount, course_early as early from months
)
select
    group_name as "group",
    start_month,
    item,
    cast(coalesce(patients, 0) as bigint) as patients,
    cast(coalesce(counted, 0) as bigint) as counted,
    cast(coalesce(events, 0) as bigint) as events,
    amount,
    cast(coalesce(early, 0) as bigint) as early
from told
order by group_name, start_month, item
