-- $episodes made-up episodes, the same ones for the same $seed: shaped like the records of a clinic, not true to any.
-- They have at most $mixes different case mixes.
-- One episode in five is of a patient who was there before; 12 clinics, 36 months up to
-- September 2026, follow-up up to about 900 days; every column filled, with blanks where records have them.
-- `dice` has a whole number from 0 to 9999 for each thing that is drawn.
with numbered as (
    select
        range as number,
        case when range < $episodes * 4 // 5 then range else hash(range, $seed, 0) % ($episodes * 4 // 5) end as patient
    from range($episodes)
),
diced as (
    select
        number,
        patient,
        [
            -- What patients are alike in is drawn once for each case mix, all else for each episode.
            cast(hash(case when thing in (4, 5, 16, 17, 18, 20, 21, 22, 25, 26) then number % $mixes else number end, $seed, thing) % 10000 as integer)
            for thing in range(1, 41)
        ] as dice
    from numbered
),
drawn as (
    select
        *,
        cast(date '2023-10-01' + to_months(dice[1] % 36) as date) as start_month,
        case
            when dice[2] < 3000 then 'extraction' when dice[2] < 4500 then 'laser' when dice[2] < 6000 then 'cryotherapy'
            when dice[2] < 7200 then 'peel' when dice[2] < 8000 then 'retinoid' when dice[2] < 8400 then 'electrosurgery'
            when dice[2] < 8700 then 'combination' when dice[2] < 9000 then 'observation' else 'diy'
        end as treatment,
        case
            when dice[3] < 6500 then 'yes' when dice[3] < 7800 then 'partial' when dice[3] < 8600 then 'no'
            when dice[3] < 9300 then 'not_assessed'
        end as cleared,
        case when dice[4] < 7000 then 'primary' when dice[4] < 8500 then 'secondary' when dice[4] < 8800 then 'neonatal' when dice[4] < 9300 then 'multiple_eruptive' when dice[4] < 9500 then 'en_plaque' end as milia_type,
        1 + dice[5] * dice[5] // 1500000 as lesions,
        1 + dice[6] // 4000 as sessions
    from diced
),
-- Days are drawn from day 0 on; what would lie beyond the cut-off is not seen yet.
followed as (
    select
        *,
        date_diff('day', start_month, date '2026-09-30') as cutoff_day,
        case when cleared = 'yes' and dice[7] < 9700 then 7 + dice[7] % 50 end as clear_day,
        case when dice[8] < 500 then 0 else cast(900 * sqrt(dice[9] / 10000.0) as integer) end as seen_day,
        case when dice[10] < 2500 then 1 + cast(-220 * ln((1 + dice[11]) / 10001.0) as integer) end as recurred_after,
        case when dice[12] < 800 then 1 + cast(-250 * ln((1 + dice[13]) / 10001.0) as integer) end as retreated_after
    from drawn
),
seen as (
    select
        *,
        least(seen_day, cutoff_day) as last_day,
        case when clear_day <= least(seen_day, cutoff_day) then clear_day end as cleared_day
    from followed
)
select
    left(md5(cast(patient as varchar) || 'p'), 16) as patient_key,
    start_month,
    treatment,
    last_day as last_seen_day,
    left(md5(cast(number as varchar) || 'e'), 16) as episode_key,
    1 as episode_order,
    'C' || lpad(cast(1 + dice[14] % 12 as varchar), 2, '0') as clinic,
    case when treatment = 'diy' then 'self' else ['consultant', 'registrar', 'gp_specialist', 'nurse', 'aesthetician'][1 + dice[15] % 5] end as operator_role,
    case when milia_type = 'neonatal' then 'under_1' else ['1_15', '16_24', '25_34', '35_44', '45_54', '55_64', '65_plus'][1 + dice[16] % 7] end as age_band,
    ['female', 'female', 'male', 'other', null][1 + dice[17] % 5] as sex,
    ['I', 'II', 'III', 'IV', 'V', 'VI', null][1 + dice[18] % 7] as skin_type,
    milia_type,
    case when milia_type = 'secondary' then ['burn', 'blister', 'cut', 'laser', 'peel'][1 + dice[19] % 5] end as secondary_cause,
    ['eyelid', 'periorbital', 'cheek', 'nose', 'forehead', 'chin', 'other_face', 'several_face', 'body'][1 + dice[20] % 9] as site,
    lesions,
    case when lesions = 1 then '1' when lesions <= 5 then '2_5' when lesions <= 15 then '6_15' when lesions <= 50 then '16_50' else 'over_50' end as lesion_band,
    ['under_1_month', '1_6_months', '6_12_months', 'over_12_months', null][1 + dice[21] % 5] as persisted,
    ['yes', 'no', 'no', null][1 + dice[22] % 4] as deep,
    ['yes', 'no', 'no', null][1 + dice[23] % 4] as clustered,
    ['yes', 'no', 'no', null][1 + dice[24] % 4] as spreading,
    ['yes', 'no', 'no', 'no'][1 + dice[25] % 4] as inflamed_at_start,
    ['none', 'none', 'mechanical', 'product', 'both', 'declined', 'not_asked'][1 + dice[26] % 7] as diy_before,
    dice[27] % 3 as earlier_professional,
    ['persistent', 'spreading', 'distress', 'diagnosis', 'after_diy', 'cosmetic', null][1 + dice[28] % 7] as referral_reason,
    ['yes', 'no', null][1 + dice[29] % 3] as heavy_cream,
    ['yes', 'no', null][1 + dice[30] % 3] as daily_spf,
    ['yes', 'no', null][1 + dice[31] % 3] as gentle_exfoliation,
    ['yes', 'no', null][1 + dice[32] % 3] as nightly_cleansing,
    ['yes', 'no', null][1 + dice[33] % 3] as guided_retinol,
    case treatment
        when 'extraction' then ['blade', 'needle'][1 + dice[34] % 2] when 'laser' then ['co2', 'er_yag'][1 + dice[34] % 2]
        when 'cryotherapy' then ['spray', 'probe'][1 + dice[34] % 2] when 'peel' then ['glycolic', 'salicylic', 'tca'][1 + dice[34] % 3]
        when 'retinoid' then ['tretinoin', 'adapalene'][1 + dice[34] % 2] when 'electrosurgery' then ['fine_needle', 'loop'][1 + dice[34] % 2]
        when 'diy' then ['squeezing', 'needle_or_pin', 'scrub', 'exfoliant'][1 + dice[34] % 4]
    end as technique,
    sessions as sessions_planned,
    sessions,
    case when sessions > 1 then least(14 * (sessions - 1), last_day) else 0 end as last_session_day,
    ['yes', 'yes', null][1 + dice[35] % 3] as same_day_discharge,
    cleared,
    cleared_day,
    ['yes', 'yes', 'no', null][1 + dice[36] % 4] as healing_assessed,
    case when dice[36] % 4 < 2 and 40 <= last_day then 20 + dice[36] % 7 end as last_unhealed_day,
    case when dice[36] % 4 < 2 and 40 <= last_day then 29 + dice[36] % 11 end as healed_day,
    case when cleared_day + recurred_after <= last_day then cleared_day + recurred_after end as recurred_day,
    case when cleared_day + recurred_after <= last_day then ['same_site', 'same_site', 'same_site', 'other_site', 'unclassifiable', null][1 + dice[37] % 6] end as recurred_where,
    case when cleared_day is not null and dice[38] < 500 and cleared_day + 200 <= last_day then cleared_day + 200 end as new_elsewhere_day,
    case when retreated_after <= last_day then retreated_after end as retreated_day,
    case when retreated_after <= last_day then 'no' end as retreated_while_clear,
    ['yes', 'yes', 'no'][1 + dice[38] % 3] as complications_assessed,
    dice[39] % 11 as pain,
    case when milia_type <> 'neonatal' and dice[16] % 7 > 0 then dice[39] % 31 end as dlqi_before,
    case when milia_type <> 'neonatal' and dice[16] % 7 > 0 then dice[40] % 20 end as dlqi_after,
    dice[39] % 11 as distress_before,
    dice[40] % 11 as distress_after,
    1 + dice[40] % 5 as satisfaction,
    3 as reviews_planned,
    dice[39] % 4 as reviews_attended,
    dice[40] % 2 as unplanned_visits,
    10.0 + dice[39] % 50 as chair_minutes,
    80.0 + dice[40] % 200 as price,
    20.0 + dice[39] % 60 as cost,
    ['yes', 'no', 'no'][1 + dice[40] % 3] as free_redo,
    ['yes', 'no', 'no', 'no', 'no'][1 + dice[39] % 5] as complaint
from seen
