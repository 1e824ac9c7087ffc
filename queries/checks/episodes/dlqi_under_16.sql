-- rule: dlqi_under_16
-- column: dlqi_before, dlqi_after
-- severity: blank
-- message: The DLQI is not made for people under 16; set blank.
-- question: Which episodes of people under 16 have a DLQI?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select record, 'dlqi_before' as column_name, cast(dlqi_before as varchar) as value
from typed_episodes
where dlqi_before is not null and age_band in ('under_1', '1_15')
union all
select record, 'dlqi_after' as column_name, cast(dlqi_after as varchar) as value
from typed_episodes
where dlqi_after is not null and age_band in ('under_1', '1_15')
