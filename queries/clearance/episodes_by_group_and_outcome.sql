-- question: Of those counted, how many were found clear, partly clear or not clear at the first assessment, and of how many is it not known?
-- one row per: group and outcome (yes, partial, no, not_assessed, not_recorded)
-- uses: cohort
-- params: none
-- returns: group varchar, outcome varchar, episodes bigint, retreated_before_clear bigint
-- missing: nothing is missing; a blank is not_recorded. Whoever was treated again before clear is among those with outcome yes
select
    group_name as "group",
    cleared as outcome,
    count(*) as episodes,
    count(*) filter (where recurrence_state = 'retreated_before_clear') as retreated_before_clear
from cohort
where not other_care
    and not later_episode
group by group_name, cleared
order by group_name, cleared
