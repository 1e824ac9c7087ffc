-- rule: after_cutoff
-- column: onset_day, resolved_day
-- severity: reject
-- message: It lies after the month up to which the records speak, or after today.
-- question: Which complications began or were resolved after the cut-off (where none was declared: after today, and of a
--   stored episode after what is known of its clinic), counted from the first day of the episode's start month?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    column_name,
    cast(day as varchar) as value
from typed_days
where day > date_diff('day', start_month, last_day)
