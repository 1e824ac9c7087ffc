-- question: Which values of each column of an incoming file look like e-mail addresses, phone numbers, postcodes, dates of
--   birth, NHS numbers (with a right check digit), names of people or long free text?
-- one row per: column and kind
-- params: email varchar, phone varchar, postcode varchar, birth varchar, person varchar, given_name varchar, name_shape varchar, long_text varchar
-- returns: column_name varchar, kind varchar, records hugeint (records), different_values bigint (values), first_words bigint (words), last_words bigint (words)
-- missing: never blank; values that look like nothing of the kind count under `other`; different first and last words are counted of names, else 0
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
        value,
        records,
        case
            when weighed_sum % 11 = 0 and weighed_sum > 0 then 'nhs'
            when regexp_matches(value, $email) then 'email'
            when regexp_matches(value, $birth) then 'birth'
            when regexp_matches(value, $phone) then 'phone'
            when regexp_matches(value, $postcode) then 'postcode'
            when regexp_matches(value, $person) then 'person'
            when regexp_matches(value, $long_text) then 'long_text'
            when regexp_matches(value, $given_name) then 'given_name'
            when regexp_matches(value, $name_shape) then 'name_shape'
            else 'other'
        end as kind
    from weighed
),
-- Initials are left out: of “Smith, J.” the first word and the last is the surname.
worded as (
    select
        column_name,
        records,
        kind,
        case when kind in ('person', 'given_name', 'name_shape') then regexp_extract(value, '[^ ,._]{2,}') end as first_word,
        case
            when kind in ('person', 'given_name', 'name_shape')
                then regexp_extract(value, '([^ ,._]{2,})([ ,._]+[^ ,._])*[ ,._]*$', 1)
        end as last_word
    from looked_at
)
select
    column_name,
    kind,
    sum(records) as records,
    count(*) as different_values,
    count(distinct first_word) as first_words,
    count(distinct last_word) as last_words
from worded
group by column_name, kind
order by column_name, kind
