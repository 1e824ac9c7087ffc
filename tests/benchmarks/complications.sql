-- Made-up complications of the episodes that are there: about one in five has one, some two; the same for the same $seed.
with diced as (
    select
        episode_key,
        last_seen_day,
        kind,
        [cast(hash(episode_key, $seed, kind, thing) % 10000 as integer) for thing in range(1, 6)] as dice
    from episodes
    cross join (select unnest(enum_range(null::complication)) as kind)
    where complications_assessed = 'yes'
)
select
    episode_key,
    kind as complication,
    case when dice[2] < 9000 then least(dice[2] // 100, last_seen_day) end as onset_day,
    1 + dice[3] // 3400 as grade,
    case when dice[4] < 1000 then 'yes' when dice[4] < 8000 then 'no' end as antibiotics,
    case when dice[5] < 800 then 'yes' when dice[5] < 8000 then 'no' end as permanent
from diced
where dice[1] < 110
