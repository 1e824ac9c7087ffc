-- question: What do the records say to what is often promised: pain, home the same day, clear after a retinoid alone?
-- one row per: group
-- uses: cohort
-- params: none
-- returns: group varchar, episodes bigint, pain_given bigint, painless bigint, pain_4_or_more bigint, discharge_given bigint, same_day bigint, retinoid bigint, retinoid_assessed bigint, cleared_alone bigint, treated_again bigint
-- missing: nothing is missing; who gave no answer is in episodes and not in the number given. Pain is 0 to 10, painless 0 or 1.
--   Of retinoid courses assessed for clearance: clear and not treated in another way until then, or treated again before they
--   were clear; one clear on an unknown day and treated again at some time is neither
with told as (
    select
        group_name,
        pain,
        same_day_discharge,
        count(*) as episodes
    from cohort
    where not other_care
        and not later_episode
    group by group_name, pain, same_day_discharge
),
answered as (
    select
        group_name,
        sum(episodes) as episodes,
        sum(case when pain is not null then episodes else 0 end) as pain_given,
        sum(case when pain <= 1 then episodes else 0 end) as painless,
        sum(case when pain >= 4 then episodes else 0 end) as pain_4_or_more,
        sum(case when same_day_discharge <> 'not_recorded' then episodes else 0 end) as discharge_given,
        sum(case when same_day_discharge = 'yes' then episodes else 0 end) as same_day
    from told
    group by group_name
),
retinoids as (
    select
        group_name,
        count(*) as retinoid,
        count(*) filter (where clearance_state = 'eligible') as retinoid_assessed,
        count(*) filter (
            where clearance_state = 'eligible'
                and (recurrence_state = 'eligible' or recurrence_state = 'cleared_without_day' and watched_status = 'censored')
        ) as cleared_alone,
        count(*) filter (
            where clearance_state = 'eligible'
                and (recurrence_state = 'retreated_before_clear' or recurrence_state = 'not_cleared' and watched_status = 'competing')
        ) as treated_again
    from cohort
    where not other_care
        and not later_episode
        and treatment = 'retinoid'
    group by group_name
)
select
    answered.group_name as "group",
    cast(answered.episodes as bigint) as episodes,
    cast(answered.pain_given as bigint) as pain_given,
    cast(answered.painless as bigint) as painless,
    cast(answered.pain_4_or_more as bigint) as pain_4_or_more,
    cast(answered.discharge_given as bigint) as discharge_given,
    cast(answered.same_day as bigint) as same_day,
    coalesce(retinoids.retinoid, 0) as retinoid,
    coalesce(retinoids.retinoid_assessed, 0) as retinoid_assessed,
    coalesce(retinoids.cleared_alone, 0) as cleared_alone,
    coalesce(retinoids.treated_again, 0) as treated_again
from answered
left join retinoids on retinoids.group_name = answered.group_name
order by 1
