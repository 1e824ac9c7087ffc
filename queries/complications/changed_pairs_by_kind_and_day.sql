-- question: How do the pairs of ends of one patient's episodes change once a kind of complication is the event?
-- one row per: kind of complication, group, day and status of one episode, and group, day and status of another of the same patient
-- uses: changed
-- params: none
-- returns: kind varchar, group varchar, day integer (days), status varchar, other_group varchar, other_day integer (days), other_status varchar, pairs bigint
-- missing: nothing is missing; pairs is what is added to the pairs of ends without any complication, or with a minus what is taken away
with matched as (
    select
        one.kind,
        one.group_name,
        one.watched_day as day,
        one.watched_status as status,
        other.group_name as other_group,
        other.watched_day as other_day,
        other.watched_status as other_status,
        -1 as pairs
    from changed as one
    inner join changed as other on other.patient = one.patient and other.kind = one.kind
    where other.episode <> one.episode
    union all
    select
        one.kind,
        one.group_name,
        one.day,
        one.status,
        other.group_name as other_group,
        other.day as other_day,
        other.status as other_status,
        1 as pairs
    from changed as one
    inner join changed as other on other.patient = one.patient and other.kind = one.kind
    where other.episode <> one.episode
)
select
    cast(kind as varchar) as kind,
    group_name as "group",
    day,
    status,
    other_group,
    other_day,
    other_status,
    cast(sum(pairs) as bigint) as pairs
from matched
group by 1, 2, 3, 4, 5, 6, 7
having sum(pairs) <> 0
order by 1, 2, 3, 4, 5, 6, 7
