-- One row per course of care, or per DIY attempt, at one site of one patient.
-- Every time is in whole days since the first session of the episode (day 0). NULL is "not recorded", never "no".
create table episodes (
    patient_key varchar not null,
    start_month date not null,
    treatment treatment not null,
    last_seen_day integer not null,
    episode_key varchar not null primary key,
    episode_order integer,
    clinic varchar,
    operator_role operator_role,
    age_band age_band,
    sex sex,
    skin_type skin_type,
    milia_type milia_type,
    secondary_cause secondary_cause,
    site site,
    lesions integer,
    lesion_band lesion_band,
    persisted persisted,
    deep yes_no,
    clustered yes_no,
    spreading yes_no,
    inflamed_at_start yes_no,
    diy_before diy_before,
    earlier_professional integer,
    referral_reason referral_reason,
    heavy_cream yes_no,
    daily_spf yes_no,
    gentle_exfoliation yes_no,
    nightly_cleansing yes_no,
    guided_retinol yes_no,
    technique technique,
    sessions_planned integer,
    sessions integer,
    last_session_day integer,
    same_day_discharge yes_no,
    cleared cleared,
    cleared_day integer,
    healing_assessed yes_no,
    last_unhealed_day integer,
    healed_day integer,
    recurred_day integer,
    recurred_where recurred_where,
    new_elsewhere_day integer,
    retreated_day integer,
    retreated_while_clear yes_no,
    complications_assessed yes_no,
    pain integer,
    dlqi_before integer,
    dlqi_after integer,
    distress_before integer,
    distress_after integer,
    satisfaction integer,
    reviews_planned integer,
    reviews_attended integer,
    unplanned_visits integer,
    chair_minutes double,
    price double,
    cost double,
    free_redo yes_no,
    complaint yes_no
);
comment on column episodes.patient_key is 'random or hashed key of the patient; links a patient''s episodes';
comment on column episodes.start_month is 'month of the first session, as its first day';
comment on column episodes.treatment is 'what was planned first: the arm';
comment on column episodes.last_seen_day is 'last day on which outcomes were assessed; 0 = never seen again';
comment on column episodes.episode_key is 'key of the episode; where absent, hashed from patient, start month, site, treatment and order';
comment on column episodes.episode_order is 'order of a patient''s episodes within a month';
comment on column episodes.clinic is 'code of the clinic';
comment on column episodes.operator_role is 'who did it; self on DIY attempts';
comment on column episodes.age_band is 'age at day 0, in years';
comment on column episodes.sex is 'sex';
comment on column episodes.skin_type is 'Fitzpatrick skin type';
comment on column episodes.milia_type is 'kind of milia';
comment on column episodes.secondary_cause is 'what secondary milia came after';
comment on column episodes.site is 'treated site; eyelid and periorbital are the delicate ones';
comment on column episodes.lesions is 'milia counted at day 0';
comment on column episodes.lesion_band is 'milia counted at day 0, banded';
comment on column episodes.persisted is 'how long the milia had been there';
comment on column episodes.deep is 'deep on examination';
comment on column episodes.clustered is 'clustered on examination';
comment on column episodes.spreading is 'spreading on examination';
comment on column episodes.inflamed_at_start is 'red, sore or infected at day 0';
comment on column episodes.diy_before is 'DIY attempts before this episode';
comment on column episodes.earlier_professional is 'professional treatments of these milia before day 0';
comment on column episodes.referral_reason is 'why the patient came';
comment on column episodes.heavy_cream is 'habit at day 0: heavy creams';
comment on column episodes.daily_spf is 'habit at day 0: sun protection every day';
comment on column episodes.gentle_exfoliation is 'habit at day 0: gentle exfoliation';
comment on column episodes.nightly_cleansing is 'habit at day 0: cleansing every night';
comment on column episodes.guided_retinol is 'habit at day 0: retinol under guidance';
comment on column episodes.technique is 'how; a closed list per treatment';
comment on column episodes.sessions_planned is 'sessions planned';
comment on column episodes.sessions is 'sessions done';
comment on column episodes.last_session_day is 'day of the last session';
comment on column episodes.same_day_discharge is 'home on the same day';
comment on column episodes.cleared is 'clearance at the first assessment (by day 42; day 84 for peel and retinoid)';
comment on column episodes.cleared_day is 'first day on which clear was documented';
comment on column episodes.healing_assessed is 'whether anybody looked at healing';
comment on column episodes.last_unhealed_day is 'last day seen with open or crusted skin';
comment on column episodes.healed_day is 'first day seen healed, after the last session';
comment on column episodes.recurred_day is 'first day on which a milium was seen again after clearance';
comment on column episodes.recurred_where is 'where it was seen again; blank = unclassifiable';
comment on column episodes.new_elsewhere_day is 'first new milium at another site, where both happened';
comment on column episodes.retreated_day is 'first day of another treatment of this site: a competing event';
comment on column episodes.retreated_while_clear is 'where retreated_day equals cleared_day: yes = clear was documented first, so the retreatment competes with recurrence; blank or no = persistence';
comment on column episodes.complications_assessed is 'whether anybody looked for complications';
comment on column episodes.pain is 'worst pain, 0-10';
comment on column episodes.dlqi_before is 'Dermatology Life Quality Index before, 0-30';
comment on column episodes.dlqi_after is 'Dermatology Life Quality Index after, 0-30';
comment on column episodes.distress_before is 'distress before, 0-10';
comment on column episodes.distress_after is 'distress after, 0-10';
comment on column episodes.satisfaction is 'satisfaction, 1-5';
comment on column episodes.reviews_planned is 'follow-up visits planned';
comment on column episodes.reviews_attended is 'follow-up visits attended';
comment on column episodes.unplanned_visits is 'unplanned visits';
comment on column episodes.chair_minutes is 'minutes in the chair, all sessions together';
comment on column episodes.price is 'paid by the patient, in the store''s one currency';
comment on column episodes.cost is 'direct cost to the clinic, in the store''s one currency';
comment on column episodes.free_redo is 'done again without charge';
comment on column episodes.complaint is 'a complaint was made';
