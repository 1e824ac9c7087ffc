-- rule: alike_but_for_key
-- column: episode_key
-- severity: warn
-- message: Another record of this file differs in nothing but its key; both are kept.
-- question: Which episodes say the same as another one with a different key?
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
    contents in (
        select contents
        from repeated_rows
        group by contents
        having count(distinct episode_key) > 1
    )
