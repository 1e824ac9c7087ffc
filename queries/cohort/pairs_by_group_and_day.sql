-- question: Which two ends of observation belong to one patient, and how often: what makes the episodes of a patient alike?
-- one row per: group, day and status of one episode, and group, day and status of another of the same patient
-- uses: followed
-- params: none
-- returns: group varchar, day integer (days), status varchar, other_group varchar, other_day integer (days), other_status varchar, pairs bigint
-- missing: nothing is missing; each two episodes count twice, once in each direction
with several as (
    select
        *,
        count(*) over (partition by patient) as episodes_of_patient
    from followed
),
repeated as (
    select
        patient,
        group_name,
        day,
        cast(status as varchar) as status,
        count(*) as episodes
    from several
    where episodes_of_patient > 1
    group by patient, group_name, day, status
),
matched as (
    select
        one.group_name,
        one.day,
        one.status,
        other.group_name as other_group,
        other.day as other_day,
        other.status as other_status,
        -- Episodes of a patient that ended alike pair with each other, not with themselves.
        case
            when one.group_name = other.group_name and one.day = other.day and one.status = other.status then one.episodes * (one.episodes - 1)
            else one.episodes * other.episodes
        end as pairs
    from repeated as one
    inner join repeated as other on other.patient = one.patient
)
select
    group_name as "group",
    day,
    status,
    other_group,
    other_day,
    other_status,
    cast(sum(pairs) as bigint) as pairs
from matched
where pairs > 0
group by group_name, day, status, other_group, other_day, other_status
order by group_name, day, status, other_group, other_day, other_status
