-- rule: neonatal_of_other_age
-- column: age_band
-- severity: warn
-- message: Neonatal milia in somebody older than a year; kept.
-- question: Which episodes of neonatal milia have an age band other than under_1?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'age_band' as column_name,
    cast(age_band as varchar) as value
from typed_episodes
where milia_type = 'neonatal' and age_band <> 'under_1'
