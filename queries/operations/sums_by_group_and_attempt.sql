-- question: How much do the patients of each group add up to, tried at home before or not, of each thing and of what it
--   is divided by?
-- one row per: group, whether they had tried at home before, and item
-- uses: cohort
-- params: none
-- returns: group varchar, tried_before varchar, item varchar, episodes bigint, patients bigint, y double, x double, yy double, xy double, xx double
-- missing: an episode of which a part of the item is not recorded is not counted; of patients counted with several episodes see
--   repeated_sums_by_group. y and x are sums, yy, xy and xx sums of products. x is 1 an episode but for what comes to a patient
--   cleared (1 where clear at the first assessment, else 0), a minute in the chair, a review planned. Attempts at home are left out
with counted as (
    select
        group_name,
        tried_before,
        sessions_planned,
        sessions,
        chair_minutes,
        price,
        cost,
        cleared = 'yes' as clear,
        case when chair_minutes is not null then price - cost end as margin,
        case when price is not null and cost is not null then chair_minutes end as margin_minutes,
        case when reviews_attended is not null then reviews_planned end as due,
        case when reviews_attended is not null and reviews_planned is not null then least(reviews_attended, reviews_planned) end as attended,
        unplanned_visits,
        last_seen_day,
        assessment_due,
        free_redo,
        complaint,
        course
    from cohort
    where not other_care
        and not later_episode
        and care <> 'attempt'
        and counted_alone
),
-- One scan for all items; what comes after is a row a group, tried or not.
summed as (
    select
        group_name,
        tried_before,
        count(*) as counted,
        count(sessions_planned) as sessions_planned, sum(sessions_planned) as sessions_planned_y, sum(sessions_planned * sessions_planned) as sessions_planned_yy,
        count(sessions) as sessions, sum(sessions) as sessions_y, sum(sessions * sessions) as sessions_yy,
        count(chair_minutes) as chair_minutes, sum(chair_minutes) as chair_minutes_y, sum(chair_minutes * chair_minutes) as chair_minutes_yy,
        count(price) as price, sum(price) as price_y, sum(price * price) as price_yy,
        count(cost) as cost, sum(cost) as cost_y, sum(cost * cost) as cost_yy,
        count(unplanned_visits) as unplanned_visits, sum(unplanned_visits) as unplanned_visits_y, sum(unplanned_visits * unplanned_visits) as unplanned_visits_yy,
        count_if(sessions is not null and clear) as sessions_clear, sum(sessions) filter (where clear) as sessions_of_clear,
        count_if(chair_minutes is not null and clear) as chair_minutes_clear, sum(chair_minutes) filter (where clear) as chair_minutes_of_clear,
        count_if(cost is not null and clear) as cost_clear, sum(cost) filter (where clear) as cost_of_clear,
        count(margin) as margin, sum(margin) as margin_y, sum(margin_minutes) as margin_x,
        sum(margin * margin) as margin_yy, sum(margin * margin_minutes) as margin_xy, sum(margin_minutes * margin_minutes) as margin_xx,
        count(due) as due, sum(attended) as due_y, sum(due) as due_x,
        sum(attended * attended) as due_yy, sum(attended * due) as due_xy, sum(due * due) as due_xx,
        count_if(unplanned_visits > 0) as unplanned_y,
        count_if(assessment_due) as never_seen, count_if(assessment_due and last_seen_day = 0) as never_seen_y,
        count_if(free_redo <> 'not_recorded') as free_redo, count_if(free_redo = 'yes') as free_redo_y,
        count_if(complaint <> 'not_recorded') as complaint, count_if(complaint = 'yes') as complaint_y,
        count_if(course not in ('one_session', 'not_recorded', 'too_recent')) as course, count_if(course = 'dropped_out') as course_y
    from counted
    group by group_name, tried_before
),
told as (
    select group_name, tried_before, 'counted' as item, counted as episodes, counted as y, counted as x, counted as yy, counted as xy, counted as xx from summed
    union all
    select group_name, tried_before, 'sessions_planned' as item, sessions_planned as episodes, sessions_planned_y as y, sessions_planned as x, sessions_planned_yy as yy, sessions_planned_y as xy, sessions_planned as xx from summed
    union all
    select group_name, tried_before, 'sessions' as item, sessions as episodes, sessions_y as y, sessions as x, sessions_yy as yy, sessions_y as xy, sessions as xx from summed
    union all
    select group_name, tried_before, 'chair_minutes' as item, chair_minutes as episodes, chair_minutes_y as y, chair_minutes as x, chair_minutes_yy as yy, chair_minutes_y as xy, chair_minutes as xx from summed
    union all
    select group_name, tried_before, 'price' as item, price as episodes, price_y as y, price as x, price_yy as yy, price_y as xy, price as xx from summed
    union all
    select group_name, tried_before, 'cost' as item, cost as episodes, cost_y as y, cost as x, cost_yy as yy, cost_y as xy, cost as xx from summed
    union all
    select group_name, tried_before, 'unplanned_visits' as item, unplanned_visits as episodes, unplanned_visits_y as y, unplanned_visits as x, unplanned_visits_yy as yy, unplanned_visits_y as xy, unplanned_visits as xx from summed
    union all
    select group_name, tried_before, 'sessions_per_cleared' as item, sessions as episodes, sessions_y as y, sessions_clear as x, sessions_yy as yy, sessions_of_clear as xy, sessions_clear as xx from summed
    union all
    select group_name, tried_before, 'minutes_per_cleared' as item, chair_minutes as episodes, chair_minutes_y as y, chair_minutes_clear as x, chair_minutes_yy as yy, chair_minutes_of_clear as xy, chair_minutes_clear as xx from summed
    union all
    select group_name, tried_before, 'cost_per_cleared' as item, cost as episodes, cost_y as y, cost_clear as x, cost_yy as yy, cost_of_clear as xy, cost_clear as xx from summed
    union all
    select group_name, tried_before, 'margin_per_hour' as item, margin as episodes, margin_y as y, margin_x as x, margin_yy as yy, margin_xy as xy, margin_xx as xx from summed
    union all
    select group_name, tried_before, 'reviews_attended' as item, due as episodes, due_y as y, due_x as x, due_yy as yy, due_xy as xy, due_xx as xx from summed
    union all
    select group_name, tried_before, 'unplanned' as item, unplanned_visits as episodes, unplanned_y as y, unplanned_visits as x, unplanned_y as yy, unplanned_y as xy, unplanned_visits as xx from summed
    union all
    select group_name, tried_before, 'never_seen' as item, never_seen as episodes, never_seen_y as y, never_seen as x, never_seen_y as yy, never_seen_y as xy, never_seen as xx from summed
    union all
    select group_name, tried_before, 'free_redo' as item, free_redo as episodes, free_redo_y as y, free_redo as x, free_redo_y as yy, free_redo_y as xy, free_redo as xx from summed
    union all
    select group_name, tried_before, 'complaint' as item, complaint as episodes, complaint_y as y, complaint as x, complaint_y as yy, complaint_y as xy, complaint as xx from summed
    union all
    select group_name, tried_before, 'dropped_out' as item, course as episodes, course_y as y, course as x, course_y as yy, course_y as xy, course as xx from summed
)
select
    group_name as "group",
    tried_before,
    item,
    cast(episodes as bigint) as episodes,
    cast(episodes as bigint) as patients,
    cast(y as double) as y,
    cast(x as double) as x,
    cast(yy as double) as yy,
    cast(coalesce(xy, 0) as double) as xy,
    cast(xx as double) as xx
from told
where episodes > 0
order by 1, 2, 3
