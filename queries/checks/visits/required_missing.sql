-- rule: required_missing
-- column: patient_key, visit_date, kind
-- severity: reject
-- message: A required value is missing.
-- question: Which visits lack what tells whose they are, when they were or what they were for?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: value: always blank
select record, 'patient_key' as column_name, patient_key as value from staged_visits where patient_key is null and not follow_up
union all
select record, 'visit_date' as column_name, visit_date as value from staged_visits where visit_date is null and not follow_up
union all
select record, 'kind' as column_name, kind as value from staged_visits where kind is null and not follow_up
