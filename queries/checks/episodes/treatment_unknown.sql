-- rule: treatment_unknown
-- column: treatment
-- severity: reject
-- message: The treatment is not one of ours; recode it in a profile.
-- question: Which episodes have a treatment that is not in the closed list?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'treatment' as column_name,
    treatment as value
from staged_episodes
where
    treatment is not null
    and treatment not in (select value from allowed_values where column_name = 'treatment')
