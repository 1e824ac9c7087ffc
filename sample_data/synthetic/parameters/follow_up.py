"""Who is seen again, when, and what gets written down."""

from __future__ import annotations

from sample_data.synthetic.parameters.base import Parameter
from sample_data.synthetic.parameters.case_mix import Table

ASSESSMENT_DAY = Parameter[int](
    42,
    "days",
    "assumption",
    "The first assessment of clearance, six weeks to the day: clinics run on the same weekday.",
)
ASSESSMENT_DAY_SLOW = Parameter[int](
    84, "days", "assumption", "The same for peels and retinoids, twelve weeks."
)
ASSESSMENT_LATE = Parameter[float](
    0.25, "probability", "assumption", "Up to a week late; never early."
)
EARLY_CHECK = Parameter[float](
    0.40, "probability", "assumption", "A wound check (peel, retinoid: a check at six weeks)."
)
EARLY_CHECK_DAYS = Parameter[tuple[int, int]]((7, 21), "days", "assumption", "When it is held.")
EARLY_CHECK_DAYS_SLOW = Parameter[tuple[int, int]](
    (35, 49), "days", "assumption", "The same for peels and retinoids."
)
CLEAR_AT_EARLY_CHECK = Parameter[float](
    0.55,
    "probability",
    "assumption",
    "Clearance is documented at the early check already, where it will be confirmed.",
)
LATER_REVIEWS = Parameter[dict[str, tuple[int, int]]](
    {"three_months": (44, 58), "six_months": (132, 152), "twelve_months": (367, 392)},
    "days after the first assessment, earliest and latest",
    "assumption",
    "Reviews at about 3, 6 and 12 months; the last one is held 12 months after clearance.",
)
LONG_REVIEW = Parameter[tuple[int, int]](
    (700, 770), "days after the first assessment, earliest and latest", "assumption", "Some only."
)
LONG_REVIEW_PLANNED = Parameter[float](0.35, "probability", "assumption", "")
ATTENDS_ASSESSMENT = Parameter[float](
    0.90, "probability", "assumption", "Comes to the first assessment."
)
ATTENDS = Parameter[Table](
    {"three_months": 0.80, "six_months": 0.75},
    "probability",
    "source",
    "Comes to a review, given the first assessment: 15% to 25% do not attend.",
    ("cohen_non_attendance",),
)
ATTENDS_LATE = Parameter[Table](
    {"twelve_months": 0.64, "long": 0.60},
    "probability",
    "assumption",
    "Late reviews are missed more often.",
)
RELIABILITY = Parameter[float](
    0.40,
    "probability, range",
    "assumption",
    "How much more often the most reliable patient attends than the least.",
)
# The informative part. All of it is 0 where a draw is made with informative_loss = False.
ASSESSMENT_IF_NOT_CLEAR = Parameter[float](
    0.04, "probability, added", "assumption", "Those not clear come to the assessment more often."
)
RETURNS_AFTER_RECURRENCE = Parameter[float](
    0.12,
    "probability",
    "assumption",
    "A recurrence after the last review brings a patient back who would not have been seen again.",
)
RETURNS_AFTER_HARM = Parameter[float](0.30, "probability", "assumption", "The same, after harm.")
RETURNS_FOR_RETREATMENT = Parameter[float](
    0.25, "probability", "assumption", "The same, for another treatment where not clear."
)
HEALING_CHECKS_EARLY = Parameter[tuple[int, int]](
    (1, 4), "days between checks, first seven", "assumption", "Photos sent to the clinic."
)
HEALING_CHECKS_LATE = Parameter[tuple[int, int]](
    (3, 9), "days between checks, next nine", "assumption", ""
)
