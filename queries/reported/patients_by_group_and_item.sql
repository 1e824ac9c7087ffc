-- question: Where a patient may have several episodes: how many patients answered, and how do their own answers add up?
-- one row per: group and item (counted: everybody; any, none; dlqi, dlqi_able, distress, pain, satisfaction)
-- uses: cohort
-- params: none
-- returns: group varchar, item varchar, patients bigint, episodes_squared bigint, before_by_episodes bigint, after_by_episodes bigint, before_squared bigint, after_squared bigint, before_by_after bigint
-- missing: nothing is missing. The last six are sums over patients of products of each patient's own sums; before is 0 where the
--   item has one half. dlqi_able: those whose score before was 4 or more; none: no item complete in the episode
with counted as (
    select
        group_name,
        patient,
        dlqi_before,
        dlqi_after,
        distress_before,
        distress_after,
        pain,
        satisfaction,
        case when answered then 'any' else 'none' end as answered
    from cohort
    where not other_care
        and not later_episode
),
answers as (
    select group_name, patient, 'counted' as item, 0 as before, 0 as after from counted
    union all
    select group_name, patient, answered as item, 0 as before, 0 as after from counted
    union all
    select group_name, patient, 'dlqi' as item, dlqi_before as before, dlqi_after as after from counted where dlqi_before is not null and dlqi_after is not null
    union all
    select group_name, patient, 'dlqi_able' as item, dlqi_before as before, dlqi_after as after from counted where dlqi_before >= 4 and dlqi_after is not null
    union all
    select group_name, patient, 'distress' as item, distress_before as before, distress_after as after from counted where distress_before is not null and distress_after is not null
    union all
    select group_name, patient, 'pain' as item, 0 as before, pain as after from counted where pain is not null
    union all
    select group_name, patient, 'satisfaction' as item, 0 as before, satisfaction as after from counted where satisfaction is not null
),
of_patients as (
    select
        group_name,
        item,
        patient,
        count(*) as episodes,
        cast(sum(before) as bigint) as before,
        cast(sum(after) as bigint) as after
    from answers
    group by group_name, item, patient
)
select
    group_name as "group",
    item,
    count(*) as patients,
    cast(sum(episodes * episodes) as bigint) as episodes_squared,
    cast(sum(before * episodes) as bigint) as before_by_episodes,
    cast(sum(after * episodes) as bigint) as after_by_episodes,
    cast(sum(before * before) as bigint) as before_squared,
    cast(sum(after * after) as bigint) as after_squared,
    cast(sum(before * after) as bigint) as before_by_after
from of_patients
group by group_name, item
order by 1, 2
