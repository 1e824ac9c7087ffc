-- rule: start_month_impossible
-- column: start_month
-- severity: reject
-- message: Not a month written YYYY-MM, or not between 1950 and 2099.
-- question: Which episodes begin in a month that there is not?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'start_month' as column_name,
    start_month as value
from staged_episodes
where
    not regexp_matches(start_month, '^[0-9]{4}-(0[1-9]|1[0-2])$')
    or start_month not between '1950-01' and '2099-12'
