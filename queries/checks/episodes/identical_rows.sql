-- rule: identical_rows
-- column: episode_key
-- severity: repair
-- message: An identical record stands earlier in the file; it is kept once.
-- question: Which episodes repeat an earlier record word for word?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'episode_key' as column_name,
    episode_key as value
from repeated_rows
qualify row_number() over (partition by episode_key, contents order by record) > 1
