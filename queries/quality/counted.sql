-- question: Which episodes of the cohort are counted, and which of their columns are recorded?
-- one row per: episode (a common table expression; never returned)
-- uses: cohort
-- params: none
-- returns: none
-- missing: a column is NULL where it does not apply to the episode
select
    cohort.group_name,
    cohort.first_of_patient,
    recorded.*
from cohort
inner join recorded on recorded.episode = cohort.episode
where not cohort.other_care
    and not cohort.later_episode
