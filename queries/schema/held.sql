-- What the records hold, counted once when a release is built: per dimension and value, the patients (each counted at their
-- first professional episode, first attempt or first observation). The sidebar offers values held by too few under "other".
create table held as
select 'treatment' as dimension, treatment as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'site' as dimension, site as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'delicate_site' as dimension, delicate_site as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'milia_type' as dimension, milia_type as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'secondary_cause' as dimension, secondary_cause as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'skin_type' as dimension, skin_type as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'age_band' as dimension, age_band as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'sex' as dimension, sex as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'lesion_band' as dimension, lesion_band as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'persisted' as dimension, persisted as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'deep' as dimension, deep as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'clustered' as dimension, clustered as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'spreading' as dimension, spreading as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'inflamed_at_start' as dimension, inflamed_at_start as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'diy_before' as dimension, diy_before as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'referral_reason' as dimension, referral_reason as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'operator_role' as dimension, operator_role as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'clinic' as dimension, clinic as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'technique' as dimension, technique as value, count(*) filter (where first_of_patient) as patients from facts group by 2 union all
select 'start_year' as dimension, start_year as value, count(*) filter (where first_of_patient) as patients from facts group by 2;
