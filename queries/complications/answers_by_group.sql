-- question: What do the records say to what is often promised: pain, home the same day, clear after a retinoid alone?
-- one row per: group
-- uses: cohort
-- params: none
-- returns: group varchar, episodes bigint, pain_given bigint, painless bigint, pain_4_or_more bigint, discharge_given bigint, same_day bigint, retinoid bigint, retinoid_assessed bigint, cleared_alone bigint, treated_again bigint
-- missing: nothing is missing; who gave no answer is in episodes and not in the number given. Pain is 0 to 10, painless 0 or 1.
--   Of retinoid courses assessed for clearance: clear and not treated in another way until then, or treated again before they
--   were clear; one clear on an unknown day and treated again at some time is neither
with members as (
    select
        group_name,
        pain,
        case when same_day_discharge <> 'not_recorded' then same_day_discharge end as discharge,
        treatment = 'retinoid' as retinoid,
        treatment = 'retinoid' and clearance_state = 'eligible' as retinoid_assessed,
        recurrence_state,
        watched_status
    from cohort
    where not other_care and not later_episode
)
select
    group_name as "group",
    count(*) as episodes,
    count(pain) as pain_given,
    count(*) filter (where pain <= 1) as painless,
    count(*) filter (where pain >= 4) as pain_4_or_more,
    count(discharge) as discharge_given,
    count(*) filter (where discharge = 'yes') as same_day,
    count(*) filter (where retinoid) as retinoid,
    count(*) filter (where retinoid_assessed) as retinoid_assessed,
    count(*) filter (
        where retinoid_assessed
            and (recurrence_state = 'eligible' or recurrence_state = 'cleared_without_day' and watched_status = 'censored')
    ) as cleared_alone,
    count(*) filter (
        where retinoid_assessed
            and (recurrence_state = 'retreated_before_clear' or recurrence_state = 'not_cleared' and watched_status = 'competing')
    ) as treated_again
from members
group by 1
order by 1
