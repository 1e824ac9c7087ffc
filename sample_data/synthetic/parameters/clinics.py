"""The twelve clinics: their size, their patients, and the few that differ."""

from __future__ import annotations

from sample_data.synthetic.parameters.base import Parameter
from sample_data.synthetic.parameters.case_mix import Table

SIZE = Parameter[Table](
    {
        "C01": 1.6,
        "C02": 1.3,
        "C03": 1.1,
        "C04": 1.1,
        "C05": 1.0,
        "C06": 1.0,
        "C07": 1.0,
        "C08": 0.8,
        "C09": 0.8,
        "C10": 0.7,
        "C11": 0.7,
        "C12": 0.45,
    },
    "weight",
    "assumption",
    "How many patients each clinic sees.",
)
SEVERE_CASES = Parameter[Table](
    {"C01": 0.5, "C02": 0.2, "C08": -0.4, "C10": -0.3, "C12": 0.4},
    "log odds ratio",
    "assumption",
    "Clinics that are sent more, or fewer, deep and non-primary milia.",
)
DARKER_SKIN = Parameter[Table](
    {"C03": 0.8, "C06": 0.4, "C10": -0.6, "C12": -0.4},
    "log odds ratio",
    "assumption",
    "Clinics with more, or fewer, patients of skin types V and VI.",
)
RECURRENCE = Parameter[Table](
    {"C04": 0.50, "C02": -0.25},
    "log hazard ratio",
    "assumption",
    "Performance: C04 is worse than its case mix, C02 better. The clinic has no part in the "
    "choice of treatment, given the case mix, so it does not confound the treatments.",
)
COMPLICATIONS = Parameter[Table](
    {"C07": 0.75},
    "log odds ratio, from COMPLICATIONS_FROM on",
    "assumption",
    "Performance: C07 has more complications after a change.",
)
COMPLICATIONS_FROM = Parameter[int](
    21, "months after the first month", "assumption", "When C07 changes, for the control charts."
)
NEVER_ASKS_DIY = Parameter[tuple[str, ...]](
    ("C09",), "clinics", "assumption", "Never asks about attempts at home."
)
HEALING_ASSESSED = Parameter[Table](
    {"C05": 0.30}, "probability", "assumption", "Seldom looks at healing; the others: below."
)
HEALING_ASSESSED_OTHERWISE = Parameter[float](0.88, "probability", "assumption", "")
SKIN_TYPE_MISSING = Parameter[Table](
    {"C11": 0.45}, "probability", "assumption", "Seldom records skin type; the others: below."
)
SKIN_TYPE_MISSING_OTHERWISE = Parameter[float](0.08, "probability", "assumption", "")
NEVER_ASKS_DLQI = Parameter[tuple[str, ...]](
    ("C08", "C10", "C12"), "clinics", "assumption", "Never hand out the DLQI."
)
GROWTH = Parameter[float](
    0.010, "relative increase a month", "assumption", "Slowly more patients each month."
)
