"""Reviews planned and attended count together or not at all, whatever is blank."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import statements
from dashboard.cohort import Cohort
from tests.queries import spec

# Attended of those planned: 2 of 3, 2 of 2 (a visit more makes up for none), 0 of 0; the others are not both on record.
_REVIEWS = """
    patient_key | start_month | reviews_planned | reviews_attended
    p1          | 2025-01-01  | 3               | 2
    p2          | 2025-01-01  | 2               | 3
    p3          | 2025-01-01  |                 | 2
    p4          | 2025-01-01  | 3               |
    p5          | 2025-01-01  | 0               | 1
"""
_DAYS = {
    "definition": "A",
    "recurrence_days": 365,
    "healing_days": 28,
    "complications_days": 90,
    "seen_days": 14,
    "course_days": 180,
}


def _told(name: str, item: str, **more: Any) -> pd.Series:
    asked = {**Cohort().parameters("treatment", "patient"), **more}
    with spec.release(_REVIEWS) as connection:
        frame = connection.execute(statements.load(name).sql, asked).df()
    rows = frame[frame["item"].eq(item)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_month_counts_reviews_of_which_both_are_on_record() -> None:
    row = _told("trends/outcomes_by_group_and_month", "reviews", **_DAYS)
    assert (row["patients"], row["counted"], row["events"]) == (2, 5, 4)


def test_sums_are_of_reviews_of_which_both_are_on_record() -> None:
    row = _told("operations/sums_by_group_and_attempt", "reviews_attended")
    assert (row["episodes"], row["y"], row["x"]) == (3, 4, 5)
    assert (row["yy"], row["xy"], row["xx"]) == (4 + 4, 6 + 4, 9 + 4)
