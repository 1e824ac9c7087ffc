-- rule: identical_rows
-- column: visit_date
-- severity: repair
-- message: An identical record stands earlier in the file; it is kept once.
-- question: Which visits repeat an earlier record word for word?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    visits.record,
    'visit_date' as column_name,
    visits.visit_date as value
from staged_visits as visits
inner join repeated_visits as repeated on repeated.record = visits.record
where repeated.record > repeated.first_record
