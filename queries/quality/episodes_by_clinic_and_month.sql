-- question: How many counted episodes began in each month at each clinic, and how long could they be followed to the clinic's cut-off?
-- one row per: clinic and month of the first session
-- uses: cohort
-- params: none
-- returns: clinic varchar, start_month date, until_month date, reach bigint (days), episodes bigint, patients bigint
-- missing: nothing is missing; a blank clinic is not_recorded; patients are those whose first episode it is, a lower limit
with counted as (
    select
        clinic,
        start_month,
        count(*) as episodes,
        count_if(first_of_patient) as patients
    from cohort
    where not other_care
        and not later_episode
    group by clinic, start_month
)
-- Counted first: the cut-offs are looked up for a few hundred rows.
select
    counted.clinic,
    counted.start_month,
    cutoffs.until_month,
    date_diff('day', counted.start_month, last_day(cutoffs.until_month)) as reach,
    counted.episodes,
    cast(counted.patients as bigint) as patients
from counted
inner join cutoffs on cutoffs.clinic = case when counted.clinic = 'not_recorded' then '' else counted.clinic end
order by counted.clinic, counted.start_month
