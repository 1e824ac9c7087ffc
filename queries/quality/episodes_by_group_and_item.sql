-- question: Of how many counted episodes is each column recorded, to how many does it apply, and how many were not asked, not assessed,
--   never followed up, or say the same as another episode?
-- one row per: group, whether an episode is its patient's first, and item (a column of the records, or what `recorded` has besides)
-- uses: cohort
-- params: none
-- returns: group varchar, first_of_patient boolean, item varchar, episodes bigint, recorded bigint
-- missing: nothing is missing; an item that applies to nobody has 0 episodes
with told as (
    select
        group_name,
        first_of_patient,
        -- Most columns apply to everybody, to whoever was seen at a clinic, or to whoever was treated there: counted once.
        count(*) as everybody,
        count(recorded.persisted) as at_a_clinic,
        count(recorded.operator_role) as professional,
        count_if(recorded.alike) as alike,
        count_if(recorded.clinic) as clinic,
        count_if(recorded.age_band) as age_band,
        count_if(recorded.sex) as sex,
        count_if(recorded.skin_type) as skin_type,
        count_if(recorded.milia_type) as milia_type,
        count(recorded.secondary_cause) as secondary_cause_of, count_if(recorded.secondary_cause) as secondary_cause,
        count_if(recorded.site) as site,
        count_if(recorded.lesions) as lesions,
        count_if(recorded.persisted) as persisted,
        count_if(recorded.deep) as deep,
        count_if(recorded.clustered) as clustered,
        count_if(recorded.spreading) as spreading,
        count_if(recorded.inflamed_at_start) as inflamed_at_start,
        count_if(recorded.diy_before) as diy_before,
        count_if(recorded.earlier_professional) as earlier_professional,
        count_if(recorded.referral_reason) as referral_reason,
        count_if(recorded.heavy_cream) as heavy_cream,
        count_if(recorded.daily_spf) as daily_spf,
        count_if(recorded.gentle_exfoliation) as gentle_exfoliation,
        count_if(recorded.nightly_cleansing) as nightly_cleansing,
        count_if(recorded.guided_retinol) as guided_retinol,
        count(recorded.technique) as technique_of, count_if(recorded.technique) as technique,
        count_if(recorded.operator_role) as operator_role,
        count_if(recorded.sessions_planned) as sessions_planned,
        count_if(recorded.sessions) as sessions,
        count(recorded.last_session_day) as last_session_day_of, count_if(recorded.last_session_day) as last_session_day,
        count_if(recorded.same_day_discharge) as same_day_discharge,
        count_if(recorded.cleared) as cleared,
        count(recorded.cleared_day) as cleared_day_of, count_if(recorded.cleared_day) as cleared_day,
        count(recorded.healing_assessed) as healing_assessed_of, count_if(recorded.healing_assessed) as healing_assessed,
        count(recorded.healed_day) as healed_day_of, count_if(recorded.healed_day) as healed_day,
        count(recorded.recurred_where) as recurred_where_of, count_if(recorded.recurred_where) as recurred_where,
        count_if(recorded.complications_assessed) as complications_assessed,
        count(recorded.onset_day) as onset_day_of, count_if(recorded.onset_day) as onset_day,
        count(recorded.grade) as grade_of, count_if(recorded.grade) as grade,
        count(recorded.antibiotics) as antibiotics_of, count_if(recorded.antibiotics) as antibiotics,
        count(recorded.permanent) as permanent_of, count_if(recorded.permanent) as permanent,
        count_if(recorded.pain) as pain,
        count(recorded.dlqi_before) as dlqi_before_of, count_if(recorded.dlqi_before) as dlqi_before,
        count(recorded.dlqi_after) as dlqi_after_of, count_if(recorded.dlqi_after) as dlqi_after,
        count_if(recorded.distress_before) as distress_before,
        count(recorded.distress_after) as distress_after_of, count_if(recorded.distress_after) as distress_after,
        count(recorded.satisfaction) as satisfaction_of, count_if(recorded.satisfaction) as satisfaction,
        count_if(recorded.reviews_planned) as reviews_planned,
        count(recorded.reviews_attended) as reviews_attended_of, count_if(recorded.reviews_attended) as reviews_attended,
        count_if(recorded.unplanned_visits) as unplanned_visits,
        count_if(recorded.chair_minutes) as chair_minutes,
        count_if(recorded.price) as price,
        count_if(recorded.cost) as cost,
        count_if(recorded.free_redo) as free_redo,
        count_if(recorded.complaint) as complaint,
        count(recorded.diy_not_asked) as diy_not_asked_of, count_if(recorded.diy_not_asked) as diy_not_asked,
        count(recorded.clearance_not_assessed) as clearance_not_assessed_of, count_if(recorded.clearance_not_assessed) as clearance_not_assessed,
        count(recorded.healing_not_assessed) as healing_not_assessed_of, count_if(recorded.healing_not_assessed) as healing_not_assessed,
        count(recorded.complications_not_assessed) as complications_not_assessed_of, count_if(recorded.complications_not_assessed) as complications_not_assessed,
        count(recorded.never_followed) as never_followed_of, count_if(recorded.never_followed) as never_followed
    from cohort
    where not other_care
        and not later_episode
    group by group_name, first_of_patient
),
items as (
    select group_name, first_of_patient, 'alike' as item, everybody as episodes, alike as recorded from told union all
    select group_name, first_of_patient, 'clinic' as item, everybody as episodes, clinic as recorded from told union all
    select group_name, first_of_patient, 'age_band' as item, everybody as episodes, age_band as recorded from told union all
    select group_name, first_of_patient, 'sex' as item, everybody as episodes, sex as recorded from told union all
    select group_name, first_of_patient, 'skin_type' as item, everybody as episodes, skin_type as recorded from told union all
    select group_name, first_of_patient, 'milia_type' as item, everybody as episodes, milia_type as recorded from told union all
    select group_name, first_of_patient, 'secondary_cause' as item, secondary_cause_of as episodes, secondary_cause as recorded from told union all
    select group_name, first_of_patient, 'site' as item, everybody as episodes, site as recorded from told union all
    select group_name, first_of_patient, 'lesions' as item, everybody as episodes, lesions as recorded from told union all
    select group_name, first_of_patient, 'persisted' as item, at_a_clinic as episodes, persisted as recorded from told union all
    select group_name, first_of_patient, 'deep' as item, at_a_clinic as episodes, deep as recorded from told union all
    select group_name, first_of_patient, 'clustered' as item, at_a_clinic as episodes, clustered as recorded from told union all
    select group_name, first_of_patient, 'spreading' as item, at_a_clinic as episodes, spreading as recorded from told union all
    select group_name, first_of_patient, 'inflamed_at_start' as item, at_a_clinic as episodes, inflamed_at_start as recorded from told union all
    select group_name, first_of_patient, 'diy_before' as item, at_a_clinic as episodes, diy_before as recorded from told union all
    select group_name, first_of_patient, 'earlier_professional' as item, at_a_clinic as episodes, earlier_professional as recorded from told union all
    select group_name, first_of_patient, 'referral_reason' as item, at_a_clinic as episodes, referral_reason as recorded from told union all
    select group_name, first_of_patient, 'heavy_cream' as item, at_a_clinic as episodes, heavy_cream as recorded from told union all
    select group_name, first_of_patient, 'daily_spf' as item, at_a_clinic as episodes, daily_spf as recorded from told union all
    select group_name, first_of_patient, 'gentle_exfoliation' as item, at_a_clinic as episodes, gentle_exfoliation as recorded from told union all
    select group_name, first_of_patient, 'nightly_cleansing' as item, at_a_clinic as episodes, nightly_cleansing as recorded from told union all
    select group_name, first_of_patient, 'guided_retinol' as item, at_a_clinic as episodes, guided_retinol as recorded from told union all
    select group_name, first_of_patient, 'technique' as item, technique_of as episodes, technique as recorded from told union all
    select group_name, first_of_patient, 'operator_role' as item, professional as episodes, operator_role as recorded from told union all
    select group_name, first_of_patient, 'sessions_planned' as item, professional as episodes, sessions_planned as recorded from told union all
    select group_name, first_of_patient, 'sessions' as item, professional as episodes, sessions as recorded from told union all
    select group_name, first_of_patient, 'last_session_day' as item, last_session_day_of as episodes, last_session_day as recorded from told union all
    select group_name, first_of_patient, 'same_day_discharge' as item, professional as episodes, same_day_discharge as recorded from told union all
    select group_name, first_of_patient, 'cleared' as item, everybody as episodes, cleared as recorded from told union all
    select group_name, first_of_patient, 'cleared_day' as item, cleared_day_of as episodes, cleared_day as recorded from told union all
    select group_name, first_of_patient, 'healing_assessed' as item, healing_assessed_of as episodes, healing_assessed as recorded from told union all
    select group_name, first_of_patient, 'healed_day' as item, healed_day_of as episodes, healed_day as recorded from told union all
    select group_name, first_of_patient, 'recurred_where' as item, recurred_where_of as episodes, recurred_where as recorded from told union all
    select group_name, first_of_patient, 'complications_assessed' as item, everybody as episodes, complications_assessed as recorded from told union all
    select group_name, first_of_patient, 'onset_day' as item, onset_day_of as episodes, onset_day as recorded from told union all
    select group_name, first_of_patient, 'grade' as item, grade_of as episodes, grade as recorded from told union all
    select group_name, first_of_patient, 'antibiotics' as item, antibiotics_of as episodes, antibiotics as recorded from told union all
    select group_name, first_of_patient, 'permanent' as item, permanent_of as episodes, permanent as recorded from told union all
    select group_name, first_of_patient, 'pain' as item, professional as episodes, pain as recorded from told union all
    select group_name, first_of_patient, 'dlqi_before' as item, dlqi_before_of as episodes, dlqi_before as recorded from told union all
    select group_name, first_of_patient, 'dlqi_after' as item, dlqi_after_of as episodes, dlqi_after as recorded from told union all
    select group_name, first_of_patient, 'distress_before' as item, professional as episodes, distress_before as recorded from told union all
    select group_name, first_of_patient, 'distress_after' as item, distress_after_of as episodes, distress_after as recorded from told union all
    select group_name, first_of_patient, 'satisfaction' as item, satisfaction_of as episodes, satisfaction as recorded from told union all
    select group_name, first_of_patient, 'reviews_planned' as item, professional as episodes, reviews_planned as recorded from told union all
    select group_name, first_of_patient, 'reviews_attended' as item, reviews_attended_of as episodes, reviews_attended as recorded from told union all
    select group_name, first_of_patient, 'unplanned_visits' as item, professional as episodes, unplanned_visits as recorded from told union all
    select group_name, first_of_patient, 'chair_minutes' as item, professional as episodes, chair_minutes as recorded from told union all
    select group_name, first_of_patient, 'price' as item, professional as episodes, price as recorded from told union all
    select group_name, first_of_patient, 'cost' as item, professional as episodes, cost as recorded from told union all
    select group_name, first_of_patient, 'free_redo' as item, professional as episodes, free_redo as recorded from told union all
    select group_name, first_of_patient, 'complaint' as item, professional as episodes, complaint as recorded from told union all
    select group_name, first_of_patient, 'diy_not_asked' as item, diy_not_asked_of as episodes, diy_not_asked as recorded from told union all
    select group_name, first_of_patient, 'clearance_not_assessed' as item, clearance_not_assessed_of as episodes, clearance_not_assessed as recorded from told union all
    select group_name, first_of_patient, 'healing_not_assessed' as item, healing_not_assessed_of as episodes, healing_not_assessed as recorded from told union all
    select group_name, first_of_patient, 'complications_not_assessed' as item, complications_not_assessed_of as episodes, complications_not_assessed as recorded from told union all
    select group_name, first_of_patient, 'never_followed' as item, never_followed_of as episodes, never_followed as recorded from told
)
select
    group_name as "group",
    first_of_patient,
    item,
    episodes,
    cast(recorded as bigint) as recorded
from items
order by 1, 2, 3
