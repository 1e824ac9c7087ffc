-- An episode was seen at least until the last day that one of its complications names. Intake raises last_seen_day by those of
-- the import; here the complications count that are stored and stay, because the import brings none for their episodes.
update accepted_episodes set last_seen_day = stayed.day
from (
    select
        episode_key,
        greatest(max(onset_day), max(resolved_day)) as day
    from complications
    where not (select brought_complications from this_import)
    group by episode_key
) as stayed
where stayed.episode_key = accepted_episodes.episode_key
    and stayed.day > accepted_episodes.last_seen_day;
