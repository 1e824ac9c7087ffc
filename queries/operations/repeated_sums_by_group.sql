-- question: How much do the patients counted with several episodes of a group add up to, of one thing and of what it is divided by?
-- one row per: group
-- uses: cohort
-- params: item varchar
-- returns: group varchar, episodes bigint, patients bigint, y double, x double, yy double, xy double, xx double
-- missing: nothing is missing; as in sums_by_group, which has everybody else. yy, xy and xx are sums over patients of the products
--   of each patient's own sums
with counted as (
    select
        group_name,
        patient,
        cast(case $item
            when 'counted' then 1
            when 'sessions_planned' then sessions_planned
            when 'sessions' then sessions
            when 'chair_minutes' then chair_minutes
            when 'price' then price
            when 'cost' then cost
            when 'sessions_per_cleared' then sessions
            when 'minutes_per_cleared' then chair_minutes
            when 'cost_per_cleared' then cost
            when 'margin_per_hour' then price - cost
            when 'reviews_attended' then least(reviews_attended, reviews_planned)
            when 'unplanned_visits' then unplanned_visits
            when 'unplanned' then case when unplanned_visits > 0 then 1 when unplanned_visits = 0 then 0 end
            when 'never_seen' then case when assessment_due then case when last_seen_day = 0 then 1 else 0 end end
            when 'free_redo' then case free_redo when 'yes' then 1 when 'no' then 0 end
            when 'complaint' then case complaint when 'yes' then 1 when 'no' then 0 end
            when 'dropped_out' then case when course in ('one_session', 'not_recorded', 'too_recent') then null when course = 'dropped_out' then 1 else 0 end
        end as decimal(11, 2)) as y,
        cast(case
            when $item in ('sessions_per_cleared', 'minutes_per_cleared', 'cost_per_cleared') then case when cleared = 'yes' then 1 else 0 end
            when $item = 'margin_per_hour' then chair_minutes
            when $item = 'reviews_attended' then case when reviews_attended is not null then reviews_planned end
            else 1
        end as decimal(11, 2)) as x
    from cohort
    where not other_care
        and not later_episode
        and care <> 'attempt'
        and not counted_alone
),
of_patients as (
    select
        group_name,
        count(*) as episodes,
        cast(sum(y) as decimal(15, 2)) as y,
        cast(sum(x) as decimal(15, 2)) as x
    from counted
    where y is not null
        and x is not null
    group by group_name, patient
)
select
    group_name as "group",
    cast(sum(episodes) as bigint) as episodes,
    count(*) as patients,
    cast(sum(y) as double) as y,
    cast(sum(x) as double) as x,
    cast(sum(y * y) as double) as yy,
    cast(sum(x * y) as double) as xy,
    cast(sum(x * x) as double) as xx
from of_patients
group by group_name
order by 1
