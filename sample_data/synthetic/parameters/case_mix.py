"""Who has milia, and what they look like: the community before anybody is treated."""

from __future__ import annotations

from sample_data.synthetic.parameters.base import Parameter

Table = dict[str, float]
ByLevel = dict[str, dict[str, float]]

AGE_BAND = Parameter[Table](
    {
        "under_1": 0.035,
        "1_15": 0.07,
        "16_24": 0.175,
        "25_34": 0.24,
        "35_44": 0.18,
        "45_54": 0.14,
        "55_64": 0.10,
        "65_plus": 0.06,
    },
    "weight",
    "assumption",
    "Adults who mind how milia look; few newborns, who are rarely brought.",
)
SEX = Parameter[Table](
    {"female": 0.74, "male": 0.255, "other": 0.005},
    "weight",
    "assumption",
    "Milia are as frequent in men; women ask for treatment more often.",
)
SKIN_TYPE = Parameter[Table](
    {"I": 0.08, "II": 0.25, "III": 0.26, "IV": 0.18, "V": 0.14, "VI": 0.09},
    "weight",
    "assumption",
    "A mixed urban population.",
)
MILIA_TYPE = Parameter[Table](
    {"primary": 0.66, "secondary": 0.20, "multiple_eruptive": 0.09, "en_plaque": 0.05},
    "weight",
    "assumption",
    "After the first year of life; every milium under one year is taken as neonatal. The rare "
    "kinds are more frequent than in life, so that they can be drawn.",
)
SECONDARY_CAUSE = Parameter[Table](
    {
        "burn": 0.20,
        "blister": 0.20,
        "cut": 0.10,
        "other_injury": 0.15,
        "peel": 0.10,
        "laser": 0.15,
        "other_procedure": 0.10,
    },
    "weight",
    "assumption",
    "Which skin damage came before secondary milia.",
)
SITE = Parameter[ByLevel](
    {
        "primary": {
            "eyelid": 0.24,
            "periorbital": 0.30,
            "cheek": 0.19,
            "nose": 0.06,
            "forehead": 0.08,
            "chin": 0.04,
            "other_face": 0.03,
            "several_face": 0.05,
            "body": 0.01,
        },
        "secondary": {
            "eyelid": 0.10,
            "periorbital": 0.17,
            "cheek": 0.28,
            "nose": 0.07,
            "forehead": 0.11,
            "chin": 0.06,
            "other_face": 0.06,
            "several_face": 0.07,
            "body": 0.08,
        },
        "neonatal": {
            "cheek": 0.28,
            "nose": 0.42,
            "forehead": 0.14,
            "chin": 0.10,
            "several_face": 0.06,
        },
        "multiple_eruptive": {
            "eyelid": 0.12,
            "periorbital": 0.18,
            "cheek": 0.20,
            "forehead": 0.06,
            "several_face": 0.32,
            "body": 0.12,
        },
        "en_plaque": {
            "eyelid": 0.25,
            "periorbital": 0.18,
            "cheek": 0.25,
            "other_face": 0.22,
            "chin": 0.05,
            "body": 0.05,
        },
    },
    "weight",
    "assumption",
    "Where milia sit, by type. That eyelids, cheeks and forehead come first in adults and the "
    "nose in newborns is said in the Medscape article; the weights are invented.",
)
LESIONS_MEDIAN = Parameter[Table](
    {
        "primary": 3.2,
        "secondary": 4.5,
        "neonatal": 5.0,
        "multiple_eruptive": 20.0,
        "en_plaque": 16.0,
    },
    "milia",
    "assumption",
    "Median of a log-normal count.",
)
LESIONS_SPREAD = Parameter[float](0.95, "standard deviation of the log", "assumption", "")
PERSISTED = Parameter[ByLevel](
    {
        "primary": {
            "under_1_month": 0.04,
            "1_6_months": 0.26,
            "6_12_months": 0.30,
            "over_12_months": 0.40,
        },
        "secondary": {
            "under_1_month": 0.06,
            "1_6_months": 0.38,
            "6_12_months": 0.30,
            "over_12_months": 0.26,
        },
        "neonatal": {"under_1_month": 0.72, "1_6_months": 0.28},
        "multiple_eruptive": {
            "under_1_month": 0.06,
            "1_6_months": 0.38,
            "6_12_months": 0.30,
            "over_12_months": 0.26,
        },
        "en_plaque": {"1_6_months": 0.20, "6_12_months": 0.32, "over_12_months": 0.48},
    },
    "weight",
    "assumption",
    "How long the milia had been there: acquired milia persist.",
)
