"""Who gets which treatment: the confounding, on purpose.

A multinomial logit against extraction, with main effects of the case mix that is written in the
records. So the probability of one arm against another is exactly a logistic regression on that
case mix, and a comparison that adjusts for it can be right, as long as everything is recorded
and `SEVERITY` (never recorded) is switched off.
"""

from __future__ import annotations

from sample_data.synthetic.parameters.base import Parameter
from sample_data.synthetic.parameters.case_mix import ByLevel, Table

INTERCEPT = Parameter[Table](
    {
        "extraction": 0.0,
        "laser": -2.75,
        "peel": -0.5,
        "cryotherapy": -1.5,
        "retinoid": -1.75,
        "electrosurgery": -2.65,
        "combination": -3.35,
    },
    "log odds against extraction",
    "assumption",
    "For one superficial primary milium on the cheek of a young adult of light skin.",
)
LOG_ODDS = Parameter[dict[str, ByLevel]](
    {
        "laser": {
            "deep": {"yes": 1.4},
            "lesion_band": {"2_5": 0.4, "6_15": 0.9, "16_50": 1.4, "over_50": 1.6},
            "persisted": {"6_12_months": 0.5, "over_12_months": 1.0},
            "milia_type": {"secondary": 0.8, "multiple_eruptive": 0.9, "en_plaque": 1.1},
            "site": {"eyelid": -0.2, "body": 0.2},
            "skin_type": {"IV": -0.4, "V": -1.7, "VI": -2.1},
            "age_band": {"1_15": -1.3, "65_plus": 0.2},
            "inflamed_at_start": {"yes": -0.4},
            "diy_before": {"mechanical": 0.1, "both": 0.2},
        },
        "cryotherapy": {
            "deep": {"yes": 1.1},
            "lesion_band": {"2_5": 0.2, "6_15": 0.6, "16_50": 1.0, "over_50": 1.1},
            "persisted": {"6_12_months": 0.4, "over_12_months": 0.8},
            "milia_type": {"secondary": 0.7, "multiple_eruptive": 0.6, "en_plaque": 0.7},
            "site": {"eyelid": -2.2, "periorbital": -1.1, "body": 0.8},
            "skin_type": {"IV": -0.5, "V": -1.8, "VI": -2.2},
            "age_band": {"1_15": -0.8, "65_plus": 0.3},
            "sex": {"male": 0.2},
            "diy_before": {"mechanical": 0.1, "both": 0.1},
        },
        "peel": {
            "deep": {"yes": -0.5},
            "lesion_band": {"2_5": 0.1, "6_15": 0.5, "16_50": 0.8, "over_50": 0.8},
            "persisted": {"over_12_months": 0.1},
            "milia_type": {"secondary": -0.2, "multiple_eruptive": 0.4, "en_plaque": -0.2},
            "site": {"eyelid": -2.4, "periorbital": -0.9, "several_face": 0.8, "body": -0.3},
            "skin_type": {"V": -0.2, "VI": -0.4},
            "age_band": {"1_15": -1.4, "55_64": 0.1, "65_plus": 0.1},
            "sex": {"male": -0.4},
            "inflamed_at_start": {"yes": -0.7},
            "diy_before": {"product": 0.2, "both": 0.1},
        },
        "retinoid": {
            "deep": {"yes": -0.4},
            "lesion_band": {"6_15": 0.5, "16_50": 0.8, "over_50": 0.9},
            "milia_type": {"multiple_eruptive": 0.5, "en_plaque": 0.7},
            "site": {"eyelid": -0.8, "periorbital": -0.2, "several_face": 0.6},
            "age_band": {"1_15": 0.2},
            "inflamed_at_start": {"yes": -0.4},
            "diy_before": {"mechanical": -0.1},
        },
        "electrosurgery": {
            "deep": {"yes": 0.5},
            "lesion_band": {"6_15": 0.2, "16_50": 0.3},
            "persisted": {"over_12_months": 0.3},
            "site": {"eyelid": -0.6},
            "skin_type": {"V": -0.6, "VI": -0.8},
            "age_band": {"1_15": -0.8, "55_64": 0.2, "65_plus": 0.4},
        },
        "combination": {
            "deep": {"yes": 0.7},
            "lesion_band": {"6_15": 0.5, "16_50": 1.1, "over_50": 1.4},
            "persisted": {"over_12_months": 0.4},
            "milia_type": {"secondary": 0.3, "multiple_eruptive": 0.7, "en_plaque": 0.9},
            "site": {"several_face": 0.4},
            "skin_type": {"V": -0.5, "VI": -0.7},
            "age_band": {"1_15": -1.2},
        },
    },
    "log odds ratio against extraction",
    "assumption",
    "Deep, many, long-standing and non-primary milia go to laser and cryotherapy, few go to "
    "extraction; eyelids rarely get peels or cryotherapy, darker skin rarely laser or "
    "cryotherapy. That deeper milia are sent to laser, electrosurgery and cryotherapy is said in "
    "the Ento Key chapter; every number is invented.",
)
SEVERITY = Parameter[Table](
    {"laser": 0.55, "cryotherapy": 0.35, "combination": 0.5, "electrosurgery": 0.2, "peel": -0.1},
    "log odds ratio per standard deviation",
    "assumption",
    "The part of severity that the clinician sees and nobody writes down. 0 where a draw is made "
    "with unmeasured_severity = False.",
)
NEWBORN_OBSERVED = Parameter[float](
    0.93, "probability", "assumption", "Newborns are left alone; the others are extracted."
)
TECHNIQUE = Parameter[ByLevel](
    {
        "extraction": {"blade": 0.35, "needle": 0.65},
        "laser": {"co2": 0.6, "er_yag": 0.4},
        "peel": {"glycolic": 0.45, "salicylic": 0.25, "tca": 0.30},
        "cryotherapy": {"spray": 0.6, "probe": 0.4},
        "retinoid": {"tretinoin": 0.6, "adapalene": 0.4},
        "electrosurgery": {"fine_needle": 0.8, "loop": 0.2},
    },
    "weight",
    "assumption",
    "Which technique; none has an effect of its own.",
)
OPERATOR = Parameter[ByLevel](
    {
        "extraction": {"consultant": 0.2, "registrar": 0.25, "gp_specialist": 0.2, "nurse": 0.35},
        "laser": {"consultant": 0.6, "registrar": 0.2, "nurse": 0.2},
        "peel": {"consultant": 0.1, "nurse": 0.4, "aesthetician": 0.5},
        "cryotherapy": {"consultant": 0.2, "registrar": 0.3, "gp_specialist": 0.3, "nurse": 0.2},
        "retinoid": {"consultant": 0.4, "registrar": 0.3, "gp_specialist": 0.3},
        "electrosurgery": {"consultant": 0.5, "registrar": 0.3, "gp_specialist": 0.2},
        "combination": {"consultant": 0.6, "registrar": 0.2, "nurse": 0.2},
        "observation": {"consultant": 0.3, "registrar": 0.3, "gp_specialist": 0.4},
    },
    "weight",
    "assumption",
    "Who does it; no effect of its own.",
)
