-- rule: recurred_without_cleared
-- column: recurred_day
-- severity: warn
-- message: A recurrence although it is not recorded whether the milia had cleared; kept, but not eligible for
--   recurrence.
-- question: Which episodes recurred without a record of clearance?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'recurred_day' as column_name,
    cast(recurred_day as varchar) as value
from typed_episodes
where recurred_day is not null and cleared is null
