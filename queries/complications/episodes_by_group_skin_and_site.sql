-- question: How many of each skin type and site had a complication, how grave, and with what consequences, seen long enough or not?
-- one row per: group, skin type, site, and whether the episode was seen for as many days as are needed
-- uses: assessed
-- params: seen_days integer
-- returns: group varchar, skin_type varchar, delicate_site varchar, site varchar, seen boolean, episodes bigint, harmed bigint, grade_not_recorded bigint, grade_1 bigint, grade_2 bigint, grade_3 bigint, grade_4 bigint, grade_5 bigint, permanent bigint, permanent_not_recorded bigint, antibiotics bigint, antibiotics_not_recorded bigint, unresolved bigint, onset_unknown bigint, complications bigint, hyperpigmentation bigint, hypopigmentation bigint, scar bigint
-- missing: nothing is missing; grades are those of the gravest complication, grade_not_recorded where none of them has a grade;
--   permanent_not_recorded where none is said to be and of one it is not told whether it is, antibiotics likewise
with everybody as (
    select
        group_name,
        skin_type,
        -- A site is delicate or not: nothing is told apart by both.
        any_value(delicate_site) as delicate_site,
        site,
        last_seen_day >= $seen_days as seen,
        count(*) as episodes
    from assessed
    group by group_name, skin_type, site, seen
),
-- The few with a complication are counted apart: most of the columns speak of them alone.
harmed as (
    select
        group_name,
        skin_type,
        site,
        last_seen_day >= $seen_days as seen,
        count(*) as harmed,
        count(*) filter (where worst_grade = 0) as grade_not_recorded,
        count(*) filter (where worst_grade = 1) as grade_1,
        count(*) filter (where worst_grade = 2) as grade_2,
        count(*) filter (where worst_grade = 3) as grade_3,
        count(*) filter (where worst_grade = 4) as grade_4,
        count(*) filter (where worst_grade = 5) as grade_5,
        count(*) filter (where permanent) as permanent,
        count(*) filter (where not permanent and permanent_blank) as permanent_not_recorded,
        count(*) filter (where antibiotics) as antibiotics,
        count(*) filter (where not antibiotics and antibiotics_blank) as antibiotics_not_recorded,
        count(*) filter (where unresolved) as unresolved,
        count(*) filter (where onset_unknown) as onset_unknown,
        sum(complications) as complications,
        count(*) filter (where hyperpigmentation) as hyperpigmentation,
        count(*) filter (where hypopigmentation) as hypopigmentation,
        count(*) filter (where scar) as scar
    from assessed
    where complications > 0
    group by group_name, skin_type, site, seen
)
select
    everybody.group_name as "group",
    everybody.skin_type,
    everybody.delicate_site,
    everybody.site,
    everybody.seen,
    everybody.episodes,
    coalesce(harmed.harmed, 0) as harmed,
    coalesce(harmed.grade_not_recorded, 0) as grade_not_recorded,
    coalesce(harmed.grade_1, 0) as grade_1,
    coalesce(harmed.grade_2, 0) as grade_2,
    coalesce(harmed.grade_3, 0) as grade_3,
    coalesce(harmed.grade_4, 0) as grade_4,
    coalesce(harmed.grade_5, 0) as grade_5,
    coalesce(harmed.permanent, 0) as permanent,
    coalesce(harmed.permanent_not_recorded, 0) as permanent_not_recorded,
    coalesce(harmed.antibiotics, 0) as antibiotics,
    coalesce(harmed.antibiotics_not_recorded, 0) as antibiotics_not_recorded,
    coalesce(harmed.unresolved, 0) as unresolved,
    coalesce(harmed.onset_unknown, 0) as onset_unknown,
    cast(coalesce(harmed.complications, 0) as bigint) as complications,
    coalesce(harmed.hyperpigmentation, 0) as hyperpigmentation,
    coalesce(harmed.hypopigmentation, 0) as hypopigmentation,
    coalesce(harmed.scar, 0) as scar
from everybody
left join harmed
    on
        harmed.group_name = everybody.group_name
        and harmed.skin_type = everybody.skin_type
        and harmed.site = everybody.site
        and harmed.seen = everybody.seen
order by 1, 2, 3, 4, 5
