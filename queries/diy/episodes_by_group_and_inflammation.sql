-- question: How many of each group came with skin that was red, sore or infected?
-- one row per: group and whether it was so (yes, no, not_recorded)
-- uses: cohort
-- params: none
-- returns: group varchar, inflamed varchar, episodes bigint, patients bigint
-- missing: nothing is missing; a blank is not_recorded
select
    group_name as "group",
    inflamed_at_start as inflamed,
    count(*) as episodes,
    -- Patients are told apart only where one may have several.
    count(*) filter (where counted_alone) + count(distinct case when not counted_alone then patient end) as patients
from cohort
where not other_care
    and not later_episode
group by 1, 2
order by 1, 2
