-- rule: after_cutoff
-- column: start_month and every day
-- severity: reject
-- message: It lies after the month up to which the records speak, or after today.
-- question: Which episodes begin after the cut-off (where none was declared: after today), or name a day after it, counted
--   from the first day of the start month?
-- one row per: broken value
-- params: last_day date
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'start_month' as column_name,
    cast(start_month as varchar) as value
from typed_episodes
where start_month > $last_day
union all
select
    record,
    column_name,
    cast(day as varchar) as value
from typed_days
where start_month <= $last_day and day > date_diff('day', start_month, $last_day)
