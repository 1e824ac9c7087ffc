"""The tables of clearance: shares of those assessed with who was not, and the time to documented clearance."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.tables import cells, formats

Row = dict[Any, Any]
_READ = [
    *("measure", "kind", "group", "horizon_days"),
    *("episodes", "events", "estimate", "ci_lower", "ci_upper", "status"),
]
_SHARES = {
    "Clear": ("clearance", "cleared"),
    "Partly clear": ("clearance", "partial"),
    "Not clear": ("clearance", "not_cleared"),
    "Persistent": ("persistence", "persistence"),
}
# Told as a number with its share.
_BESIDE = {
    "Written down clear, but treated again first": ("persistence", "retreated_before_clear"),
    "Not assessed": ("assessment", "not_assessed"),
    "Not recorded": ("assessment", "not_recorded"),
}


def shares(answer: Answer) -> pd.DataFrame:
    """How often were the milia gone, by group, with intervals and denominators, and who was not assessed?"""
    rows = _rows(answer)
    counted = _of(rows, "assessment", "not_assessed")
    groups = list(dict.fromkeys(row["group"] for row in counted))
    assessed = {row["group"]: cells.counted(row) for row in _of(rows, "clearance", "cleared")}
    unit = "Patients" if answer.choices.unit == "patient" else "Episodes"
    columns = {f"{unit} assessed": [assessed.get(group, "none") for group in groups]}
    for title, (measure, kind) in _SHARES.items():
        columns[title] = cells.shares(_of(rows, measure, kind), groups)
    for title, (measure, kind) in _BESIDE.items():
        by_group = {row["group"]: row for row in _of(rows, measure, kind)}
        columns[title] = [
            _number(by_group[group]) if group in by_group else "–" for group in groups
        ]
    return _frame(answer, groups, columns)


def times(answer: Answer) -> pd.DataFrame:
    """When was clear documented, after a retinoid and under observation?"""
    rows = [row for row in _rows(answer) if row["measure"] == "time_to_clearance"]
    groups = list(dict.fromkeys(row["group"] for row in rows))
    medians = {row["group"]: row for row in rows if row["kind"] == "median"}
    unit = "Patients" if answer.choices.unit == "patient" else "Episodes"
    columns = {unit: [cells.counted(medians[group]) for group in groups]}
    for horizon in answer.horizons:
        at = [row for row in rows if row["horizon_days"] == horizon]
        columns[f"Clear within {horizon_in_words(horizon)}"] = cells.shares(at, groups)
    columns["Half of them clear by"] = [_day(medians[group]) for group in groups]
    return _frame(answer, groups, columns)


def _rows(answer: Answer) -> list[Row]:
    return answer.tables["estimates"][_READ].to_dict("records")


def _of(rows: list[Row], measure: str, kind: str) -> list[Row]:
    return [row for row in rows if row["measure"] == measure and row["kind"] == kind]


def _number(row: Row) -> str:
    """How is a number of those counted written, with its share?"""
    if row["status"] != "shown":
        return formats.STATUS_WORDS[row["status"]]
    if row["events"] == 0:
        return "none"
    places = formats.decimals([float(row["estimate"])])
    return f"{row['events']:,} ({formats.percent(float(row['estimate']), places)})"


def _day(row: Row) -> str:
    said = cells.days(row)
    return f"day {row['estimate']:.0f}" if row["status"] == "shown" else said


def _frame(answer: Answer, groups: list[str], columns: dict[str, list[str]]) -> pd.DataFrame:
    by = answer.choices.group_by
    names = [words.value(by, group) for group in groups]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.dimension(by)))
