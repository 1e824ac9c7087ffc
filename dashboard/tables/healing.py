"""The tables of healing: shares by a day, days by a share, means, and what is known when days are intervals."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.tables import cells, formats

_READ = [
    *("measure", "group", "kind", "horizon_days", "episodes"),
    *("estimate", "ci_lower", "ci_upper", "status"),
]
_SHARE = "cumulative_incidence"
Rows = list[dict[Any, Any]]


def figures(answer: Answer) -> pd.DataFrame:
    """What share was healed by each day, and by which day a quarter, half, three quarters, with intervals?"""
    rows = _rows(answer, "healing")
    shares = [row for row in rows if row["kind"] == _SHARE]
    groups = list(dict.fromkeys(row["group"] for row in shares))
    counted = "Patients" if answer.choices.unit == "patient" else "Episodes"
    sizes = {row["group"]: cells.counted(row) for row in shares}
    columns = {counted: [sizes[group] for group in groups]}
    none = _rows(answer, "no_event")
    for horizon in sorted({row["horizon_days"] for row in shares}):
        at = [row for row in shares if row["horizon_days"] == horizon]
        limits = {row["group"]: row["estimate"] for row in none if row["horizon_days"] == horizon}
        columns[f"Healed within {horizon_in_words(horizon)}"] = cells.shares(at, groups, limits)
    found = {(row["group"], row["kind"]): row for row in rows if row["kind"] != _SHARE}
    columns["Half healed by day"] = [_day(found[group, "median"]) for group in groups]
    columns["A quarter to three quarters by day"] = [
        _span(found[group, "quantile_25"], found[group, "quantile_75"]) for group in groups
    ]
    mean = _rows(answer, "restricted_mean")
    for horizon in sorted({row["horizon_days"] for row in mean})[:1]:
        columns |= _means(mean, horizon, groups)
    return _frame(answer, groups, columns)


def means(answer: Answer) -> pd.DataFrame:
    """By which day a quarter and three quarters, how many days on average, how long was half of each followed?"""
    rows = _rows(answer, "restricted_mean")
    groups = list(dict.fromkeys(row["group"] for row in rows))
    days = {(row["group"], row["kind"]): _day(row) for row in _rows(answer, "healing")}
    columns = {
        "A quarter by day": [days[group, "quantile_25"] for group in groups],
        "Three quarters by day": [days[group, "quantile_75"] for group in groups],
    }
    for horizon in sorted({row["horizon_days"] for row in rows}):
        columns |= _means(rows, horizon, groups)
    follow = {row["group"]: cells.days(row) for row in _rows(answer, "follow_up")}
    columns["Followed for (median)"] = [follow.get(group, "–") for group in groups]
    return _frame(answer, groups, columns)


def intervals(answer: Answer) -> pd.DataFrame:
    """Between which bounds do the figures lie if healing may have happened on any day since it was seen open?"""
    rows = _rows(answer, "healing_interval_censored")
    groups = list(dict.fromkeys(row["group"] for row in rows))
    least = [row for row in rows if row["kind"] == "healed_at_least"]
    most = {
        (row["group"], row["horizon_days"]): row for row in rows if row["kind"] == "healed_at_most"
    }
    columns = {}
    for horizon in sorted({row["horizon_days"] for row in least}):
        found = {
            row["group"]: _bounds(row, most[row["group"], horizon])
            for row in least
            if row["horizon_days"] == horizon
        }
        columns[f"Healed within {horizon_in_words(horizon)}"] = [found[group] for group in groups]
    ends = {(row["group"], row["kind"]): row for row in rows}
    for kind, said in (
        ("median", "Half healed"),
        ("quantile_25", "A quarter"),
        ("quantile_75", "Three quarters"),
    ):
        columns[said] = [
            _between(ends[group, f"{kind}_from"], ends[group, f"{kind}_to"]) for group in groups
        ]
    return _frame(answer, groups, columns)


def _rows(answer: Answer, measure: str) -> Rows:
    table = answer.tables["estimates"]
    return table.loc[table["measure"].eq(measure), _READ].to_dict("records")


def _frame(answer: Answer, groups: list[str], columns: dict[str, list[str]]) -> pd.DataFrame:
    by = answer.choices.group_by
    names = [words.value(by, group) for group in groups]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.dimension(by)))


def _day(row: dict[Any, Any]) -> str:
    """How is a day written, with its interval: "8 (7–10)"? A limit that is not reached is said."""
    return cells.or_status(
        row, formats.days(row["estimate"], row["ci_lower"], row["ci_upper"], places=0)
    )


def _span(first: dict[Any, Any], second: dict[Any, Any]) -> str:
    """From which day to which, without their intervals: these are in the detail."""
    start, end = (cells.or_status(row, f"{row['estimate']:g}") for row in (first, second))
    return start if start == end and first["status"] != "shown" else f"{start} to {end}"


def _means(rows: Rows, horizon: int, groups: list[str]) -> dict[str, list[str]]:
    found = {row["group"]: _mean(row) for row in rows if row["horizon_days"] == horizon}
    return {f"Mean days open, of the first {horizon}": [found[group] for group in groups]}


def _mean(row: dict[Any, Any]) -> str:
    said = formats.days(row["estimate"], row["ci_lower"], row["ci_upper"], places=1)
    if row["status"] == "not_mature":
        return f"{said}, too early"
    return cells.or_status(row, said)


def _bounds(least: dict[Any, Any], most: dict[Any, Any]) -> str:
    lower, upper = (formats.percent(row["estimate"], 0) for row in (least, most))
    said = lower if lower == upper else f"{lower} to {upper}"
    if least["status"] == "not_mature":
        return f"{said}, too early"
    return cells.or_status(least, said)


def _between(start: dict[Any, Any], end: dict[Any, Any]) -> str:
    return cells.or_status(
        start, f"after day {start['estimate']:.0f}, by day {end['estimate']:.0f}"
    )
