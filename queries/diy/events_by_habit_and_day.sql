-- question: After clearance by a clinic, on which day were new milia seen anywhere (definition C), by each habit named as prevention?
-- one row per: habit, whether the patient had it (yes, no, not_recorded), and day since clearance on which observation of anybody ended
-- uses: cohort
-- params: none
-- returns: habit varchar, answer varchar, day integer (days), events bigint, competing bigint, censored bigint
-- missing: nothing is missing; a habit left blank is not_recorded. Each patient stands once under every habit
with cleared as (
    select
        heavy_cream,
        daily_spf,
        gentle_exfoliation,
        nightly_cleansing,
        guided_retinol,
        recurrence_day_c as day,
        cast(recurrence_status_c as varchar) as status
    from cohort
    where care = 'professional'
        and not later_episode
        and recurrence_state = 'eligible'
),
told as (
    select
        grouping(heavy_cream) as without_cream,
        grouping(daily_spf) as without_spf,
        grouping(gentle_exfoliation) as without_exfoliation,
        grouping(nightly_cleansing) as without_cleansing,
        heavy_cream,
        daily_spf,
        gentle_exfoliation,
        nightly_cleansing,
        guided_retinol,
        day,
        count(*) filter (where status = 'event') as events,
        count(*) filter (where status = 'competing') as competing,
        count(*) filter (where status = 'censored') as censored
    from cleared
    group by grouping sets ((heavy_cream, day), (daily_spf, day), (gentle_exfoliation, day), (nightly_cleansing, day), (guided_retinol, day))
)
select
    case
        when without_cream = 0 then 'heavy_cream'
        when without_spf = 0 then 'daily_spf'
        when without_exfoliation = 0 then 'gentle_exfoliation'
        when without_cleansing = 0 then 'nightly_cleansing'
        else 'guided_retinol'
    end as habit,
    case
        when without_cream = 0 then heavy_cream
        when without_spf = 0 then daily_spf
        when without_exfoliation = 0 then gentle_exfoliation
        when without_cleansing = 0 then nightly_cleansing
        else guided_retinol
    end as answer,
    day,
    events,
    competing,
    censored
from told
order by 1, 2, 3
