-- rule: clinic_impossible
-- column: clinic
-- severity: blank
-- message: The clinic's code is longer than 60 characters or holds control characters; set blank.
-- question: Which episodes have a clinic that is no code?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'clinic' as column_name,
    clinic as value
from staged_episodes
where length(clinic) > 60 or regexp_matches(clinic, '[\x00-\x1f\x7f]')
