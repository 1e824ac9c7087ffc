-- rule: skin_unknown
-- column: skin
-- severity: blank
-- message: Neither healed nor open; set blank.
-- question: Which visits tell a state of the skin that is not known?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'skin' as column_name,
    skin as value
from staged_visits
where skin not in ('healed', 'open')
