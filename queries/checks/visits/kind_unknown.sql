-- rule: kind_unknown
-- column: kind
-- severity: reject
-- message: Not a kind of visit; recode it as session, review, unplanned, missed or consultation.
-- question: Which visits are of a kind that is not known?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'kind' as column_name,
    kind as value
from staged_visits
where not follow_up and kind not in ('session', 'review', 'unplanned', 'missed', 'consultation')
