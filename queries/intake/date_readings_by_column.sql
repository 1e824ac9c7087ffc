-- question: In which order do day, month and year stand in the dates of each column of an incoming file?
-- one row per: column
-- params: none
-- returns: column_name varchar, year_first bigint (values), day_first bigint (values), month_first bigint (values),
--   either_way bigint (values), both_ways bigint (values), example varchar
-- missing: example: no value can be read both ways
with shapes as (
    select
        column_name,
        value,
        regexp_matches(value, '^[0-9]{4}[/.-][0-9]{1,2}[/.-][0-9]{1,2}([ T].*)?$') as year_first,
        regexp_matches(value, '^[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{4}|[0-9]{2})([ T].*)?$') as year_last,
        try_cast(regexp_extract(value, '^([0-9]{1,2})[/.-][0-9]{1,2}[/.-]', 1) as integer) as first_number,
        try_cast(regexp_extract(value, '^[0-9]{1,2}[/.-]([0-9]{1,2})[/.-]', 1) as integer) as second_number
    from date_values
),
readings as (
    select
        column_name,
        value,
        year_first,
        year_last and first_number between 1 and 31 and second_number between 1 and 12 as day_first,
        year_last and first_number between 1 and 12 and second_number between 1 and 31 as month_first,
        year_last and first_number between 1 and 12 and second_number between 1 and 12
        and first_number <> second_number as both_ways
    from shapes
)
select
    column_name,
    count(*) filter (where year_first) as year_first,
    count(*) filter (where day_first and not month_first) as day_first,
    count(*) filter (where month_first and not day_first) as month_first,
    count(*) filter (where day_first and month_first and not both_ways) as either_way,
    count(*) filter (where both_ways) as both_ways,
    min(value) filter (where both_ways) as example
from readings
group by column_name
order by column_name
