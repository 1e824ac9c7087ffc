-- The complications of the records, one row per episode and kind: what `facts` takes in. What was already there on day 0
-- is counted against no treatment and left out. `episode` numbers the episodes as in `facts`.
create temp table harms as
with numbered as (
    select
        cast(row_number() over (order by episode_key) as integer) as episode,
        episode_key,
        last_seen_day
    from episodes
)
select
    numbered.episode,
    complications.complication as kind,
    -- Without a day of onset it had begun when the patient was last seen.
    cast(min(coalesce(complications.onset_day, numbered.last_seen_day)) as integer) as day,
    count(*) filter (where complications.onset_day is null) > 0 as onset_unknown,
    cast(count(*) as integer) as complications,
    cast(coalesce(max(complications.grade), 0) as integer) as worst_grade,
    count(*) filter (where complications.permanent = 'yes') > 0 as permanent,
    count(*) filter (where complications.antibiotics = 'yes') > 0 as antibiotics,
    count(*) filter (where complications.resolved_day is null) > 0 as unresolved,
    -- A blank is no "no": whoever has a yes has one, whoever has a blank and no yes is not recorded.
    count(*) filter (where complications.permanent is null) > 0 as permanent_blank,
    count(*) filter (where complications.antibiotics is null) > 0 as antibiotics_blank
from complications
inner join numbered on numbered.episode_key = complications.episode_key
where coalesce(complications.present_at_start, 'no') = 'no'
group by numbered.episode, complications.complication;
