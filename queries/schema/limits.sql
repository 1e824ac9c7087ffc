-- The lowest and highest value a number may have, and which techniques belong to which treatment.
-- A value outside is set blank (or its row rejected, where the column is required): see queries/checks/.
-- Upper limits of counts and days are typing errors rather than medicine: 20 years of follow-up, 2,000 milia, 100 visits.
create table number_limits (column_name varchar not null primary key, lowest double not null, highest double not null, whole boolean not null);
insert into number_limits values
    ('last_seen_day', 0, 7305, true), ('episode_order', 1, 1000, true), ('lesions', 1, 2000, true), ('earlier_professional', 0, 100, true),
    ('sessions_planned', 1, 100, true), ('sessions', 1, 100, true), ('last_session_day', 0, 7305, true), ('cleared_day', 0, 7305, true),
    ('last_unhealed_day', 0, 7305, true), ('healed_day', 0, 7305, true), ('recurred_day', 0, 7305, true), ('new_elsewhere_day', 0, 7305, true),
    ('retreated_day', 0, 7305, true), ('pain', 0, 10, true), ('dlqi_before', 0, 30, true), ('dlqi_after', 0, 30, true),
    ('distress_before', 0, 10, true), ('distress_after', 0, 10, true), ('satisfaction', 1, 5, true), ('reviews_planned', 0, 100, true),
    ('reviews_attended', 0, 100, true), ('unplanned_visits', 0, 100, true), ('chair_minutes', 0, 10000, false), ('price', 0, 1000000, false),
    ('cost', 0, 1000000, false), ('onset_day', 0, 7305, true), ('resolved_day', 0, 7305, true), ('grade', 1, 5, true);
create table treatment_techniques (treatment treatment not null, technique technique not null, primary key (treatment, technique));
insert into treatment_techniques values
    ('extraction', 'blade'), ('extraction', 'needle'), ('peel', 'glycolic'), ('peel', 'salicylic'), ('peel', 'tca'),
    ('laser', 'co2'), ('laser', 'er_yag'), ('cryotherapy', 'spray'), ('cryotherapy', 'probe'), ('retinoid', 'tretinoin'), ('retinoid', 'adapalene'),
    ('electrosurgery', 'fine_needle'), ('electrosurgery', 'loop'), ('diy', 'squeezing'), ('diy', 'needle_or_pin'), ('diy', 'other_tool'),
    ('diy', 'scrub'), ('diy', 'acne_product'), ('diy', 'exfoliant'), ('diy', 'unadvised_retinoid');
