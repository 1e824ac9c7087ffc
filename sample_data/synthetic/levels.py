"""The closed lists of the records that the generator draws from, in their natural order."""

from __future__ import annotations

from typing import Final

AGE_BANDS: Final = ("under_1", "1_15", "16_24", "25_34", "35_44", "45_54", "55_64", "65_plus")
CHILD_BANDS: Final = ("under_1", "1_15")
SEXES: Final = ("female", "male", "other")
SKIN_TYPES: Final = ("I", "II", "III", "IV", "V", "VI")
DARKER_SKIN: Final = ("V", "VI")
MILIA_TYPES: Final = ("primary", "secondary", "neonatal", "multiple_eruptive", "en_plaque")
SECONDARY_CAUSES: Final = (
    "burn",
    "blister",
    "cut",
    "other_injury",
    "peel",
    "laser",
    "other_procedure",
)
SITES: Final = (
    "eyelid",
    "periorbital",
    "cheek",
    "nose",
    "forehead",
    "chin",
    "other_face",
    "several_face",
    "body",
)
DELICATE_SITES: Final = ("eyelid", "periorbital")
LESION_BANDS: Final = ("1", "2_5", "6_15", "16_50", "over_50")
LESION_BAND_TOPS: Final = (1, 5, 15, 50)
PERSISTED: Final = ("under_1_month", "1_6_months", "6_12_months", "over_12_months")

OPERATORS: Final = ("consultant", "registrar", "gp_specialist", "nurse", "aesthetician")
DIY_CLASSES: Final = ("none", "mechanical", "product", "both")
MECHANICAL_METHODS: Final = ("squeezing", "needle_or_pin", "other_tool")
PRODUCT_METHODS: Final = ("scrub", "acne_product", "exfoliant", "unadvised_retinoid")
DIY_METHODS: Final = MECHANICAL_METHODS + PRODUCT_METHODS
HABITS: Final = (
    "heavy_cream",
    "daily_spf",
    "gentle_exfoliation",
    "nightly_cleansing",
    "guided_retinol",
)

# The professional arms, reference first; "observation" is for newborns and never weighted.
PROFESSIONAL: Final = (
    "extraction",
    "laser",
    "peel",
    "cryotherapy",
    "retinoid",
    "electrosurgery",
    "combination",
)
ARMS: Final = (*PROFESSIONAL, "observation")
SLOW_ARMS: Final = ("peel", "retinoid")  # first assessed at twelve weeks, not at six
WOUNDLESS_ARMS: Final = ("retinoid", "observation")

TECHNIQUES: Final = {
    "extraction": ("blade", "needle"),
    "laser": ("co2", "er_yag"),
    "peel": ("glycolic", "salicylic", "tca"),
    "cryotherapy": ("spray", "probe"),
    "retinoid": ("tretinoin", "adapalene"),
    "electrosurgery": ("fine_needle", "loop"),
    "combination": (),
    "observation": (),
    "diy": DIY_METHODS,
}
COMPLICATIONS: Final = (
    "irritation",
    "erythema",
    "inflammation",
    "pain",
    "infection",
    "scar",
    "hyperpigmentation",
    "hypopigmentation",
    "texture_change",
    "swelling",
    "bruising",
    "blister",
    "crusting",
    "bleeding",
    "surrounding_skin_damage",
    "secondary_milia",
    "contact_dermatitis",
    "retinoid_irritation",
    "hsv",
    "ocular_injury",
    "other",
)
CLINICS: Final = tuple(f"C{number:02d}" for number in range(1, 13))
