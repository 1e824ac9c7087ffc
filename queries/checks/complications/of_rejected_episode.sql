-- rule: of_rejected_episode
-- column: episode_key
-- severity: reject
-- message: Its episode was rejected in this import.
-- question: Which complications belong to an episode that was rejected?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    complications.record,
    'episode_key' as column_name,
    complications.episode_key as value
from staged_complications as complications
inner join known_episodes as known on known.episode_key = complications.episode_key
where not known.accepted
