-- question: How many counted episodes of each group gave which answers, before and after treatment?
-- one row per: group, item (dlqi, distress, pain, satisfaction, any) and pair of values
-- uses: cohort
-- params: none
-- returns: group varchar, item varchar, before integer (points), after integer (points), episodes bigint
-- missing: a value is blank where nobody wrote it down. Pain and satisfaction are asked after treatment alone; any is 1 in
--   after where at least one item is complete (both halves, where there are two), else 0
with told as (
    select
        group_name,
        grouping(dlqi_before) as without_dlqi,
        grouping(distress_before) as without_distress,
        dlqi_before,
        dlqi_after,
        distress_before,
        distress_after,
        pain,
        satisfaction,
        answered,
        count(*) as episodes
    from cohort
    where not other_care
        and not later_episode
    group by grouping sets (
        (group_name, dlqi_before, dlqi_after),
        (group_name, distress_before, distress_after),
        (group_name, pain, satisfaction, answered)
    )
),
-- What has few values is counted together, and taken apart here, where there are few rows.
items as (
    select group_name, 'dlqi' as item, dlqi_before as before, dlqi_after as after, episodes from told where without_dlqi = 0
    union all
    select group_name, 'distress' as item, distress_before as before, distress_after as after, episodes from told where without_distress = 0
    union all
    select group_name, 'pain' as item, null as before, pain as after, episodes from told where without_dlqi = 1 and without_distress = 1
    union all
    select group_name, 'satisfaction' as item, null as before, satisfaction as after, episodes from told where without_dlqi = 1 and without_distress = 1
    union all
    select group_name, 'any' as item, null as before, case when answered then 1 else 0 end as after, episodes from told where without_dlqi = 1 and without_distress = 1
)
select
    group_name as "group",
    item,
    before,
    after,
    cast(sum(episodes) as bigint) as episodes
from items
group by 1, 2, 3, 4
order by 1, 2, 3, 4
