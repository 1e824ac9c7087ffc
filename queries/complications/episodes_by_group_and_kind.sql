-- question: In how many of those seen long enough was each kind of complication recorded, and in how many did it stay?
-- one row per: group and kind of complication
-- uses: assessed
-- params: seen_days integer
-- returns: group varchar, kind varchar, episodes bigint, permanent bigint, complications bigint
-- missing: a kind that nobody of a group had has no row
select
    assessed.group_name as "group",
    cast(harms.kind as varchar) as kind,
    count(*) as episodes,
    count(*) filter (where harms.permanent) as permanent,
    cast(sum(harms.complications) as bigint) as complications
from assessed
inner join harms on harms.episode = assessed.episode
where assessed.complications > 0
    and assessed.last_seen_day >= $seen_days
group by 1, 2
order by 1, 2
