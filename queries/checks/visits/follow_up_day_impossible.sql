-- rule: follow_up_day_impossible
-- column: visit_day
-- severity: blank
-- message: Not a day after the first session, so the follow-up is left out.
-- question: Which follow-ups have no day on which they can have been?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: value: no day was given
select
    record,
    'visit_day' as column_name,
    visit_day as value
from staged_visits
where follow_up and not coalesce(regexp_matches(visit_day, '^[0-9]{1,4}([.]0{1,9})?$'), false)
