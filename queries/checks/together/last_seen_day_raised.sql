-- rule: last_seen_day_raised
-- column: last_seen_day
-- severity: repair
-- message: An outcome was seen later; raised to the latest day on which one was.
-- question: Which episodes have an outcome or a complication later than the day on which the patient was last seen?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    episodes.record,
    'last_seen_day' as column_name,
    cast(episodes.last_seen_day as varchar) as value
from typed_episodes as episodes
inner join latest_days as latest on latest.record = episodes.record
where latest.day > episodes.last_seen_day
