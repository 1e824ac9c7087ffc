-- rule: healed_before_last_session
-- column: healed_day
-- severity: blank
-- message: It lies before the last session, after which healing is counted; set blank.
-- question: Which episodes were healed before their last session?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'healed_day' as column_name,
    cast(healed_day as varchar) as value
from typed_episodes
where healed_day < last_session_day
