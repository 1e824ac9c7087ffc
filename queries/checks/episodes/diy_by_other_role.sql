-- rule: diy_by_other_role
-- column: operator_role
-- severity: warn
-- message: The patient's own attempt has another operator than self; kept.
-- question: Which DIY attempts were made by somebody else than the patient?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'operator_role' as column_name,
    cast(operator_role as varchar) as value
from typed_episodes
where treatment = 'diy' and operator_role <> 'self'
