-- rule: lesion_band_differs
-- column: lesion_band
-- severity: repair
-- message: It does not agree with lesions; the band of the counted milia was taken.
-- question: Which episodes have a band that does not hold the milia counted?
-- one row per: broken value
-- params: none
-- returns: record bigint, column_name varchar, value varchar
-- missing: never blank
select
    staged.record,
    'lesion_band' as column_name,
    staged.lesion_band as value
from staged_episodes as staged
inner join typed_episodes as typed on typed.record = staged.record
inner join allowed_values as allowed on allowed.column_name = 'lesion_band' and allowed.value = staged.lesion_band
where staged.lesion_band <> cast(typed.lesion_band as varchar)
