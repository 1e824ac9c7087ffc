-- question: How does the number of patients whose last episode ends on a day change once a kind of complication is the event?
-- one row per: kind of complication, group and day
-- uses: changed
-- params: none
-- returns: kind varchar, group varchar, day integer (days), patients bigint
-- missing: nothing is missing; patients is what is added to the numbers without any complication, or with a minus what is taken away
with lasting as (
    select
        kind,
        group_name,
        patient,
        max(watched_day) as day_without,
        max(day) as day_with
    from changed
    group by kind, group_name, patient
),
moved as (
    select
        kind,
        group_name,
        day_without as day,
        -1 as patients
    from lasting
    union all
    select
        kind,
        group_name,
        day_with as day,
        1 as patients
    from lasting
)
select
    cast(kind as varchar) as kind,
    group_name as "group",
    day,
    cast(sum(patients) as bigint) as patients
from moved
group by 1, 2, 3
having sum(patients) <> 0
order by 1, 2, 3
