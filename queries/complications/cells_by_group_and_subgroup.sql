-- question: How many of each subgroup had a complication, and the three that skin type or site may bear on, among those seen long enough?
-- one row per: dimension, group and subgroup
-- uses: assessed
-- params: seen_days integer
-- returns: subgroup_by varchar, group varchar, subgroup varchar, episodes bigint, patients bigint, harmed bigint, hyperpigmentation bigint, hypopigmentation bigint, scar bigint
-- missing: a subgroup in which nobody is has no row: nothing is known of it
with seen as (
    select *
    from assessed
    where last_seen_day >= $seen_days
)
select
    case when grouping(skin_type) = 0 then 'skin_type' when grouping(delicate_site) = 0 then 'delicate_site' else 'site' end as subgroup_by,
    group_name as "group",
    coalesce(skin_type, delicate_site, site) as subgroup,
    count(*) as episodes,
    count(*) filter (where counted_alone) + count(distinct case when not counted_alone then patient end) as patients,
    count(*) filter (where complications > 0) as harmed,
    count(*) filter (where hyperpigmentation) as hyperpigmentation,
    count(*) filter (where hypopigmentation) as hypopigmentation,
    count(*) filter (where scar) as scar
from seen
group by grouping sets ((group_name, skin_type), (group_name, delicate_site), (group_name, site))
order by 1, 2, 3
