-- rule: without_episode
-- column: episode_key
-- severity: reject
-- message: There is no episode with this key, neither in this import nor stored.
-- question: Which complications belong to no episode?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    complications.record,
    'episode_key' as column_name,
    complications.episode_key as value
from staged_complications as complications
where
    complications.episode_key is not null
    and not exists (
        select 1
        from known_episodes as known
        where known.episode_key = complications.episode_key
    )
