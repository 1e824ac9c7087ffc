-- question: How many had a complication, how grave, and with what consequences, among those seen long enough and the others?
-- one row per: group, and whether the episode was seen for as many days as are needed
-- uses: assessed
-- params: seen_days integer
-- returns: group varchar, seen boolean, episodes bigint, patients bigint, harmed bigint, grade_not_recorded bigint, grade_1 bigint, grade_2 bigint, grade_3 bigint, grade_4 bigint, grade_5 bigint, permanent bigint, permanent_not_recorded bigint, antibiotics bigint, antibiotics_not_recorded bigint, unresolved bigint, onset_unknown bigint, complications bigint
-- missing: nothing is missing; grades are those of the gravest complication, grade_not_recorded where none of them has a grade;
--   permanent_not_recorded where none is said to be and of one it is not told whether it is, antibiotics likewise
select
    group_name as "group",
    last_seen_day >= $seen_days as seen,
    count(*) as episodes,
    -- Patients are told apart only where one may have several.
    count(*) filter (where counted_alone) + count(distinct case when not counted_alone then patient end) as patients,
    count(*) filter (where complications > 0) as harmed,
    count(*) filter (where complications > 0 and worst_grade = 0) as grade_not_recorded,
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
    cast(sum(complications) as bigint) as complications
from assessed
group by 1, 2
order by 1, 2
