-- What follows from the records, derived once when a release is built, so that a page only counts.
-- One row per episode: who is counted, the case mix to group and filter by, and per measure: eligible or why not, how
-- observation ended and on which day of the measure's own clock. A, B and C are the definitions of a recurrence.
-- What records are grouped and filtered by is one type, group_label, with not_recorded for a blank: nothing is converted
-- where it is counted, and numbers behind the words are counted by in half the time of words.
create type care as enum ('professional', 'observation', 'attempt');
-- Whether an episode counts for an outcome, and if not, why: one list for all outcomes.
create type eligibility as enum (
    'eligible',
    'not_cleared', 'retreated_before_clear', 'cleared_without_day',
    'no_wound', 'method_unknown', 'last_session_unknown',
    'not_assessed', 'not_recorded'
);
-- In alphabetical order, so that labels are sorted as text is.
create type group_label as enum (
    select value
    from (
        select distinct unnest(labels) as value from duckdb_types() where logical_type = 'ENUM' and not internal
        union
        select clinic from episodes where clinic is not null
        union
        select cast(year(start_month) as varchar) from episodes
        union
        select unnest([
            'not_recorded', 'tried', 'not_known',
            'one_session', 'too_recent', 'finished', 'clear_before', 'treated_otherwise', 'dropped_out'
        ])
    )
    order by value
);
create or replace temp macro label(value) as cast(coalesce(cast(value as varchar), 'not_recorded') as group_label);
create table facts as
with patients as (
    select
        patient_key,
        row_number() over (order by patient_key) as patient,
        count(*) as episodes_of_patient
    from episodes
    group by patient_key
),
harmed as (
    select
        episode,
        min(day) as harm_day,
        bool_or(onset_unknown) as onset_unknown,
        sum(complications) as complications,
        max(worst_grade) as worst_grade,
        bool_or(permanent) as permanent,
        bool_or(antibiotics) as antibiotics,
        bool_or(unresolved) as unresolved,
        bool_or(permanent_blank) as permanent_blank,
        bool_or(antibiotics_blank) as antibiotics_blank,
        bool_or(kind = 'hyperpigmentation') as hyperpigmentation,
        bool_or(kind = 'hypopigmentation') as hypopigmentation,
        bool_or(kind = 'scar') as scar,
        list(struct_pack(kind := kind, day := day, complications := complications, permanent := permanent) order by kind) as harms
    from harms
    group by episode
),
numbered as (
    select
        *,
        cast(row_number() over (order by episode_key) as integer) as episode,
        case treatment when 'diy' then 'attempt' when 'observation' then 'observation' else 'professional' end as care,
        date_diff('day', start_month, last_day(until_month)) as cutoff_day
    from episodes
    inner join patients on patients.patient_key = episodes.patient_key
    inner join cutoffs on cutoffs.clinic = coalesce(episodes.clinic, '')
),
-- A retreatment on the very day of clearance is a failure to clear, unless the records say that clear came first.
stated as (
    select
        *,
        row_number() over (partition by patient, care order by start_month, coalesce(episode_order, 1), episode_key) as episode_number,
        case
            when cleared is null then 'not_recorded'
            when cleared = 'not_assessed' then 'not_assessed'
            when cleared in ('no', 'partial') then 'not_cleared'
            when cleared_day is null then 'cleared_without_day'
            when retreated_day < cleared_day then 'retreated_before_clear'
            when retreated_day = cleared_day and coalesce(retreated_while_clear, 'no') = 'no' then 'retreated_before_clear'
            else 'eligible'
        end as state
    from numbered
),
-- The day on which each definition saw a new milium; and, leaving recurrence aside, the first day of a failure to clear.
seen as (
    select
        *,
        case when recurred_where = 'same_site' then recurred_day end as recurred_a,
        case when coalesce(recurred_where, 'unclassifiable') in ('same_site', 'unclassifiable') then recurred_day end as recurred_b,
        least(recurred_day, case when new_elsewhere_day > cleared_day then new_elsewhere_day end) as recurred_c,
        case
            when state = 'retreated_before_clear' then retreated_day
            when state = 'not_cleared' then least(case when treatment in ('peel', 'retinoid') then 84 else 42 end, last_seen_day, retreated_day)
        end as failed_day
    from stated
),
-- Observation of a cleared site ends with the first of recurrence, retreatment and last sight.
ended as (
    select
        *,
        least(recurred_a, retreated_day, last_seen_day) as end_a,
        least(recurred_b, retreated_day, last_seen_day) as end_b,
        least(recurred_c, retreated_day, last_seen_day) as end_c
    from seen
),
-- How it ended; on the same day a recurrence comes before a retreatment, and both before last sight.
statused as (
    select
        *,
        -- A complication is watched for from day 0 until the site is treated again or the patient last seen.
        least(retreated_day, last_seen_day) as watched_day,
        case when recurred_a = end_a then 'event' when retreated_day = end_a then 'competing' else 'censored' end as status_a,
        case when recurred_b = end_b then 'event' when retreated_day = end_b then 'competing' else 'censored' end as status_b,
        case when recurred_c = end_c then 'event' when retreated_day = end_c then 'competing' else 'censored' end as status_c,
        -- Healing counts from the last session. Left out: what makes no wound, and what has no day to count from.
        case
            when treatment in ('retinoid', 'observation') then 'no_wound'
            when treatment = 'diy' and technique in ('scrub', 'acne_product', 'exfoliant', 'unadvised_retinoid') then 'no_wound'
            when healing_assessed is null then 'not_recorded'
            when healing_assessed = 'no' then 'not_assessed'
            when treatment = 'diy' and technique is null then 'method_unknown'
            when last_session_day is null and sessions > 1 then 'last_session_unknown'
            else 'eligible'
        end as heals,
        coalesce(last_session_day, 0) as healing_from,
        -- Time to documented clearance: a retreatment on the same day comes first, unless the records say that clear did.
        case when state in ('eligible', 'retreated_before_clear') then cleared_day end as clear_day,
        case when state <> 'eligible' then retreated_day end as retreated_unclear
    from ended
)
select
    statused.episode,
    cast(patient as integer) as patient,
    cast(care as care) as care,
    episode_number = 1 as first_of_patient,
    episodes_of_patient = 1 as only_episode,
    start_month,
    label(year(start_month)) as start_year,
    label(treatment) as treatment,
    label(technique) as technique,
    label(clinic) as clinic,
    label(operator_role) as operator_role,
    label(site) as site,
    label(case when site is not null then case when site in ('eyelid', 'periorbital') then 'yes' else 'no' end end) as delicate_site,
    label(milia_type) as milia_type,
    label(secondary_cause) as secondary_cause,
    label(skin_type) as skin_type,
    label(age_band) as age_band,
    label(sex) as sex,
    label(lesion_band) as lesion_band,
    label(persisted) as persisted,
    label(deep) as deep,
    label(clustered) as clustered,
    label(spreading) as spreading,
    label(inflamed_at_start) as inflamed_at_start,
    label(diy_before) as diy_before,
    label(
        case when diy_before in ('mechanical', 'product', 'both') then 'tried' when diy_before = 'none' then 'none' else 'not_known' end
    ) as tried_before,
    label(referral_reason) as referral_reason,
    -- What patients are alike in, as one number: of each of ten columns the place of its value in the closed list, 0 for a blank, six bits
    -- each. tests/queries holds that they are enough.
    ((((((((cast(coalesce(enum_code(milia_type) + 1, 0) as bigint) * 64
        + coalesce(enum_code(site) + 1, 0)) * 64
        + coalesce(enum_code(lesion_band) + 1, 0)) * 64
        + coalesce(enum_code(persisted) + 1, 0)) * 64
        + coalesce(enum_code(deep) + 1, 0)) * 64
        + coalesce(enum_code(skin_type) + 1, 0)) * 64
        + coalesce(enum_code(age_band) + 1, 0)) * 64
        + coalesce(enum_code(sex) + 1, 0)) * 64
        + coalesce(enum_code(diy_before) + 1, 0)) * 64
        + coalesce(enum_code(inflamed_at_start) + 1, 0) as case_mix,
    -- Habits named to the patient as prevention: counted, no filters.
    label(heavy_cream) as heavy_cream,
    label(daily_spf) as daily_spf,
    label(gentle_exfoliation) as gentle_exfoliation,
    label(nightly_cleansing) as nightly_cleansing,
    label(guided_retinol) as guided_retinol,
    label(cleared) as cleared,
    cast(case when cleared is null then 'not_recorded' when cleared = 'not_assessed' then 'not_assessed' else 'eligible' end as eligibility) as clearance_state,
    cast(state as eligibility) as recurrence_state,
    cast(case when state = 'eligible' then end_a - cleared_day end as integer) as recurrence_day_a,
    cast(case when state = 'eligible' then end_b - cleared_day end as integer) as recurrence_day_b,
    cast(case when state = 'eligible' then end_c - cleared_day end as integer) as recurrence_day_c,
    cast(case when state = 'eligible' then status_a end as end_of_observation) as recurrence_status_a,
    cast(case when state = 'eligible' then status_b end as end_of_observation) as recurrence_status_b,
    cast(case when state = 'eligible' then status_c end as end_of_observation) as recurrence_status_c,
    -- How long the site could have been watched since clearance, up to the clinic's cut-off: tells "lost" from "too recent".
    cast(case when state = 'eligible' then cutoff_day - cleared_day end as integer) as recurrence_reach,
    -- Failure is counted from day 0: everybody but those cleared on an unknown day.
    cast(case when state <> 'cleared_without_day' then case when state = 'eligible' then end_a else coalesce(failed_day, last_seen_day) end end as integer) as failure_day_a,
    cast(case when state <> 'cleared_without_day' then case when state = 'eligible' then end_b else coalesce(failed_day, last_seen_day) end end as integer) as failure_day_b,
    cast(case when state <> 'cleared_without_day' then case when state = 'eligible' then end_c else coalesce(failed_day, last_seen_day) end end as integer) as failure_day_c,
    cast(case when state = 'eligible' then status_a when failed_day is not null then 'event' when state <> 'cleared_without_day' then 'censored' end as end_of_observation) as failure_status_a,
    cast(case when state = 'eligible' then status_b when failed_day is not null then 'event' when state <> 'cleared_without_day' then 'censored' end as end_of_observation) as failure_status_b,
    cast(case when state = 'eligible' then status_c when failed_day is not null then 'event' when state <> 'cleared_without_day' then 'censored' end as end_of_observation) as failure_status_c,
    -- How long anybody could have been watched since the first session, up to the clinic's cut-off.
    cast(cutoff_day as integer) as start_reach,
    cast(case when state <> 'cleared_without_day' then least(retreated_unclear, clear_day, last_seen_day) end as integer) as clearance_day,
    cast(case
        when state = 'cleared_without_day' then null
        when retreated_unclear <= least(clear_day, last_seen_day) then 'competing'
        when clear_day is not null then 'event'
        else 'censored'
    end as end_of_observation) as clearance_status,
    cast(heals as eligibility) as healing_state,
    cast(case when heals = 'eligible' then greatest(least(healed_day, retreated_day, last_seen_day) - healing_from, 0) end as integer) as healing_day,
    cast(case when heals = 'eligible' then case when healed_day <= least(retreated_day, last_seen_day) then 'event' else 'censored' end end as end_of_observation) as healing_status,
    -- The last day on which the skin was seen open, on the clock of healing; 0 where nobody wrote one down.
    cast(case when heals = 'eligible' then greatest(last_unhealed_day - healing_from, 0) end as integer) as unhealed_day,
    -- How long healing could have been watched, up to the clinic's cut-off.
    cast(case when heals = 'eligible' then cutoff_day - healing_from end as integer) as healing_reach,
    cast(case complications_assessed when 'yes' then 'eligible' when 'no' then 'not_assessed' else 'not_recorded' end as eligibility) as complications_state,
    cast(watched_day as integer) as watched_day,
    cast(case when retreated_day = watched_day then 'competing' else 'censored' end as end_of_observation) as watched_status,
    last_seen_day,
    complete.assessment_due,
    cast(harm_day as integer) as harm_day,
    coalesce(onset_unknown, false) as onset_unknown,
    cast(coalesce(complications, 0) as integer) as complications,
    coalesce(worst_grade, 0) as worst_grade,
    coalesce(permanent, false) as permanent,
    coalesce(antibiotics, false) as antibiotics,
    coalesce(unresolved, false) as unresolved,
    coalesce(permanent_blank, false) as permanent_blank,
    coalesce(antibiotics_blank, false) as antibiotics_blank,
    coalesce(hyperpigmentation, false) as hyperpigmentation,
    coalesce(hypopigmentation, false) as hypopigmentation,
    coalesce(scar, false) as scar,
    -- One element a kind of complication that the episode had, with the day of the first of it; NULL where there was none.
    harmed.harms,
    pain,
    satisfaction,
    label(same_day_discharge) as same_day_discharge,
    dlqi_before,
    dlqi_after,
    distress_before,
    distress_after,
    -- Is anything that patients are asked answered in full, both halves where there are two?
    dlqi_before is not null and dlqi_after is not null
        or distress_before is not null and distress_after is not null
        or pain is not null
        or satisfaction is not null as answered,
    -- What the course took: money and minutes to the hundredth, so that their sums are exact in any order.
    sessions_planned,
    sessions,
    cast(chair_minutes as decimal(11, 2)) as chair_minutes,
    cast(price as decimal(11, 2)) as price,
    cast(cost as decimal(11, 2)) as cost,
    reviews_planned,
    reviews_attended,
    unplanned_visits,
    label(free_redo) as free_redo,
    label(complaint) as complaint,
    -- How a course of several sessions ended. Whoever had the last session less than 90 days before the cut-off may still come.
    label(case
        when sessions_planned is null or sessions is null then 'not_recorded'
        when sessions_planned = 1 then 'one_session'
        when cutoff_day - coalesce(last_session_day, 0) < 90 then 'too_recent'
        when sessions >= sessions_planned then 'finished'
        when cleared = 'yes' then 'clear_before'
        when retreated_day is not null then 'treated_otherwise'
        else 'dropped_out'
    end) as course,
    -- A field a column of the records: recorded, blank, or NULL where it does not apply.
    complete.recorded
from statused
inner join (select episode as of_episode, recorded, assessment_due from recorded) as complete on complete.of_episode = statused.episode
left join harmed on harmed.episode = statused.episode
-- Like lies beside like, and those with a complication apart: where a page asks for some of them, whole blocks are
-- passed over.
order by harmed.complications > 0 nulls first, treatment, clinic, start_month;
