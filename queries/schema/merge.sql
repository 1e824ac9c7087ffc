-- Put what was accepted in the place of what is stored. An episode whose key is already there is replaced; its complications
-- are replaced where the import brought a file of complications, else they stay.
create temp table replaced_complications as
select episode_key from accepted_episodes where (select brought_complications from this_import)
union
select episode_key from accepted_complications;
delete from episodes where episode_key in (select episode_key from accepted_episodes);
delete from complications where episode_key in (select episode_key from replaced_complications);
insert into episodes by name select * from accepted_episodes;
insert into complications by name select * from accepted_complications;
-- Complications that came alone may name later days than the stored episode.
update episodes set last_seen_day = brought.day
from (
    select
        episode_key,
        greatest(max(onset_day), max(resolved_day)) as day
    from accepted_complications
    group by episode_key
) as brought
where brought.episode_key = episodes.episode_key
    and brought.day > episodes.last_seen_day;
