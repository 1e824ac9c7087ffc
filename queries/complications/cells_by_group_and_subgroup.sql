-- question: How many of each subgroup had a complication, and the three that skin type or site may bear on, among those seen long enough?
-- one row per: group and subgroup
-- uses: assessed
-- params: seen_days integer, subgroup_by varchar
-- returns: group varchar, subgroup varchar, episodes bigint, patients bigint, harmed bigint, hyperpigmentation bigint, hypopigmentation bigint, scar bigint
-- missing: a subgroup in which nobody is has no row: nothing is known of it
with marks as (
    select
        episode,
        count(*) filter (where kind = 'hyperpigmentation') as hyperpigmentation,
        count(*) filter (where kind = 'hypopigmentation') as hypopigmentation,
        count(*) filter (where kind = 'scar') as scar
    from harms
    where kind in ('hyperpigmentation', 'hypopigmentation', 'scar')
    group by episode
),
members as (
    select
        *,
        case $subgroup_by when 'skin_type' then skin_type when 'delicate_site' then delicate_site when 'site' then site end as subgroup
    from assessed
    where last_seen_day >= $seen_days
)
select
    members.group_name as "group",
    members.subgroup,
    count(*) as episodes,
    count(*) filter (where members.only_episode) + count(distinct case when not members.only_episode then members.patient end) as patients,
    count(*) filter (where members.complications > 0) as harmed,
    count(*) filter (where marks.hyperpigmentation > 0) as hyperpigmentation,
    count(*) filter (where marks.hypopigmentation > 0) as hypopigmentation,
    count(*) filter (where marks.scar > 0) as scar
from members
left join marks on marks.episode = members.episode
group by 1, 2
order by 1, 2
