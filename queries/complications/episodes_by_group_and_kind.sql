-- question: In how many of those seen long enough was each kind of complication recorded, and in how many did it stay?
-- one row per: group and kind of complication
-- uses: assessed
-- params: seen_days integer
-- returns: group varchar, kind varchar, episodes bigint, permanent bigint, complications bigint
-- missing: a kind that nobody of a group had has no row
with harmed as (
    select
        group_name,
        unnest(harms) as harm
    from assessed
    where complications > 0
        and last_seen_day >= $seen_days
)
select
    group_name as "group",
    cast(harm.kind as varchar) as kind,
    count(*) as episodes,
    count(*) filter (where harm.permanent) as permanent,
    cast(sum(harm.complications) as bigint) as complications
from harmed
group by 1, 2
order by 1, 2
