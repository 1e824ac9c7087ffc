-- rule: without_session
-- column: kind
-- severity: reject
-- message: No session of this patient at this site goes before it (or, for a consultation, follows it soon enough).
-- question: Which visits belong to no course of care?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
with dated as (
    select
        record,
        kind,
        try_cast(visit_date as date) as visit_date,
        min(case when kind = 'session' then try_cast(visit_date as date) end) over (
            partition by patient_key, coalesce(site, '')
            order by try_cast(visit_date as date), record
            rows between unbounded preceding and current row
        ) as session_before,
        min(case when kind = 'session' then try_cast(visit_date as date) end) over (
            partition by patient_key, coalesce(site, '')
            order by try_cast(visit_date as date), record
            rows between current row and unbounded following
        ) as session_after
    from staged_visits
    where not follow_up and patient_key is not null and try_cast(visit_date as date) is not null
)
select
    dated.record,
    'kind' as column_name,
    dated.kind as value
from dated
cross join gap
where
    (dated.kind in ('review', 'unplanned', 'missed') and dated.session_before is null)
    or (
        dated.kind = 'consultation'
        and coalesce(date_diff('day', dated.visit_date, dated.session_after) > gap.days, true)
    )
