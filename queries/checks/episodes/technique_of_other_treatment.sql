-- rule: technique_of_other_treatment
-- column: technique
-- severity: blank
-- message: The technique does not belong to the treatment; set blank.
-- question: Which episodes have a technique that is not in the closed list of their treatment?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    episodes.record,
    'technique' as column_name,
    cast(episodes.technique as varchar) as value
from typed_episodes as episodes
where
    episodes.technique is not null
    and not exists (
        select 1
        from treatment_techniques as known
        where known.treatment = episodes.treatment and known.technique = episodes.technique
    )
