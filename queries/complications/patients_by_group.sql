-- question: Where a patient may have several episodes: how many patients answered about pain and going home, or were assessed after a retinoid?
-- one row per: group
-- uses: cohort
-- params: none
-- returns: group varchar, patients bigint, pain_patients bigint, discharge_patients bigint, retinoid_patients bigint
-- missing: nothing is missing; a patient counts once in each column
select
    group_name as "group",
    count(distinct patient) as patients,
    count(distinct case when pain is not null then patient end) as pain_patients,
    count(distinct case when same_day_discharge <> 'not_recorded' then patient end) as discharge_patients,
    count(distinct case when treatment = 'retinoid' and clearance_state = 'eligible' then patient end) as retinoid_patients
from cohort
where not other_care
    and not later_episode
group by 1
order by 1
