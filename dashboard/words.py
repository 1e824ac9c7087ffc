"""Plain words for the codes of the records: what is a column, a value, a group called when a person reads it?"""

from __future__ import annotations

# The dimensions by which a cohort can be filtered and grouped: the closed list. The first is the default.
DIMENSIONS: dict[str, str] = {
    "treatment": "Treatment",
    "site": "Site",
    "skin_type": "Skin type",
    "milia_type": "Kind of milia",
    "age_band": "Age",
    "sex": "Sex",
    "lesion_band": "Number of milia",
    "diy_before": "Tried at home before",
    "clinic": "Clinic",
    "operator_role": "Treated by",
    "delicate_site": "Delicate site",
    "secondary_cause": "Cause of secondary milia",
    "persisted": "Present for",
    "deep": "Deep",
    "clustered": "Clustered",
    "spreading": "Spreading",
    "inflamed_at_start": "Inflamed at the start",
    "referral_reason": "Reason for coming",
    "technique": "Technique",
    "start_year": "Year of treatment",
}

NOT_RECORDED = "not_recorded"
# Groups that are too small to be shown one by one, as one.
SMALL_TOGETHER = "small_together"
PROFESSIONAL = (
    "extraction",
    "peel",
    "laser",
    "cryotherapy",
    "retinoid",
    "electrosurgery",
    "combination",
)
TREATMENTS = (*PROFESSIONAL, "observation", "diy")

_VALUES: dict[str, dict[str, str]] = {
    "treatment": {"diy": "DIY attempt", "peel": "Peel", "retinoid": "Retinoid"},
    "site": {
        "other_face": "Elsewhere on the face",
        "several_face": "Several places on the face",
        "periorbital": "Around the eye",
    },
    "skin_type": {value: f"Type {value}" for value in ("I", "II", "III", "IV", "V", "VI")},
    "milia_type": {"multiple_eruptive": "Multiple eruptive", "en_plaque": "En plaque"},
    "age_band": {"under_1": "Under 1 year", "65_plus": "65 and over"},
    "lesion_band": {"1": "1 milium", "over_50": "Over 50"},
    "diy_before": {
        "none": "No",
        "mechanical": "Squeezed or picked",
        "product": "Products",
        "both": "Both",
        "declined": "Would not say",
        "not_asked": "Not asked",
    },
    "operator_role": {"gp_specialist": "GP with special interest", "self": "The patient"},
    "secondary_cause": {"other_injury": "Other injury", "other_procedure": "Other procedure"},
    "persisted": {
        "under_1_month": "Under 1 month",
        "1_6_months": "1–6 months",
        "6_12_months": "6–12 months",
        "over_12_months": "Over 12 months",
    },
    "referral_reason": {"delicate_site": "Delicate site", "after_diy": "After a DIY attempt"},
    "technique": {
        "co2": "CO₂ laser",
        "er_yag": "Er:YAG laser",
        "tca": "Trichloroacetic acid",
        "needle_or_pin": "Needle or pin",
        "acne_product": "Acne product",
        "unadvised_retinoid": "Retinoid without advice",
        "fine_needle": "Fine needle",
        "other_tool": "Other tool",
    },
    # What patients named as prevention; no dimension.
    "habit": {
        "heavy_cream": "Heavy creams",
        "daily_spf": "Sun protection every day",
        "gentle_exfoliation": "Gentle exfoliation",
        "nightly_cleansing": "Cleansing every night",
        "guided_retinol": "Retinol under guidance",
    },
    # What was recorded as a complication; no dimension.
    "complication": {
        "hsv": "Herpes simplex",
        "hyperpigmentation": "Darker skin",
        "hypopigmentation": "Lighter skin",
        "texture_change": "Change of texture",
        "surrounding_skin_damage": "Damage to the skin around",
        "ocular_injury": "Injury to the eye",
        "retinoid_irritation": "Irritation by a retinoid",
        "secondary_milia": "New milia from the treatment",
        "other": "Other kinds",
    },
}


def dimension(name: str) -> str:
    """What is the dimension `name` called?"""
    return DIMENSIONS[name]


def value(name: str, code: str) -> str:
    """What is the value `code` of the dimension `name` called?"""
    if code == NOT_RECORDED:
        return "Not recorded"
    if code == SMALL_TOGETHER:
        return "Small ones together"
    if name == "clinic":
        return code
    if name in ("age_band", "lesion_band") and code not in _VALUES[name]:
        return code.replace("_", "–")
    return _VALUES.get(name, {}).get(code) or code.replace("_", " ").capitalize()


def among(values: list[str]) -> str:
    """How is a list said in a sentence: "a, b and c"?"""
    if len(values) < 2:
        return "".join(values)
    return f"{', '.join(values[:-1])} and {values[-1]}"


def count(number: int, singular: str, plural: str = "") -> str:
    """How is a number of things said: "1 patient", "1,204 patients"?"""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
