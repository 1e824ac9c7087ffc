-- question: How many counted episodes had so many reviews planned, and so many of them attended?
-- one row per: group, whether an episode is its patient's first, reviews planned and attended
-- uses: cohort
-- params: none
-- returns: group varchar, first_of_patient boolean, planned integer, attended integer, episodes bigint
-- missing: nothing is missing; episodes without a planned review, or of which it is not recorded, are not counted
select
    group_name as "group",
    first_of_patient,
    recorded.planned as planned,
    recorded.attended as attended,
    count(*) as episodes
from cohort
where not other_care
    and not later_episode
    and recorded.planned is not null
group by 1, 2, 3, 4
order by 1, 2, 3, 4
