-- question: Where a patient may have several episodes: how many patients told of pain, of satisfaction, of being seen again, and were counted at all?
-- one row per: group and item (counted, pain, satisfaction, never_seen)
-- uses: cohort
-- params: none
-- returns: group varchar, item varchar, patients bigint
-- missing: nothing is missing; never_seen is known of those whose first assessment was due
with members as (
    select
        group_name,
        patient,
        pain,
        satisfaction,
        assessment_due
    from cohort
    where not other_care
        and not later_episode
),
told as (
    select
        group_name,
        'pain' as item,
        count(distinct case when pain is not null then patient end) as patients
    from members
    group by group_name
    union all
    select
        group_name,
        'satisfaction' as item,
        count(distinct case when satisfaction is not null then patient end) as patients
    from members
    group by group_name
    union all
    select
        group_name,
        'never_seen' as item,
        count(distinct case when assessment_due then patient end) as patients
    from members
    group by group_name
    union all
    select
        group_name,
        'counted' as item,
        count(distinct patient) as patients
    from members
    group by group_name
)
select
    group_name as "group",
    item,
    patients
from told
order by 1, 2
