-- question: Of the counted episodes that began in each month, how many had each outcome, of those of whom it is known or too early
--   to know, and of how many is it too early?
-- one row per: group, month of the first session, and item (an outcome, or what was counted)
-- uses: cohort
-- params: definition varchar, recurrence_days integer, healing_days integer, complications_days integer, seen_days integer, assessed_days integer, course_days integer
-- returns: group varchar, start_month date, item varchar, patients bigint, counted bigint, events bigint, amount double (minutes), early bigint
-- missing: amount is blank of what is no amount; counted are episodes, and reviews planned of the item reviews; patients are those
--   whose first episode it is, a lower limit; early are episodes whose horizon may lie beyond their clinic's cut-off, had they begun
--   on the last day of the month
with ends as (
    select
        group_name,
        start_month,
        first_of_patient,
        date_diff('day', last_day(start_month), last_day(cutoffs.until_month)) as reach,
        date_diff('day', start_month, last_day(start_month)) as month_length,
        recurrence_state = 'eligible' as cleared_once,
        recurrence_reach,
        case $definition when 'A' then recurrence_day_a when 'B' then recurrence_day_b when 'C' then recurrence_day_c end as back_day,
        cast(case $definition when 'A' then recurrence_status_a when 'B' then recurrence_status_b when 'C' then recurrence_status_c end as varchar) as back_status,
        healing_state = 'eligible' as wounded,
        healing_reach,
        healing_day,
        cast(healing_status as varchar) as healing_status,
        complications_state = 'eligible' and last_seen_day >= $seen_days as looked_at,
        complications,
        last_seen_day,
        free_redo,
        complaint,
        reviews_planned,
        reviews_attended,
        chair_minutes
    from cohort
    inner join cutoffs on cutoffs.clinic = case when cohort.clinic = 'not_recorded' then '' else cohort.clinic end
    where not other_care
        and not later_episode
),
-- What is known at the horizon: it happened, or the patient was seen for so long, or was treated again.
stated as (
    select
        *,
        cleared_once and (back_status = 'competing' or back_day >= $recurrence_days or back_status = 'event') as back_known,
        cleared_once and back_status = 'event' and back_day <= $recurrence_days as back,
        cleared_once and recurrence_reach - month_length < $recurrence_days as back_early,
        wounded and (healing_status = 'event' or healing_day >= $healing_days) as healing_known,
        wounded and (healing_status <> 'event' or healing_day > $healing_days) as open_then,
        wounded and healing_reach - month_length < $healing_days as healing_early,
        reviews_planned > 0 and reviews_attended is not null as reviewed
    from ends
),
-- One scan for all items; what comes after is a row a group and month.
months as (
    select
        group_name,
        start_month,
        count(*) filter (where (back_known or back_early) and first_of_patient) as recurrence_patients,
        count(*) filter (where back_known or back_early) as recurrence_counted,
        count(*) filter (where back) as recurrence_events,
        count(*) filter (where back_early) as recurrence_early,
        count(*) filter (where (healing_known or healing_early) and first_of_patient) as not_healed_patients,
        count(*) filter (where healing_known or healing_early) as not_healed_counted,
        count(*) filter (where healing_known and open_then) as not_healed_events,
        count(*) filter (where healing_early) as not_healed_early,
        count(*) filter (where looked_at and first_of_patient) as complications_patients,
        count(*) filter (where looked_at) as complications_counted,
        count(*) filter (where looked_at and complications > 0) as complications_events,
        count(*) filter (where reach < $complications_days) as complications_early,
        count(*) filter (where first_of_patient) as never_seen_patients,
        count(*) as never_seen_counted,
        count(*) filter (where last_seen_day = 0 and reach >= $assessed_days) as never_seen_events,
        count(*) filter (where reach < $assessed_days) as never_seen_early,
        count(*) filter (where reviewed and first_of_patient) as reviews_patients,
        cast(coalesce(sum(reviews_planned) filter (where reviewed), 0) as bigint) as reviews_counted,
        cast(coalesce(sum(least(reviews_attended, reviews_planned)) filter (where reviewed), 0) as bigint) as reviews_events,
        count(*) filter (where reach < $recurrence_days) as reviews_early,
        count(*) filter (where free_redo <> 'not_recorded' and first_of_patient) as free_redo_patients,
        count(*) filter (where free_redo <> 'not_recorded') as free_redo_counted,
        count(*) filter (where free_redo = 'yes') as free_redo_events,
        count(*) filter (where reach < $course_days) as course_early,
        count(*) filter (where complaint <> 'not_recorded' and first_of_patient) as complaint_patients,
        count(*) filter (where complaint <> 'not_recorded') as complaint_counted,
        count(*) filter (where complaint = 'yes') as complaint_events,
        count(*) filter (where chair_minutes is not null and first_of_patient) as chair_minutes_patients,
        count(*) filter (where chair_minutes is not null) as chair_minutes_counted,
        cast(sum(chair_minutes) as double) as chair_minutes_amount
    from stated
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
    patients,
    counted,
    events,
    amount,
    early
from told
order by group_name, start_month, item
