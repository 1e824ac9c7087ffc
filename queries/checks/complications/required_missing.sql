-- rule: required_missing
-- column: episode_key, complication
-- severity: reject
-- message: A required value is missing.
-- question: Which complications lack a required value?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: value: always blank
select record, 'episode_key' as column_name, episode_key as value from staged_complications where episode_key is null
union all
select record, 'complication' as column_name, complication as value from staged_complications where complication is null
