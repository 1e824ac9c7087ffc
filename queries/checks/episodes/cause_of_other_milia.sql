-- rule: cause_of_other_milia
-- column: secondary_cause
-- severity: blank
-- message: Only secondary milia have a cause; set blank.
-- question: Which episodes have a secondary cause although the milia are recorded as not secondary?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'secondary_cause' as column_name,
    cast(secondary_cause as varchar) as value
from typed_episodes
where secondary_cause is not null and milia_type <> 'secondary'
