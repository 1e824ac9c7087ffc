-- rule: key_impossible
-- column: patient_key, episode_key
-- severity: reject
-- message: A key is longer than 200 characters or holds control characters.
-- question: Which episodes have a key that is no key?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select record, 'patient_key' as column_name, patient_key as value
from staged_episodes
where length(patient_key) > 200 or regexp_matches(patient_key, '[\x00-\x1f\x7f]')
union all
select record, 'episode_key' as column_name, episode_key as value
from staged_episodes
where length(episode_key) > 200 or regexp_matches(episode_key, '[\x00-\x1f\x7f]')
