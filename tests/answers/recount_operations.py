"""Running the clinic, counted once more from the CSV file: plain loops, the document's text, no line of the program."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from tests.answers import recount
from tests.answers.recount import CUT_OFF, Row

# Of an item, one episode's numerator and denominator; None where something is not recorded.
Pair = tuple[float, float] | None
SHARES = ("dropped_out", "unplanned", "never_seen", "free_redo", "complaint")
MEANS = ("sessions_planned", "sessions", "chair_minutes", "price", "cost", "unplanned_visits")
RATIOS = (
    *("cost_per_cleared", "minutes_per_cleared", "sessions_per_cleared"),
    *("margin_per_hour", "reviews_attended"),
)
_PER_CLEARED = {
    "cost_per_cleared": "cost",
    "minutes_per_cleared": "chair_minutes",
    "sessions_per_cleared": "sessions",
}


def treated(rows: Sequence[Row]) -> list[Row]:
    """Without attempts at home."""
    return [row for row in rows if recount.care(row) != "diy"]


def pair(row: Row, item: str) -> Pair:
    """What does an episode add to the numerator and the denominator of an item?"""
    if item in MEANS:
        return (float(row[item]), 1.0) if row[item] else None
    if item in _PER_CLEARED:
        amount = row[_PER_CLEARED[item]]
        return (float(amount), float(row["cleared"] == "yes")) if amount else None
    if item in RATIOS:
        return _margin(row) if item == "margin_per_hour" else _reviews(row)
    said = _yes(row, item)
    return None if said is None else (float(said), 1.0)


def _margin(row: Row) -> Pair:
    if not (row["price"] and row["cost"] and row["chair_minutes"]):
        return None
    return float(row["price"]) - float(row["cost"]), float(row["chair_minutes"]) / 60


def _reviews(row: Row) -> Pair:
    if not (row["reviews_planned"] and row["reviews_attended"]):
        return None
    planned = int(row["reviews_planned"])
    return float(min(planned, int(row["reviews_attended"]))), float(planned)


def _yes(row: Row, item: str) -> bool | None:
    """Is it so? None where it is not recorded, or cannot be."""
    if item in ("free_redo", "complaint"):
        return row[item] == "yes" if row[item] else None
    if item == "never_seen":
        return recount.never_seen(row)
    if item == "unplanned":
        return int(row["unplanned_visits"]) > 0 if row["unplanned_visits"] else None
    return dropped_out(row)


def dropped_out(row: Row) -> bool | None:
    """Did a patient stay away from sessions that were planned? None of courses that say nothing of it."""
    if not (row["sessions"] and row["sessions_planned"]) or row["sessions_planned"] == "1":
        return None
    month = dt.date.fromisoformat(row["start_month"] + "-01")
    if (CUT_OFF - month).days - int(row["last_session_day"] or 0) < 90:
        return None
    fewer = int(row["sessions"]) < int(row["sessions_planned"])
    return fewer and row["cleared"] != "yes" and not row["retreated_day"]


def by_patient(rows: Sequence[Row], item: str) -> tuple[list[tuple[float, float]], int]:
    """Each patient's own sums, and of how many episodes they are."""
    sums: dict[str, tuple[float, float]] = {}
    episodes = 0
    for row in rows:
        own = pair(row, item)
        if own is not None:
            before = sums.get(row["patient_key"], (0.0, 0.0))
            sums[row["patient_key"]] = (before[0] + own[0], before[1] + own[1])
            episodes += 1
    return list(sums.values()), episodes


def ratio(sums: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The ratio and its error by linearisation."""
    y, x = (sum(one[place] for one in sums) for place in (0, 1))
    n, r = len(sums), y / x
    left = sum((own - r * other) ** 2 for own, other in sums)
    return r, math.sqrt(left * n / (n - 1)) / x
