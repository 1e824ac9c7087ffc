-- rule: choice_outside_list
-- column: any with a closed list
-- severity: blank
-- message: Not one of the values of its column; set blank.
-- question: Which optional values are not in the closed list of their column?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    cells.record,
    cells.column_name,
    cells.value
from staged_choices as cells
where
    not exists (
        select 1
        from allowed_values as allowed
        where allowed.column_name = cells.column_name and allowed.value = cells.value
    )
