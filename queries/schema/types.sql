-- The closed lists of the records: every value that a column may take.
-- They are the only place that names them: intake reads them back from the database to check files,
-- the sidebar to offer filters, the data dictionary to describe the columns.
create type treatment as enum ('extraction', 'peel', 'laser', 'cryotherapy', 'retinoid', 'electrosurgery', 'combination', 'observation', 'diy');
create type operator_role as enum ('consultant', 'registrar', 'gp_specialist', 'nurse', 'aesthetician', 'self');
create type age_band as enum ('under_1', '1_15', '16_24', '25_34', '35_44', '45_54', '55_64', '65_plus');
create type sex as enum ('female', 'male', 'other');
create type skin_type as enum ('I', 'II', 'III', 'IV', 'V', 'VI');
create type milia_type as enum ('primary', 'secondary', 'neonatal', 'multiple_eruptive', 'en_plaque');
create type secondary_cause as enum ('burn', 'blister', 'cut', 'other_injury', 'peel', 'laser', 'other_procedure');
create type site as enum ('eyelid', 'periorbital', 'cheek', 'nose', 'forehead', 'chin', 'other_face', 'several_face', 'body');
create type lesion_band as enum ('1', '2_5', '6_15', '16_50', 'over_50');
create type persisted as enum ('under_1_month', '1_6_months', '6_12_months', 'over_12_months');
create type yes_no as enum ('yes', 'no');
create type diy_before as enum ('none', 'mechanical', 'product', 'both', 'declined', 'not_asked');
create type referral_reason as enum ('persistent', 'spreading', 'distress', 'delicate_site', 'diagnosis', 'after_diy', 'cosmetic');
create type technique as enum (
    'blade', 'needle',
    'glycolic', 'salicylic', 'tca',
    'co2', 'er_yag',
    'spray', 'probe',
    'tretinoin', 'adapalene',
    'fine_needle', 'loop',
    'squeezing', 'needle_or_pin', 'other_tool', 'scrub', 'acne_product', 'exfoliant', 'unadvised_retinoid'
);
create type cleared as enum ('yes', 'partial', 'no', 'not_assessed');
create type recurred_where as enum ('same_site', 'other_site', 'unclassifiable');
create type complication as enum (
    'irritation', 'erythema', 'inflammation', 'pain', 'infection', 'scar', 'hyperpigmentation', 'hypopigmentation',
    'texture_change', 'swelling', 'bruising', 'blister', 'crusting', 'bleeding', 'surrounding_skin_damage',
    'secondary_milia', 'contact_dermatitis', 'retinoid_irritation', 'hsv', 'ocular_injury', 'other'
);
-- How observation of one outcome ended, in the derived facts.
create type end_of_observation as enum ('event', 'competing', 'censored');
