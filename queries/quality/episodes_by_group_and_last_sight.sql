-- question: How many counted episodes of each treatment, or of each clinic where the groups are treatments, were never followed up?
-- one row per: group, subgroup (treatment, or clinic where the groups are treatments), and whether an episode is its patient's first
-- uses: cohort
-- params: none
-- returns: group varchar, subgroup varchar, first_of_patient boolean, episodes bigint, never_followed bigint
-- missing: those whose first assessment was not due before the cut-off are not counted; a blank is not_recorded
select
    group_name as "group",
    case when $group_by = 'treatment' then clinic else treatment end as subgroup,
    first_of_patient,
    count(*) as episodes,
    count(*) filter (where last_seen_day = 0) as never_followed
from cohort
where not other_care
    and not later_episode
    and assessment_due
group by 1, 2, 3
order by 1, 2, 3
