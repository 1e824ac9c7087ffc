-- rule: result_unknown
-- column: result
-- severity: blank
-- message: Not a result that can be counted; recode it as clear, partial, not_clear, same_site, elsewhere, unclassifiable or retreated. Set blank.
-- question: Which visits tell a result that is not known?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'result' as column_name,
    result as value
from staged_visits
where result not in ('clear', 'partial', 'not_clear', 'same_site', 'elsewhere', 'unclassifiable', 'retreated')
