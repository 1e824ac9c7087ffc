-- rule: last_session_of_single_session
-- column: last_session_day
-- severity: repair
-- message: With one session the last session is day 0; set to 0.
-- question: Which episodes of one session have their last session on another day than day 0?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    staged.record,
    'last_session_day' as column_name,
    staged.last_session_day as value
from staged_episodes as staged
inner join typed_episodes as typed on typed.record = staged.record
where typed.sessions = 1 and try_cast(staged.last_session_day as integer) > 0
