-- question: Is a comma or a point the decimal mark of the numbers in each column of an incoming file?
-- one row per: column
-- params: none
-- returns: column_name varchar, with_comma bigint (values), either_way bigint (values), with_point bigint (values)
-- missing: nothing
with shapes as (
    select
        column_name,
        regexp_matches(value, '^[+-]?([0-9]+|[0-9]{1,3}([.][0-9]{3})+),[0-9]+$') as has_comma,
        regexp_matches(value, '^[+-]?[1-9][0-9]{0,2},[0-9]{3}$') as in_thousands,
        regexp_matches(value, '^[+-]?[0-9]{1,3}(,[0-9]{3})*[.][0-9]+$|^[+-]?[0-9]*[.][0-9]+$') as has_point
    from decimal_values
)
select
    column_name,
    count(*) filter (where has_comma and not in_thousands) as with_comma,
    count(*) filter (where in_thousands) as either_way,
    count(*) filter (where has_point) as with_point
from shapes
group by column_name
order by column_name
