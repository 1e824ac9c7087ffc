"""Complications of the professional treatments."""

from __future__ import annotations

from sample_data.synthetic.parameters.base import Parameter
from sample_data.synthetic.parameters.case_mix import ByLevel, Table

RISK = Parameter[ByLevel](
    {
        "extraction": {
            "erythema": 0.035,
            "bleeding": 0.020,
            "bruising": 0.022,
            "pain": 0.010,
            "infection": 0.009,
            "scar": 0.006,
            "hyperpigmentation": 0.010,
            "inflammation": 0.008,
            "secondary_milia": 0.004,
        },
        "laser": {
            "erythema": 0.060,
            "swelling": 0.025,
            "crusting": 0.025,
            "hyperpigmentation": 0.030,
            "hypopigmentation": 0.008,
            "infection": 0.010,
            "scar": 0.009,
            "texture_change": 0.006,
            "secondary_milia": 0.012,
            "hsv": 0.004,
            "pain": 0.010,
        },
        "peel": {
            "irritation": 0.055,
            "erythema": 0.045,
            "crusting": 0.020,
            "hyperpigmentation": 0.022,
            "hypopigmentation": 0.003,
            "contact_dermatitis": 0.012,
            "hsv": 0.003,
        },
        "cryotherapy": {
            "blister": 0.055,
            "swelling": 0.035,
            "pain": 0.025,
            "crusting": 0.020,
            "hypopigmentation": 0.022,
            "hyperpigmentation": 0.020,
            "scar": 0.006,
            "surrounding_skin_damage": 0.012,
            "infection": 0.006,
        },
        "retinoid": {
            "retinoid_irritation": 0.24,
            "erythema": 0.050,
            "contact_dermatitis": 0.015,
            "hyperpigmentation": 0.010,
        },
        "electrosurgery": {
            "crusting": 0.030,
            "erythema": 0.040,
            "scar": 0.011,
            "hyperpigmentation": 0.022,
            "texture_change": 0.008,
            "infection": 0.008,
            "pain": 0.012,
        },
        "combination": {
            "erythema": 0.060,
            "irritation": 0.035,
            "crusting": 0.025,
            "hyperpigmentation": 0.026,
            "hypopigmentation": 0.008,
            "scar": 0.008,
            "swelling": 0.020,
            "infection": 0.010,
            "retinoid_irritation": 0.030,
        },
        "observation": {"irritation": 0.010, "infection": 0.004},
    },
    "probability",
    "assumption",
    "Of each complication under each treatment, for skin types I to III, away from the eyes. "
    "Wang and Chan saw retinoid dermatitis in 76% of users; clinics write down far less.",
)
LOG_ODDS = Parameter[ByLevel](
    {
        "site": {"eyelid": 0.15, "periorbital": 0.15},
        "inflamed_at_start": {"yes": 0.35},
        "diy_before": {"mechanical": 0.10, "both": 0.12},
        "lesion_band": {"6_15": 0.1, "16_50": 0.2, "over_50": 0.25},
    },
    "log odds ratio",
    "assumption",
    "The same for every complication.",
)
LOG_ODDS_PIGMENT = Parameter[Table](
    {"IV": 0.6, "V": 1.1, "VI": 1.2},
    "log odds ratio",
    "assumption",
    "Added for hyperpigmentation and hypopigmentation by skin type.",
)
SEVERITY = Parameter[float](
    0.15, "log odds ratio per standard deviation", "assumption", "Hidden part of severity."
)
EYE = Parameter[Table](
    {"laser": 0.004, "cryotherapy": 0.004, "peel": 0.003, "combination": 0.003},
    "probability",
    "assumption",
    "Ocular injury, on the eyelid only.",
)
ONSET = Parameter[dict[str, tuple[int, int]]](
    {
        "irritation": (1, 10),
        "erythema": (0, 5),
        "inflammation": (1, 10),
        "pain": (0, 2),
        "infection": (3, 12),
        "scar": (35, 85),
        "hypopigmentation": (40, 80),
        "texture_change": (30, 85),
        "swelling": (0, 3),
        "bruising": (0, 2),
        "blister": (0, 3),
        "crusting": (2, 10),
        "bleeding": (0, 0),
        "surrounding_skin_damage": (0, 5),
        "secondary_milia": (30, 84),
        "contact_dermatitis": (2, 14),
        "hsv": (2, 8),
        "ocular_injury": (0, 1),
        "other": (0, 20),
    },
    "days since the first session, first and last possible",
    "assumption",
    "",
)
ONSET_SOURCED = Parameter[dict[str, tuple[int, int]]](
    {"hyperpigmentation": (14, 36), "retinoid_irritation": (2, 14)},
    "days since the first session, first and last possible",
    "source",
    "Hyperpigmentation: mean onset 3.5 weeks. Retinoid dermatitis: within 2 weeks.",
    ("kim_er_yag", "wang_retinoid_dermatitis"),
)
LASTS = Parameter[dict[str, tuple[int, int]]](
    {
        "irritation": (3, 21),
        "erythema": (5, 42),
        "inflammation": (4, 21),
        "pain": (1, 7),
        "infection": (5, 16),
        "scar": (180, 900),
        "hypopigmentation": (120, 700),
        "texture_change": (90, 700),
        "swelling": (2, 8),
        "bruising": (5, 14),
        "blister": (4, 14),
        "crusting": (4, 16),
        "bleeding": (0, 1),
        "surrounding_skin_damage": (10, 60),
        "secondary_milia": (60, 400),
        "contact_dermatitis": (5, 28),
        "hsv": (7, 14),
        "ocular_injury": (3, 21),
        "other": (3, 30),
    },
    "days from onset to resolution, shortest and longest",
    "assumption",
    "",
)
LASTS_SOURCED = Parameter[dict[str, tuple[int, int]]](
    {"hyperpigmentation": (20, 80), "retinoid_irritation": (7, 21)},
    "days from onset to resolution, shortest and longest",
    "source",
    "Hyperpigmentation: mean duration 7.2 weeks. Retinoid dermatitis: 1 to 3 weeks.",
    ("kim_er_yag", "wang_retinoid_dermatitis"),
)
GRADE = Parameter[Table](
    {"1": 0.62, "2": 0.32, "3": 0.06}, "weight", "assumption", "CTCAE grade; none above 3."
)
ANTIBIOTICS = Parameter[Table](
    {"infection": 0.75, "inflammation": 0.15}, "probability", "assumption", ""
)
PERMANENT = Parameter[Table](
    {"scar": 0.7, "texture_change": 0.4, "hypopigmentation": 0.25, "hyperpigmentation": 0.04},
    "probability",
    "assumption",
    "",
)
