-- rule: same_key_different_contents
-- column: episode_key
-- severity: reject
-- message: Several records of this file have the same episode_key but say different things; none is taken. Without an
--   episode_key, tell a patient's episodes of one month, site and treatment apart by episode_order.
-- question: Which episodes share their key with a record that says something else?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'episode_key' as column_name,
    episode_key as value
from repeated_rows
where
    episode_key in (
        select episode_key
        from repeated_rows
        group by episode_key
        having count(distinct contents) > 1
    )
