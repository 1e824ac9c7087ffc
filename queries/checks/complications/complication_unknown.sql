-- rule: complication_unknown
-- column: complication
-- severity: reject
-- message: The complication is not one of ours; recode it in a profile.
-- question: Which complications are of a kind that is not in the closed list?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'complication' as column_name,
    complication as value
from staged_complications
where
    complication is not null
    and complication not in (select value from allowed_values where column_name = 'complication')
