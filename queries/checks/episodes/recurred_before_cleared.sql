-- rule: recurred_before_cleared
-- column: recurred_day
-- severity: blank
-- message: It does not lie after cleared_day, so it is no recurrence; set blank.
-- question: Which episodes recurred on or before the day on which they were clear?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'recurred_day' as column_name,
    cast(recurred_day as varchar) as value
from typed_episodes
where recurred_day <= cleared_day
