-- question: How many counted episodes had so many reviews planned, and so many of them attended?
-- one row per: group, whether an episode is its patient's first, reviews planned and attended
-- uses: counted
-- params: none
-- returns: group varchar, first_of_patient boolean, planned integer, attended integer, episodes bigint
-- missing: nothing is missing; episodes without a planned review, or of which it is not recorded, are not counted
select
    group_name as "group",
    first_of_patient,
    planned,
    attended,
    count(*) as episodes
from counted
where planned is not null
group by group_name, first_of_patient, planned, attended
order by 1, 2, 3, 4
