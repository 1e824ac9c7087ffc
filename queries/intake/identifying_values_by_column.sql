-- question: Which values of each column of an incoming file look like e-mail addresses, phone numbers, postcodes, dates of
--   birth, NHS numbers (with a right check digit), names of people or long free text?
-- one row per: column and kind
-- params: email varchar, phone varchar, postcode varchar, birth varchar, person varchar, name_shape varchar, long_text varchar
-- returns: column_name varchar, kind varchar, records hugeint (records), different_values bigint (values)
-- missing: never blank; values that look like nothing of the kind count under `other`
with digits as (
    select
        column_name,
        value,
        records,
        replace(replace(value, ' ', ''), '-', '') as number
    from examined_values
),
weighed as (
    select
        column_name,
        value,
        records,
        number,
        case
            when regexp_matches(number, '^[0-9]{10}$') then (
                10 * cast(substring(number, 1, 1) as integer) + 9 * cast(substring(number, 2, 1) as integer)
                + 8 * cast(substring(number, 3, 1) as integer) + 7 * cast(substring(number, 4, 1) as integer)
                + 6 * cast(substring(number, 5, 1) as integer) + 5 * cast(substring(number, 6, 1) as integer)
                + 4 * cast(substring(number, 7, 1) as integer) + 3 * cast(substring(number, 8, 1) as integer)
                + 2 * cast(substring(number, 9, 1) as integer) + cast(substring(number, 10, 1) as integer)
            )
        end as weighed_sum
    from digits
),
looked_at as (
    select
        column_name,
        records,
        case
            when weighed_sum % 11 = 0 and weighed_sum > 0 then 'nhs'
            when regexp_matches(value, $email) then 'email'
            when regexp_matches(value, $birth) then 'birth'
            when regexp_matches(value, $phone) then 'phone'
            when regexp_matches(value, $postcode) then 'postcode'
            when regexp_matches(value, $person) then 'person'
            when regexp_matches(value, $long_text) then 'long_text'
            when regexp_matches(value, $name_shape) then 'name_shape'
            else 'other'
        end as kind
    from weighed
)
select
    column_name,
    kind,
    sum(records) as records,
    count(*) as different_values
from looked_at
group by column_name, kind
order by column_name, kind
