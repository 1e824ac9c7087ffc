-- What became of each course of care, by what was seen at its visits or follow-ups? Made while records are imported, from
-- `observations` (course, day, kind, result, skin; several a course) and `course_starts` (one row a course: treatment and
-- last_session_day count). Text, as in a file with our own columns. docs/profiles.md states the rules.
create temp table outcomes as
with dated as (
    select
        course_starts.course,
        observations.day,
        observations.kind,
        observations.result,
        observations.skin,
        case when course_starts.treatment in ('peel', 'retinoid') then 84 else 42 end as assessed_by,
        coalesce(course_starts.last_session_day, 0) as last_session_day,
        min(case when observations.result = 'clear' then observations.day end) over (
            partition by course_starts.course
        ) as cleared_day
    from course_starts
    left join observations on observations.course = course_starts.course
),
-- How a course stood on a day; of two results on one day the worse.
stated as (
    select
        *,
        case when result in ('clear', 'partial', 'not_clear') then result end as status,
        day * 3 + case result when 'clear' then 0 when 'partial' then 1 else 2 end as status_order,
        case
            when day <= cleared_day then null
            when result in ('same_site', 'elsewhere', 'unclassifiable') then result
            when cleared_day is not null and result in ('partial', 'not_clear') then 'same_site'
        end as seen_again
    from dated
),
gathered as (
    select
        course,
        any_value(cleared_day) as cleared_day,
        count(*) filter (where status = 'clear' and day <= assessed_by) > 0 as clear_in_time,
        arg_max(status, status_order) filter (where day <= assessed_by) as status_in_time,
        arg_min(status, status_order) as first_status,
        max(day) filter (where result is not null or skin is not null) as last_seen_day,
        min(day) filter (where seen_again = 'same_site') as same_site_day,
        min(day) filter (where seen_again = 'elsewhere') as elsewhere_day,
        min(day) filter (where seen_again = 'unclassifiable') as unclassifiable_day,
        min(day) filter (where result = 'retreated') as retreated_day,
        count(skin) > 0 as skin_seen,
        min(day) filter (where skin = 'healed' and day > last_session_day) as healed_day,
        count(*) filter (where kind in ('review', 'missed')) as reviews_planned,
        count(*) filter (where kind = 'review') as reviews_attended,
        count(*) filter (where kind = 'unplanned') as unplanned_visits
    from stated
    group by course
),
unhealed as (
    select
        stated.course,
        max(stated.day) as last_unhealed_day
    from stated
    inner join gathered on gathered.course = stated.course
    where stated.skin = 'open' and stated.day < coalesce(gathered.healed_day, stated.day + 1)
    group by stated.course
)
select
    gathered.course,
    cast(coalesce(last_seen_day, 0) as varchar) as last_seen_day,
    case coalesce(case when clear_in_time then 'clear' end, status_in_time, first_status, '')
        when 'clear' then 'yes'
        when 'partial' then 'partial'
        when 'not_clear' then 'no'
        else 'not_assessed'
    end as cleared,
    cast(cleared_day as varchar) as cleared_day,
    case when skin_seen then 'yes' else 'no' end as healing_assessed,
    cast(last_unhealed_day as varchar) as last_unhealed_day,
    cast(healed_day as varchar) as healed_day,
    cast(coalesce(same_site_day, least(elsewhere_day, unclassifiable_day)) as varchar) as recurred_day,
    case
        when same_site_day is not null then 'same_site'
        when elsewhere_day <= coalesce(unclassifiable_day, elsewhere_day) then 'other_site'
        when unclassifiable_day is not null then 'unclassifiable'
    end as recurred_where,
    cast(case when same_site_day is not null then elsewhere_day end as varchar) as new_elsewhere_day,
    cast(retreated_day as varchar) as retreated_day,
    cast(reviews_planned as varchar) as reviews_planned,
    cast(reviews_attended as varchar) as reviews_attended,
    cast(unplanned_visits as varchar) as unplanned_visits
from gathered
left join unhealed on unhealed.course = gathered.course;
