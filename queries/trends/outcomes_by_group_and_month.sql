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
told as (
    select
        group_name,
        start_month,
        'recurrence' as item,
        count(*) filter (where (back_known or back_early) and first_of_patient) as patients,
        count(*) filter (where back_known or back_early) as counted,
        count(*) filter (where back) as events,
        cast(null as double) as amount,
        count(*) filter (where back_early) as early
    from stated
    group by group_name, start_month
    union all
    select
        group_name,
        start_month,
        'not_healed' as item,
        count(*) filter (where (healing_known or healing_early) and first_of_patient) as patients,
        count(*) filter (where healing_known or healing_early) as counted,
        count(*) filter (where healing_known and open_then) as events,
        cast(null as double) as amount,
        count(*) filter (where healing_early) as early
    from stated
    group by group_name, start_month
    union all
    select
        group_name,
        start_month,
        'complications' as item,
        count(*) filter (where looked_at and first_of_patient) as patients,
        count(*) filter (where looked_at) as counted,
        count(*) filter (where looked_at and complications > 0) as events,
        cast(null as double) as amount,
        count(*) filter (where reach < $complications_days) as early
    from stated
    group by group_name, start_month
    union all
    select
        group_name,
        start_month,
        'never_seen' as item,
        count(*) filter (where first_of_patient) as patients,
        count(*) as counted,
        count(*) filter (where last_seen_day = 0 and reach >= $assessed_days) as events,
        cast(null as double) as amount,
        count(*) filter (where reach < $assessed_days) as early
    from stated
    group by group_name, start_month
    union all
    select
        group_name,
        start_month,
        'reviews' as item,
        count(*) filter (where reviewed and first_of_patient) as patients,
        cast(coalesce(sum(reviews_planned) filter (where reviewed), 0) as bigint) as counted,
        cast(coalesce(sum(least(reviews_attended, reviews_planned)) filter (where reviewed), 0) as bigint) as events,
        cast(null as double) as amount,
        count(*) filter (where reach < $recurrence_days) as early
    from stated
    group by group_name, start_month
    union all
    select
        group_name,
        start_month,
        'free_redo' as item,
        count(*) filter (where free_redo <> 'not_recorded' and first_of_patient) as patients,
        count(*) filter (where free_redo <> 'not_recorded') as counted,
        count(*) filter (where free_redo = 'yes') as events,
        cast(null as double) as amount,
        count(*) filter (where reach < $course_days) as early
    from stated
    group by group_name, start_month
    union all
    select
        group_name,
        start_month,
        'complaint' as item,
        count(*) filter (where complaint <> 'not_recorded' and first_of_patient) as patients,
        count(*) filter (where complaint <> 'not_recorded') as counted,
        count(*) filter (where complaint = 'yes') as events,
        cast(null as double) as amount,
        count(*) filter (where reach < $course_days) as early
    from stated
    group by group_name, start_month
    union all
    select
        group_name,
        start_month,
        'chair_minutes' as item,
        count(*) filter (where chair_minutes is not null and first_of_patient) as patients,
        count(*) filter (where chair_minutes is not null) as counted,
        count(*) filter (where chair_minutes is not null) as events,
        cast(sum(chair_minutes) as double) as amount,
        count(*) filter (where reach < $course_days) as early
    from stated
    group by group_name, start_month
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
