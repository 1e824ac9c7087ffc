-- rule: number_outside_range
-- column: any number
-- severity: blank
-- message: Not a plain number within the range of its column; set blank.
-- question: Which optional numbers are no plain decimal numbers, have decimals where only whole numbers make sense, or
--   lie outside the range of their column?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    cells.record,
    cells.column_name,
    cells.value
from staged_numbers as cells
inner join number_limits as limits on limits.column_name = cells.column_name
where
    not regexp_matches(cells.value, '^-?[0-9]{1,9}([.][0-9]{1,9})?$')
    or (limits.whole and not regexp_matches(cells.value, '^-?[0-9]{1,9}([.]0{1,9})?$'))
    or try_cast(cells.value as double) not between limits.lowest and limits.highest
