-- question: Where a patient may have several episodes: how many patients are in each skin type and site, seen long enough or not?
-- one row per: what the group is split by (nothing, skin_type, delicate_site or site), group, subgroup, and whether seen long enough
-- uses: assessed
-- params: seen_days integer
-- returns: subgroup_by varchar, group varchar, subgroup varchar, seen boolean, patients bigint
-- missing: nothing is missing; subgroup is empty where the group is not split; a patient may stand in several rows
with told as (
    select
        group_name,
        skin_type,
        delicate_site,
        site,
        patient,
        counted_alone,
        last_seen_day >= $seen_days as seen
    from assessed
)
select
    case
        when grouping(skin_type) = 0 then 'skin_type'
        when grouping(delicate_site) = 0 then 'delicate_site'
        when grouping(site) = 0 then 'site'
        else ''
    end as subgroup_by,
    group_name as "group",
    coalesce(skin_type, delicate_site, site, '') as subgroup,
    seen,
    -- Patients are told apart only where one may have several.
    count(*) filter (where counted_alone) + count(distinct case when not counted_alone then patient end) as patients
from told
group by grouping sets ((group_name, seen), (group_name, seen, skin_type), (group_name, seen, delicate_site), (group_name, seen, site))
order by 1, 2, 3, 4
