-- rule: visit_date_impossible
-- column: visit_date
-- severity: reject
-- message: Not a date that there is.
-- question: Which visits have a date that could not be read?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'visit_date' as column_name,
    visit_date as value
from staged_visits
where visit_date is not null and try_cast(visit_date as date) is null
