-- question: After a patient's first attempt at home, what was the first professional treatment, if one is recorded?
-- one row per: method of the attempt and treatment
-- uses: cohort
-- params: none
-- returns: method varchar, treatment varchar, patients bigint
-- missing: nothing is missing; method is not_recorded for a blank. treatment is none where no treatment by a clinic is
--   recorded, and earlier where the first one was given in a month before that of the attempt
with attempts as (
    select
        patient,
        technique,
        start_month
    from cohort
    where care = 'attempt'
        and first_of_patient
),
-- Whatever the cohort: the filters choose the attempts, not what came of them.
treated as (
    select
        patient,
        treatment,
        start_month
    from facts
    where care = 'professional'
        and first_of_patient
)
select
    attempts.technique as method,
    case
        when treated.patient is null then 'none'
        when treated.start_month < attempts.start_month then 'earlier'
        else treated.treatment
    end as treatment,
    count(*) as patients
from attempts
left join treated on treated.patient = attempts.patient
group by 1, 2
order by 1, 2
