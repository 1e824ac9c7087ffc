-- rule: last_seen_day_impossible
-- column: last_seen_day
-- severity: reject
-- message: Not a whole number of days within its range.
-- question: Which episodes were last seen on a day that is no number of days?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    episodes.record,
    'last_seen_day' as column_name,
    episodes.last_seen_day as value
from staged_episodes as episodes
inner join number_limits as limits on limits.column_name = 'last_seen_day'
where
    not regexp_matches(episodes.last_seen_day, '^-?[0-9]{1,9}([.]0{1,9})?$')
    or try_cast(episodes.last_seen_day as double) not between limits.lowest and limits.highest
