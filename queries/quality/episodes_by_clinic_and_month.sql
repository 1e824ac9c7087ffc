-- question: How many counted episodes began in each month at each clinic, and how long could they be followed to the clinic's cut-off?
-- one row per: clinic and month of the first session
-- uses: cohort
-- params: none
-- returns: clinic varchar, start_month date, until_month date, reach bigint (days), episodes bigint, patients bigint
-- missing: nothing is missing; a blank clinic is not_recorded; patients are those whose first episode it is, a lower limit
select
    cohort.clinic,
    cohort.start_month,
    cutoffs.until_month,
    date_diff('day', cohort.start_month, last_day(cutoffs.until_month)) as reach,
    count(*) as episodes,
    count(*) filter (where first_of_patient) as patients
from cohort
inner join cutoffs on cutoffs.clinic = case when cohort.clinic = 'not_recorded' then '' else cohort.clinic end
where not other_care
    and not later_episode
group by cohort.clinic, cohort.start_month, cutoffs.until_month
order by cohort.clinic, cohort.start_month
