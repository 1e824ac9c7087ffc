"""What patients report, counted once more from the CSV file: plain loops and MEASURES' text. No line of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.answers.recount import Row

# Measure → the columns that must all be there.
HALVES = {
    "dlqi": ("dlqi_before", "dlqi_after"),
    "dlqi_able": ("dlqi_before", "dlqi_after"),
    "distress": ("distress_before", "distress_after"),
    "pain": ("pain",),
    "satisfaction": ("satisfaction",),
}


def complete(row: Row, measure: str) -> bool:
    """Is everything there that a figure of this measure needs?"""
    if measure == "reported":
        return any(complete(row, one) for one in ("dlqi", "distress", "pain", "satisfaction"))
    there = all(row[column] != "" for column in HALVES[measure])
    return there and (measure != "dlqi_able" or int(row["dlqi_before"]) >= 4)


def scores(rows: Sequence[Row], measure: str, kind: str) -> list[int]:
    """The scores before or after, or the changes, of those with both."""
    both = [row for row in rows if complete(row, measure)]
    if kind in ("before", "after"):
        return [int(row[f"{measure}_{kind}"]) for row in both]
    return [int(row[f"{measure}_after"]) - int(row[f"{measure}_before"]) for row in both]


def share(rows: Sequence[Row], measure: str, kind: str) -> tuple[int, int]:
    """How many of how many?"""
    told = [row for row in rows if complete(row, measure)]
    if kind == "answered":
        return len(told), len(rows)
    if measure == "satisfaction":
        wanted = {"satisfied": "45", "neither": "3", "dissatisfied": "12"}[kind]
        return sum(row["satisfaction"] in wanted for row in told), len(told)
    falls = [int(row["dlqi_before"]) - int(row["dlqi_after"]) for row in told]
    return sum(fall >= 4 if kind == "improved" else fall <= -4 for fall in falls), len(told)


def quantile(values: Sequence[int], part: float) -> float:
    """R's quantile(), of values in order."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * part
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def by_patient(rows: Sequence[Row], measure: str, kind: str) -> Mapping[str, list[int]]:
    """The scores of each patient's episodes."""
    told: dict[str, list[int]] = {}
    for row in rows:
        if complete(row, measure):
            told.setdefault(row["patient_key"], []).extend(scores([row], measure, kind))
    return told
