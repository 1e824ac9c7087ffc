-- rule: resolved_before_onset
-- column: resolved_day
-- severity: blank
-- message: It lies before onset_day; set blank.
-- question: Which complications were resolved before they began?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'resolved_day' as column_name,
    cast(resolved_day as varchar) as value
from typed_complications
where resolved_day < onset_day
