-- question: Between which two days did how many heal: the last on which the skin was seen open, and the first on which it was seen healed?
-- one row per: group and interval of days, open at its start and healed by its end
-- uses: followed
-- params: none
-- returns: group varchar, lower integer (days), upper integer (days), episodes bigint
-- missing: upper is NULL where healing was never seen: open on the day of last sight, lower; lower is 0 where nobody wrote down a day on which the skin was open
select
    group_name as "group",
    case when status = 'event' then least(unhealed_day, day) else day end as lower,
    case when status = 'event' then day end as upper,
    count(*) as episodes
from followed
group by 1, 2, 3
order by 1, 2, 3
