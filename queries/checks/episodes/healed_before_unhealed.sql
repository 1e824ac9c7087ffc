-- rule: healed_before_unhealed
-- column: healed_day
-- severity: blank
-- message: It does not lie after last_unhealed_day; set blank.
-- question: Which episodes were seen healed on or before a day on which they were seen unhealed?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'healed_day' as column_name,
    cast(healed_day as varchar) as value
from typed_episodes
where healed_day <= last_unhealed_day
