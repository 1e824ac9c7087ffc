-- question: Which episodes are in the chosen cohort, in which group, and which of them are counted?
-- one row per: episode (a common table expression; never returned)
-- params: group_by varchar, unit varchar, counted_treatments varchar[], from_month date, to_month date,
--   treatment varchar[], site varchar[], delicate_site varchar[], milia_type varchar[], secondary_cause varchar[], skin_type varchar[], age_band varchar[], sex varchar[], lesion_band varchar[], persisted varchar[],
--   deep varchar[], clustered varchar[], spreading varchar[], inflamed_at_start varchar[], diy_before varchar[], referral_reason varchar[], operator_role varchar[], clinic varchar[], technique varchar[], start_year varchar[]
-- returns: none
-- missing: group_name is never missing: a blank is not_recorded; a filter that is NULL does not filter, and with
--   counted_treatments NULL all arms are counted
select
    facts.*,
    case $group_by
        when 'treatment' then treatment
        when 'site' then site
        when 'delicate_site' then delicate_site
        when 'milia_type' then milia_type
        when 'secondary_cause' then secondary_cause
        when 'skin_type' then skin_type
        when 'age_band' then age_band
        when 'sex' then sex
        when 'lesion_band' then lesion_band
        when 'persisted' then persisted
        when 'deep' then deep
        when 'clustered' then clustered
        when 'spreading' then spreading
        when 'inflamed_at_start' then inflamed_at_start
        when 'diy_before' then diy_before
        when 'referral_reason' then referral_reason
        when 'operator_role' then operator_role
        when 'clinic' then clinic
        when 'technique' then technique
        when 'start_year' then start_year
        -- Habits named as prevention: no dimension of the pages, but what those are told apart by whom a clinic treated.
        when 'heavy_cream' then heavy_cream
        when 'daily_spf' then daily_spf
        when 'gentle_exfoliation' then gentle_exfoliation
        when 'nightly_cleansing' then nightly_cleansing
        when 'guided_retinol' then guided_retinol
        when 'tried_before' then tried_before
    end as group_name,
    -- Why an episode of the cohort is not counted: its arm is shown only by treatment, or it is not the patient's first.
    $counted_treatments is not null and not list_contains($counted_treatments, treatment) as other_care,
    $unit = 'patient' and not first_of_patient as later_episode,
    -- Is it the only one of its patient that is counted in its group? Then patients need not be told apart, which is slow.
    $unit = 'patient' or only_episode as counted_alone
from facts
where ($from_month is null or start_month >= $from_month)
    and ($to_month is null or start_month <= $to_month)
    and ($treatment is null or list_contains($treatment, treatment))
    and ($site is null or list_contains($site, site))
    and ($delicate_site is null or list_contains($delicate_site, delicate_site))
    and ($milia_type is null or list_contains($milia_type, milia_type))
    and ($secondary_cause is null or list_contains($secondary_cause, secondary_cause))
    and ($skin_type is null or list_contains($skin_type, skin_type))
    and ($age_band is null or list_contains($age_band, age_band))
    and ($sex is null or list_contains($sex, sex))
    and ($lesion_band is null or list_contains($lesion_band, lesion_band))
    and ($persisted is null or list_contains($persisted, persisted))
    and ($deep is null or list_contains($deep, deep))
    and ($clustered is null or list_contains($clustered, clustered))
    and ($spreading is null or list_contains($spreading, spreading))
    and ($inflamed_at_start is null or list_contains($inflamed_at_start, inflamed_at_start))
    and ($diy_before is null or list_contains($diy_before, diy_before))
    and ($referral_reason is null or list_contains($referral_reason, referral_reason))
    and ($operator_role is null or list_contains($operator_role, operator_role))
    and ($clinic is null or list_contains($clinic, clinic))
    and ($technique is null or list_contains($technique, technique))
    and ($start_year is null or list_contains($start_year, start_year))
