"""Tiny tables of an answer, written by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.answers.answer import shaped

# Two groups: 20 were followed in one, 8 in the other; the second is mature nowhere after day 40.
_CURVES = (
    # group, day, at_risk, events, competing, censored, estimate, ci_lower, ci_upper, status
    ("extraction", 10, 20, 1, 0, 1, 0.05, 0.01, 0.21, "shown"),
    ("extraction", 30, 18, 0, 1, 2, 0.05, 0.01, 0.21, "shown"),
    ("extraction", 60, 15, 3, 0, 0, 0.20, 0.08, 0.36, "shown"),
    ("extraction", 120, 12, 0, 0, 6, 0.20, 0.08, 0.36, "shown"),
    ("extraction", 200, 6, 1, 0, 5, 0.33, 0.12, 0.56, "not_mature"),
    ("laser", 5, 12, 0, 0, 2, 0.0, None, None, "shown"),
    ("laser", 40, 10, 2, 0, 0, 0.20, 0.03, 0.47, "shown"),
    ("laser", 50, 8, 1, 0, 7, 0.30, 0.07, 0.58, "not_mature"),
)
_COLUMNS = (
    *("group", "day", "at_risk", "events", "competing", "censored"),
    *("estimate", "ci_lower", "ci_upper", "status"),
)


def curves() -> pd.DataFrame:
    """Rows of the table ``curves``."""
    rows = pd.DataFrame(_CURVES, columns=list(_COLUMNS))
    return shaped("curves", rows, topic="recurrence", measure="recurrence", group_by="treatment")


def estimates(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of the table ``estimates``; what is not given is blank."""
    named = {"topic": "recurrence", "group_by": "treatment", "status": "shown"}
    columns = ["measure", "group", "kind", "horizon_days", "patients", "episodes", "events"]
    columns += ["estimate", "ci_lower", "ci_upper", "status"]
    table = pd.DataFrame([{"status": "shown", **row} for row in rows], columns=columns)
    return shaped("estimates", table, **named)
