-- question: In which counted episodes of the cohort did somebody look for complications?
-- one row per: episode (a common table expression; never returned)
-- uses: cohort
-- params: none
-- returns: none
-- missing: nothing is missing; watched_day is the day of retreatment or of last sight, whichever came first
select
    episode,
    patient,
    counted_alone,
    group_name,
    site,
    delicate_site,
    skin_type,
    watched_day,
    cast(watched_status as varchar) as watched_status,
    last_seen_day,
    complications,
    harm_day,
    worst_grade,
    permanent,
    antibiotics,
    unresolved,
    onset_unknown,
    permanent_blank,
    antibiotics_blank,
    hyperpigmentation,
    hypopigmentation,
    scar,
    harms
from cohort
where not other_care
    and not later_episode
    and complications_state = 'eligible'
