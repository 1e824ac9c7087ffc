-- question: How many of the accepted episodes are new, changed or the same as stored?
-- one row per: kind of change
-- params: none
-- returns: change varchar, episodes bigint
-- missing: a kind that does not occur is left out
with changed_complications as (
    select episode_key from (select * from accepted_complications except all select * from complications) as gained
    union
    select lost.episode_key
    from (select * from complications except all select * from accepted_complications) as lost
    inner join accepted_complications on accepted_complications.episode_key = lost.episode_key
    union
    select lost.episode_key
    from complications as lost
    inner join accepted_episodes on accepted_episodes.episode_key = lost.episode_key
    left join accepted_complications on accepted_complications.episode_key = lost.episode_key
    where accepted_complications.episode_key is null
        and (select brought_complications from this_import)
),
same_rows as (
    select episode_key from (select * from accepted_episodes intersect select * from episodes) as same
),
named as (
    select episode_key from accepted_episodes
    union
    select episode_key from accepted_complications
),
compared as (
    select
        named.episode_key,
        episodes.episode_key is null as is_new,
        accepted_episodes.episode_key is not null and same_rows.episode_key is null as row_differs,
        changed_complications.episode_key is not null as complications_differ
    from named
    left join episodes on episodes.episode_key = named.episode_key
    left join accepted_episodes on accepted_episodes.episode_key = named.episode_key
    left join same_rows on same_rows.episode_key = named.episode_key
    left join changed_complications on changed_complications.episode_key = named.episode_key
)
select
    case when is_new then 'new' when row_differs or complications_differ then 'changed' else 'unchanged' end as change,
    count(*) as episodes
from compared
group by 1
order by 1
