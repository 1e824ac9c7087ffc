-- rule: follow_up_kind_unknown
-- column: kind
-- severity: blank
-- message: Not a kind of follow-up (review, unplanned, missed); taken for a review.
-- question: Which follow-ups are of a kind that is not known?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    record,
    'kind' as column_name,
    kind as value
from staged_visits
where follow_up and kind not in ('review', 'unplanned', 'missed')
