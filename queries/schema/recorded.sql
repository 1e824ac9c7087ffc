-- Which columns of an episode are recorded: how complete the records are. Goes into `facts`, as the column of this name.
-- One row per episode, `episode` as in `facts`. Per column: recorded (true) or blank (false), and NULL where the column does
-- not apply to the episode. docs/measures/quality.md says in words to which episodes each column applies.
create temp table recorded as
-- Episodes that say the same as another one with a different key. Most differ early on, so all columns are compared of few.
with alike as (
    select unnest(episode_keys) as episode_key
    from (
        select * exclude (episode_key), list(episode_key) as episode_keys
        from episodes
        where (patient_key, start_month, treatment, last_seen_day) in (
            select (patient_key, start_month, treatment, last_seen_day)
            from episodes
            group by patient_key, start_month, treatment, last_seen_day
            having count(*) > 1
        )
        group by all
        having count(*) > 1
    )
),
-- A column of the complications is recorded where all complications of the episode have it.
harmed as (
    select
        episode_key,
        bool_and(onset_day is not null) as onset_day,
        bool_and(grade is not null) as grade,
        bool_and(antibiotics is not null) as antibiotics,
        bool_and(permanent is not null) as permanent
    from complications
    group by episode_key
),
placed as (
    select
        episodes.*,
        cast(row_number() over (order by episodes.episode_key) as integer) as episode,
        treatment not in ('diy', 'observation') as professional,
        treatment <> 'diy' as seen_by_clinic,
        last_seen_day > 0 as seen_again,
        -- Begun, whenever in the month, so long before the clinic's cut-off that the last of first assessments was due: who was not
        -- seen again by then might have been. The only place that says so; `facts` take it over.
        date_diff('day', last_day(start_month), last_day(until_month)) >= 84 as assessment_due,
        age_band in ('16_24', '25_34', '35_44', '45_54', '55_64', '65_plus') as adult,
        healing_assessed = 'yes' as healing_seen,
        treatment in (select treatment from treatment_techniques) as has_techniques,
        treatment not in ('retinoid', 'observation')
            and (treatment <> 'diy' or technique is null or technique not in ('scrub', 'acne_product', 'exfoliant', 'unadvised_retinoid')) as wounds
    from episodes
    inner join cutoffs on cutoffs.clinic = coalesce(episodes.clinic, '')
)
select
    episode,
    struct_pack(
        alike := alike.episode_key is not null,
        clinic := clinic is not null,
        age_band := age_band is not null,
        sex := sex is not null,
        skin_type := skin_type is not null,
        milia_type := milia_type is not null,
        secondary_cause := case when milia_type = 'secondary' then secondary_cause is not null end,
        site := site is not null,
        lesions := coalesce(cast(lesions as varchar), cast(lesion_band as varchar)) is not null,
        persisted := case when seen_by_clinic then persisted is not null end,
        deep := case when seen_by_clinic then deep is not null end,
        clustered := case when seen_by_clinic then clustered is not null end,
        spreading := case when seen_by_clinic then spreading is not null end,
        inflamed_at_start := case when seen_by_clinic then inflamed_at_start is not null end,
        diy_before := case when seen_by_clinic then diy_before is not null end,
        earlier_professional := case when seen_by_clinic then earlier_professional is not null end,
        referral_reason := case when seen_by_clinic then referral_reason is not null end,
        heavy_cream := case when seen_by_clinic then heavy_cream is not null end,
        daily_spf := case when seen_by_clinic then daily_spf is not null end,
        gentle_exfoliation := case when seen_by_clinic then gentle_exfoliation is not null end,
        nightly_cleansing := case when seen_by_clinic then nightly_cleansing is not null end,
        guided_retinol := case when seen_by_clinic then guided_retinol is not null end,
        technique := case when has_techniques then technique is not null end,
        operator_role := case when professional then operator_role is not null end,
        sessions_planned := case when professional then sessions_planned is not null end,
        sessions := case when professional then sessions is not null end,
        last_session_day := case when professional and sessions > 1 then last_session_day is not null end,
        same_day_discharge := case when professional then same_day_discharge is not null end,
        cleared := cleared is not null,
        cleared_day := case when cleared = 'yes' then cleared_day is not null end,
        healing_assessed := case when wounds then healing_assessed is not null end,
        healed_day := case when wounds and healing_seen then healed_day is not null end,
        recurred_where := case when recurred_day is not null then recurred_where is not null end,
        complications_assessed := complications_assessed is not null,
        onset_day := harmed.onset_day,
        grade := harmed.grade,
        antibiotics := harmed.antibiotics,
        permanent := harmed.permanent,
        pain := case when professional then pain is not null end,
        dlqi_before := case when professional and adult then dlqi_before is not null end,
        dlqi_after := case when professional and adult and seen_again then dlqi_after is not null end,
        distress_before := case when professional then distress_before is not null end,
        distress_after := case when professional and seen_again then distress_after is not null end,
        satisfaction := case when seen_by_clinic and seen_again then satisfaction is not null end,
        reviews_planned := case when professional then reviews_planned is not null end,
        reviews_attended := case when professional and reviews_planned > 0 then reviews_attended is not null end,
        unplanned_visits := case when professional then unplanned_visits is not null end,
        chair_minutes := case when professional then chair_minutes is not null end,
        price := case when professional then price is not null end,
        cost := case when professional then cost is not null end,
        free_redo := case when professional then free_redo is not null end,
        complaint := case when professional then complaint is not null end,
        -- Recorded, but as an answer that was not sought.
        diy_not_asked := case when seen_by_clinic then diy_before = 'not_asked' end,
        clearance_not_assessed := cleared = 'not_assessed',
        healing_not_assessed := case when wounds then healing_assessed = 'no' end,
        complications_not_assessed := complications_assessed = 'no',
        -- Of those whose first assessment was due.
        never_followed := case when assessment_due then last_seen_day = 0 end,
        -- Reviews: a visit beyond those planned makes up for none that another patient missed.
        planned := case when professional and reviews_planned > 0 and reviews_attended is not null then reviews_planned end,
        attended := case when professional and reviews_planned > 0 then least(reviews_attended, reviews_planned) end
    ) as recorded,
    assessment_due
from placed
left join harmed on harmed.episode_key = placed.episode_key
left join alike on alike.episode_key = placed.episode_key;
