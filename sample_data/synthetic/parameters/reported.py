"""What patients report, and what a course of care costs."""

from __future__ import annotations

from sample_data.synthetic.parameters.base import Parameter
from sample_data.synthetic.parameters.case_mix import Table

PAIN_MEAN = Parameter[Table](
    {
        "extraction": 2.6,
        "laser": 4.0,
        "peel": 2.8,
        "cryotherapy": 4.2,
        "retinoid": 0.8,
        "electrosurgery": 3.8,
        "combination": 4.0,
    },
    "points of 10",
    "assumption",
    "Worst pain.",
)
DLQI_BEFORE = Parameter[float](5.0, "points of 30", "assumption", "Mean before treatment.")
DISTRESS_BEFORE = Parameter[float](4.6, "points of 10", "assumption", "Mean before treatment.")
LEFT_IF_CLEAR = Parameter[float](0.35, "share of the score left", "assumption", "")
LEFT_IF_NOT_CLEAR = Parameter[float](0.85, "share of the score left", "assumption", "")
MINUTES = Parameter[Table](
    {
        "extraction": 18,
        "laser": 32,
        "peel": 28,
        "cryotherapy": 14,
        "retinoid": 12,
        "electrosurgery": 24,
        "combination": 36,
        "observation": 10,
    },
    "minutes a session",
    "assumption",
    "",
)
PRICE = Parameter[Table](
    {
        "extraction": 85,
        "laser": 210,
        "peel": 110,
        "cryotherapy": 75,
        "retinoid": 60,
        "electrosurgery": 120,
        "combination": 230,
        "observation": 45,
    },
    "currency a session",
    "assumption",
    "",
)
COST = Parameter[Table](
    {
        "extraction": 32,
        "laser": 88,
        "peel": 41,
        "cryotherapy": 27,
        "retinoid": 19,
        "electrosurgery": 46,
        "combination": 92,
        "observation": 16,
    },
    "currency a session",
    "assumption",
    "",
)
FREE_REDO = Parameter[float](
    0.18, "probability", "assumption", "Where not clear or recurred; never otherwise."
)
COMPLAINT = Parameter[Table](
    {"harmed": 0.05, "not_clear": 0.02, "otherwise": 0.004}, "probability", "assumption", ""
)
GAPS = Parameter[Table](
    {
        "sex": 0.008,
        "age_band": 0.006,
        "milia_type": 0.015,
        "secondary_cause": 0.08,
        "site": 0.008,
        "lesions": 0.06,
        "persisted": 0.05,
        "deep": 0.04,
        "clustered": 0.06,
        "spreading": 0.07,
        "inflamed_at_start": 0.04,
        "earlier_professional": 0.06,
        "referral_reason": 0.10,
        "heavy_cream": 0.14,
        "daily_spf": 0.12,
        "gentle_exfoliation": 0.14,
        "nightly_cleansing": 0.18,
        "guided_retinol": 0.16,
        "operator_role": 0.02,
        "technique": 0.04,
        "sessions_planned": 0.03,
        "last_session_day": 0.02,
        "same_day_discharge": 0.05,
        "cleared_day": 0.010,
        "recurred_where": 0.020,
        "pain": 0.20,
        "dlqi_before": 0.20,
        "dlqi_after": 0.30,
        "distress_before": 0.25,
        "distress_after": 0.35,
        "satisfaction": 0.30,
        "chair_minutes": 0.06,
        "price": 0.05,
        "cost": 0.10,
        "complaint": 0.05,
        "free_redo": 0.05,
    },
    "probability",
    "assumption",
    "Left blank by chance; skin type and healing depend on the clinic as well.",
)
LESIONS_ESTIMATED = Parameter[float](
    0.5, "probability", "assumption", "A band is written where no count is."
)
DIY_DECLINED = Parameter[float](0.02, "probability", "assumption", "Declines to say.")
DIY_NOT_ASKED = Parameter[float](0.05, "probability", "assumption", "Not asked elsewhere.")
COMPLICATIONS_ASSESSED = Parameter[float](0.94, "probability", "assumption", "")
ONSET_UNKNOWN = Parameter[float](
    0.015, "probability", "assumption", "A complication without an onset day."
)
PRESENT_AT_START = Parameter[float](
    0.5, "probability", "assumption", "Inflamed at day 0 is written among the complications too."
)
