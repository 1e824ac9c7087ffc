-- question: Where a patient may have several episodes: how many patients of a group are followed up to which day at the latest?
-- one row per: group and day on which the last of a patient's episodes ended
-- uses: followed
-- params: none
-- returns: group varchar, day integer (days), patients bigint
-- missing: nothing is missing
with lasting as (
    select
        group_name,
        patient,
        max(day) as day
    from followed
    group by group_name, patient
)
select
    group_name as "group",
    day,
    count(*) as patients
from lasting
group by group_name, day
order by group_name, day
