"""What each treatment does: clearance, recurrence, retreatment and healing.

The recurrence risks are set so that a year of records shows something to compare. A textbook
would expect less: an extracted cyst itself almost never comes back. Nothing here is evidence
about a treatment.
"""

from __future__ import annotations

from sample_data.synthetic.parameters.base import Parameter
from sample_data.synthetic.parameters.case_mix import ByLevel, Table

# --- clearance at the first assessment -------------------------------------------------------
NOT_CLEARED = Parameter[Table](
    {
        "extraction": 0.07,
        "laser": 0.065,
        "peel": 0.21,
        "cryotherapy": 0.10,
        "retinoid": 0.33,
        "electrosurgery": 0.08,
        "combination": 0.06,
        "observation": 0.35,
    },
    "probability",
    "assumption",
    "Not fully clear at the first assessment, for the mildest case mix (newborns: observation). "
    "The hidden part of severity does not act on clearance.",
)
NOT_CLEARED_LOG_ODDS = Parameter[ByLevel](
    {
        "deep": {"yes": 0.45},
        "lesion_band": {"6_15": 0.25, "16_50": 0.5, "over_50": 0.7},
        "persisted": {"over_12_months": 0.2},
        "milia_type": {"secondary": 0.15, "multiple_eruptive": 0.3, "en_plaque": 0.4},
        "inflamed_at_start": {"yes": 0.2},
    },
    "log odds ratio",
    "assumption",
    "The same for every treatment.",
)
PARTIAL = Parameter[float](0.62, "probability", "assumption", "Partly clear, where not clear.")
CLEARS_LATER = Parameter[Table](
    {"observation": 0.85, "retinoid": 0.45},
    "probability",
    "assumption",
    "Milia not clear at the first assessment that clear later without another treatment. That "
    "newborns' milia go within weeks to months is in both Medscape and Ento Key; the share is not.",
)
CLEARS_LATER_OTHERWISE = Parameter[float](
    0.15, "probability", "assumption", "The same for the other treatments."
)
CLEARS_LATER_AFTER = Parameter[tuple[int, int]](
    (21, 90), "days after the first assessment", "assumption", ""
)

# --- recurrence at the same site, from the day clearance was documented ----------------------
RECURRENCE_BASE = Parameter[float](
    0.062,
    "cumulative hazard at 365 days",
    "assumption",
    "After extraction, in the mildest case mix.",
)
RECURRENCE_SHAPE = Parameter[float](
    0.9, "Weibull shape", "assumption", "A little more early than late."
)
RECURRENCE_TREATMENT = Parameter[Table](
    {
        "extraction": 0.0,
        "laser": -0.45,
        "peel": 0.30,
        "cryotherapy": -0.28,
        "retinoid": 0.40,
        "electrosurgery": -0.20,
        "combination": -0.65,
        "observation": -0.7,
    },
    "log hazard ratio against extraction",
    "assumption",
    "THE TRUE EFFECTS, invented: what destroys the cyst wall leaves fewer recurrences.",
)
RECURRENCE_CASE_MIX = Parameter[ByLevel](
    {
        "deep": {"yes": 0.75},
        "lesion_band": {"2_5": 0.2, "6_15": 0.5, "16_50": 0.75, "over_50": 0.9},
        "persisted": {"6_12_months": 0.35, "over_12_months": 0.65},
        "milia_type": {"secondary": 0.55, "multiple_eruptive": 0.7, "en_plaque": 0.75},
        "diy_before": {"mechanical": 0.12, "product": 0.05, "both": 0.18},
        "inflamed_at_start": {"yes": 0.1},
        "heavy_cream": {"yes": 0.15},
        "gentle_exfoliation": {"yes": -0.10},
    },
    "log hazard ratio",
    "assumption",
    "The severe recur more, whatever the treatment: with the allocation, this is the confounding.",
)
RECURRENCE_SEVERITY = Parameter[float](
    0.35, "log hazard ratio per standard deviation", "assumption", "Hidden part of severity."
)
NEW_ELSEWHERE_BASE = Parameter[float](
    0.10, "cumulative hazard at 365 days", "assumption", "A new milium at another site."
)
NEW_ELSEWHERE = Parameter[ByLevel](
    {
        "milia_type": {"multiple_eruptive": 0.8, "neonatal": -0.8},
        "spreading": {"yes": 0.4},
        "heavy_cream": {"yes": 0.30},
        "gentle_exfoliation": {"yes": -0.25},
        "daily_spf": {"yes": -0.15},
        "guided_retinol": {"yes": -0.25},
    },
    "log hazard ratio",
    "assumption",
    "Prevention habits act mildly, and mostly on new milia elsewhere.",
)

# --- retreatment -----------------------------------------------------------------------------
RETREATED_IF_NOT_CLEAR = Parameter[float](
    0.60, "probability", "assumption", "Another treatment where the first did not clear."
)
RETREATED_IF_NOT_CLEAR_OBSERVED = Parameter[float](
    0.12, "probability", "assumption", "The same for newborns left alone."
)
RETREATED_AFTER_ASSESSMENT = Parameter[tuple[int, int]](
    (0, 56), "days after the first assessment", "assumption", ""
)
RETREATED_WHILE_CLEAR = Parameter[float](
    0.05,
    "cumulative hazard at 365 days",
    "assumption",
    "Another treatment of a clear site (texture, colour, a residue): the competing event.",
)
RETREATED_AFTER_RECURRENCE = Parameter[float](0.55, "probability", "assumption", "")
RETREATED_AFTER_RECURRENCE_WITHIN = Parameter[tuple[int, int]](
    (7, 75), "days after the recurrence", "assumption", ""
)
RECORDED_HERE = Parameter[float](
    0.60, "probability", "assumption", "The other treatment becomes an episode in these records."
)

# --- healing ---------------------------------------------------------------------------------
HEALING_MEDIAN = Parameter[Table](
    {"cryotherapy": 11.0, "electrosurgery": 10.0, "laser": 7.5, "peel": 6.0},
    "days since the last session",
    "source",
    "True healing on the face, median of a log-normal time, inside the sources' ranges: "
    "cryotherapy 1 to 2 weeks, electrosurgery 1 to 3 weeks, CO2 laser 5 to 10 days, peels 4 "
    "(superficial) to 7-10 days (medium).",
    ("granite_cryotherapy", "waskin_electrosurgery", "naples_co2", "tca_post_peel"),
)
HEALING_MEDIAN_OTHER = Parameter[Table](
    {"extraction": 4.0, "combination": 9.5},
    "days since the last session",
    "assumption",
    "A pinprick heals sooner than a burn; a combination like its slower half.",
)
HEALING_CASE_MIX = Parameter[ByLevel](
    {
        "site": {"eyelid": -0.12, "periorbital": -0.08, "body": 0.40},
        "age_band": {"1_15": -0.10, "55_64": 0.08, "65_plus": 0.18},
        "deep": {"yes": 0.15},
        "lesion_band": {"6_15": 0.08, "16_50": 0.15, "over_50": 0.2},
        "inflamed_at_start": {"yes": 0.18},
    },
    "log time ratio",
    "assumption",
    "Eyelids heal fast, the body slowly.",
)
HEALING_SEVERITY = Parameter[float](
    0.05, "log time ratio per standard deviation", "assumption", "Hidden part of severity."
)
HEALING_SPREAD = Parameter[float](0.42, "standard deviation of the log", "assumption", "")

SESSIONS = Parameter[ByLevel](
    {
        "extraction": {"1": 0.86, "2": 0.14},
        "laser": {"1": 0.70, "2": 0.25, "3": 0.05},
        "peel": {"2": 0.30, "3": 0.45, "4": 0.25},
        "cryotherapy": {"1": 0.55, "2": 0.35, "3": 0.10},
        "retinoid": {"1": 1.0},
        "electrosurgery": {"1": 0.80, "2": 0.20},
        "combination": {"2": 0.65, "3": 0.35},
        "observation": {"1": 1.0},
    },
    "weight",
    "assumption",
    "Sessions planned, a fortnight apart.",
)
SESSION_GAP = Parameter[int](14, "days", "assumption", "Between sessions.")
