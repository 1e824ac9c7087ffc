-- question: How many episodes of each group began in each month?
-- one row per: group and month
-- uses: cohort
-- params: none
-- returns: group varchar, month varchar, episodes bigint, patients bigint
-- missing: a month in which none of a group began has no row; months are YYYY-MM. Attempts at home are left out
select
    group_name as "group",
    strftime(start_month, '%Y-%m') as month,
    count(*) as episodes,
    count(*) filter (where counted_alone) + count(distinct case when not counted_alone then patient end) as patients
from cohort
where not other_care
    and not later_episode
    and care <> 'attempt'
group by group_name, start_month
order by 1, 2
