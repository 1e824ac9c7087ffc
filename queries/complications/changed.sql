-- question: Where a patient has several episodes, one with a complication: how does each end once that is the end of observation?
-- one row per: kind of complication that the patient had, and episode (a common table expression; never returned)
-- uses: assessed
-- params: none
-- returns: none
-- missing: nothing is missing; an episode without this kind ends as it would without any complication
with several as (
    select
        *,
        count(*) over (partition by patient) as episodes_of_patient
    from assessed
),
repeated as (
    select *
    from several
    where episodes_of_patient > 1
),
harmed as (
    select
        patient,
        episode,
        harm.kind,
        harm.day
    from (select patient, episode, watched_day, unnest(harms) as harm from repeated)
    where harm.day <= watched_day
),
concerned as (
    select
        patient,
        kind
    from harmed
    group by patient, kind
)
select
    concerned.kind,
    repeated.patient,
    repeated.episode,
    repeated.group_name,
    repeated.watched_day,
    repeated.watched_status,
    coalesce(harmed.day, repeated.watched_day) as day,
    case when harmed.day is null then repeated.watched_status else 'event' end as status
from concerned
inner join repeated on repeated.patient = concerned.patient
left join harmed on harmed.episode = repeated.episode and harmed.kind = concerned.kind
