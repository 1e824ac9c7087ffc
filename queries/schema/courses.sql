-- Which visits make one course of care? Made while records are imported, from `sound_visits` (one row a visit whose date, kind and
-- patient are known) and `gap` (one row: the most days between two visits of one course). docs/profiles.md states the rules.
-- Whose visits, and where: by a number, which is sorted sooner than two texts.
create temp table places as
select
    row_number() over () as whose,
    patient_key,
    place
from (
    select distinct
        patient_key,
        coalesce(site, '') as place
    from sound_visits
);
create temp table courses as
with ordered as (
    select
        record,
        whose,
        treatment,
        visit_date,
        kind,
        result,
        skin,
        -- Clear, or a milium seen again: whatever is done afterwards is another treatment. What a session's own record says of
        -- clearance was seen after it, what it says of a recurrence before it.
        case kind
            when 'session' then coalesce(result = 'clear', false)
            else coalesce(result in ('clear', 'same_site', 'unclassifiable', 'retreated'), false)
        end as closes,
        coalesce(kind = 'session' and result in ('same_site', 'unclassifiable'), false) as reopens,
        max(case when kind in ('session', 'review', 'unplanned') then visit_date end) over before as seen_before,
        last_value(case when kind = 'session' then coalesce(treatment, '') end ignore nulls) over before as treatment_before
    from sound_visits
    inner join places on places.patient_key = sound_visits.patient_key and places.place = coalesce(sound_visits.site, '')
    window before as (
        partition by whose
        order by visit_date, record rows between unbounded preceding and 1 preceding
    )
),
closed as (
    select
        *,
        count(*) filter (where closes) over (
            partition by whose
            order by visit_date, record rows between unbounded preceding and 1 preceding
        ) as closed_before
    from ordered
),
begun as (
    select
        *,
        kind = 'session' and (
            treatment_before is null
            or date_diff('day', seen_before, visit_date) > (select days from gap)
            or (treatment_before <> '' and treatment <> treatment_before)
            or reopens
            or closed_before > last_value(case when kind = 'session' then closed_before end ignore nulls) over (
                partition by whose
                order by visit_date, record rows between unbounded preceding and 1 preceding
            )
        ) as begins
    from closed
),
numbered as (
    select
        *,
        count(*) filter (where begins) over (
            partition by whose order by visit_date, record rows between unbounded preceding and current row
        ) as number
    from begun
),
-- A consultation belongs to the session that follows it.
placed as (
    select
        * exclude (number),
        case kind
            when 'consultation' then first_value(case when kind = 'session' then number end ignore nulls) over (
                partition by whose order by visit_date, record rows between current row and unbounded following
            )
            else number
        end as number
    from numbered
),
grouped as (
    select
        *,
        min(record) over course as first_record,
        min(case when kind = 'session' then visit_date end) over course as day_zero
    from placed
    window course as (partition by whose, number)
)
select
    record,
    dense_rank() over (order by first_record) - 1 as course,
    row_number() over (order by first_record, visit_date, record) as turn,
    whose,
    number,
    treatment,
    day_zero,
    date_diff('day', day_zero, visit_date) as day,
    kind,
    result,
    skin,
    reopens
from grouped;
-- One row a course. The next course at the same place is another treatment of it.
create temp table course_starts as
with starts as (
    select
        course,
        whose,
        number,
        day_zero,
        arg_min(treatment, turn) filter (where kind = 'session') as treatment,
        max(day) filter (where kind = 'session') as last_session_day,
        count(distinct day) filter (where kind = 'session') as sessions
    from courses
    group by all
)
select
    starts.*,
    date_diff('day', day_zero, lead(day_zero) over (partition by starts.whose order by number)) as retreated_day,
    row_number() over (partition by patient_key, date_trunc('month', day_zero) order by day_zero, place, number) as episode_order
from starts
inner join places on places.whose = starts.whose;
-- What was seen in each course. What a session's record says of a recurrence was seen at the end of the course before.
create temp table observations as
select
    course,
    day,
    kind,
    case when not reopens then result end as result,
    skin
from courses
union all
select
    earlier.course,
    date_diff('day', earlier.day_zero, courses.day_zero) as day,
    'session' as kind,
    courses.result,
    cast(null as varchar) as skin
from courses
inner join course_starts as earlier
    on earlier.whose = courses.whose
    and earlier.number = courses.number - 1
where courses.reopens;
