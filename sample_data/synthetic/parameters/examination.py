"""What an examiner finds and a patient reports at day 0."""

from __future__ import annotations

from sample_data.synthetic.parameters.base import Parameter
from sample_data.synthetic.parameters.case_mix import Table

DEEP = Parameter[Table](
    {
        "primary": 0.20,
        "secondary": 0.36,
        "neonatal": 0.01,
        "multiple_eruptive": 0.30,
        "en_plaque": 0.45,
    },
    "probability",
    "assumption",
    "Deep on examination.",
)
DEEP_IF_LONG_STANDING = Parameter[float](
    0.12, "probability, added", "assumption", "Milia there for over a year are more often deep."
)
CLUSTERED = Parameter[Table](
    {
        "primary": 0.15,
        "secondary": 0.30,
        "neonatal": 0.20,
        "multiple_eruptive": 0.55,
        "en_plaque": 0.95,
    },
    "probability",
    "assumption",
    "Grouped on examination.",
)
SPREADING = Parameter[Table](
    {
        "primary": 0.10,
        "secondary": 0.15,
        "neonatal": 0.04,
        "multiple_eruptive": 0.60,
        "en_plaque": 0.30,
    },
    "probability",
    "assumption",
    "Still increasing on examination.",
)
INFLAMED = Parameter[float](
    0.04, "probability", "assumption", "Red, sore or infected at day 0 without a harmful attempt."
)
INFLAMED_AFTER_HARM = Parameter[float](
    0.45, "probability", "assumption", "The same after an attempt at home that did harm."
)
HABITS = Parameter[Table](
    {
        "heavy_cream": 0.38,
        "daily_spf": 0.46,
        "gentle_exfoliation": 0.34,
        "nightly_cleansing": 0.62,
        "guided_retinol": 0.12,
    },
    "probability",
    "assumption",
    "Skin-care habits as reported at day 0.",
)
EARLIER_PROFESSIONAL = Parameter[float](
    0.10, "probability", "assumption", "Treated elsewhere before, where there for over a year."
)
