-- rule: identical_rows
-- column: episode_key
-- severity: repair
-- message: An identical record stands earlier in the file; it is kept once.
-- question: Which complications repeat an earlier record word for word?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: value: the key is blank
select
    record,
    'episode_key' as column_name,
    episode_key as value
from staged_complications
qualify
    row_number() over (
        partition by
            episode_key, complication, onset_day, resolved_day, grade, antibiotics, permanent, present_at_start
        order by record
    ) > 1
