-- rule: required_missing
-- column: patient_key, start_month, treatment, last_seen_day
-- severity: reject
-- message: A required value is missing.
-- question: Which episodes lack a required value?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: value: always blank
select record, 'patient_key' as column_name, patient_key as value from staged_episodes where patient_key is null
union all
select record, 'start_month' as column_name, start_month as value from staged_episodes where start_month is null
union all
select record, 'treatment' as column_name, treatment as value from staged_episodes where treatment is null
union all
select record, 'last_seen_day' as column_name, last_seen_day as value from staged_episodes where last_seen_day is null
