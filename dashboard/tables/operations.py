"""The tables of running the clinic: amounts, shares, months, and what came after attempts at home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.cohort import month_in_words
from dashboard.tables import cells, formats

Row = dict[Any, Any]
_READ = [
    *("measure", "kind", "group", "subgroup", "episodes", "value_unit"),
    *("estimate", "ci_lower", "ci_upper", "status"),
]
_COST = {
    "Cost for each cleared": "cost_per_cleared",
    "Chair minutes for each cleared": "minutes_per_cleared",
    "Sessions for each cleared": "sessions_per_cleared",
    "Price": "price",
    "Direct cost": "cost",
    "Margin an hour": "margin_per_hour",
}
_COURSE = {
    "Sessions planned": "sessions_planned",
    "Sessions done": "sessions",
    "Chair minutes": "chair_minutes",
    "Dropped out, of courses of several sessions": "dropped_out",
}
_SEEN = {
    "Reviews attended": "reviews_attended",
    "With an unplanned visit": "unplanned",
    "Unplanned visits, mean": "unplanned_visits",
    "Never seen again": "never_seen",
    "Redone free of charge": "free_redo",
    "Complaint": "complaint",
}
_AFTER = {
    "Direct cost": "cost",
    "Chair minutes": "chair_minutes",
    "Sessions done": "sessions",
    "Cost for each cleared": "cost_per_cleared",
}
_TRIED = {"none": "No attempt at home before", "tried": "Squeezed, picked or used products"}


def costs(answer: Answer) -> pd.DataFrame:
    """What did each group take and cost, and what did it bring in?"""
    return _by_group(answer, _COST)


def course(answer: Answer) -> pd.DataFrame:
    """How did the courses of each group run?"""
    return _by_group(answer, _COURSE)


def seen(answer: Answer) -> pd.DataFrame:
    """Who was seen again, unplanned or never, and who complained?"""
    return _by_group(answer, _SEEN)


def after_diy(answer: Answer) -> pd.DataFrame:
    """What did those who had tried at home before take and cost, and those who had not? All treatments together."""
    rows = [row for row in _rows(answer) if row["measure"] == "after_diy"]
    told = {(row["subgroup"], row["kind"]): row for row in rows}
    there = [name for name in _TRIED if any(name == subgroup for subgroup, _ in told)]
    columns = {
        title: _column([told.get((name, kind)) for name in there]) for title, kind in _AFTER.items()
    }
    names = [_TRIED[name] for name in there]
    return pd.DataFrame(columns, index=pd.Index(names, name="Tried at home before"))


def months(answer: Answer) -> pd.DataFrame:
    """How many of each group began in each month, the newest first?"""
    table = answer.tables["charts"]
    by = answer.choices.group_by
    told = {
        (row["unit_of_chart"], row["period"]): row
        for row in table[["unit_of_chart", "period", "events", "status"]].to_dict("records")
    }
    periods = sorted(set(table["period"]), reverse=True)
    columns = {"All": [_number(told["all", period]) for period in periods]}
    for group in dict.fromkeys(table.loc[table["chart"].eq("mix"), "unit_of_chart"]):
        columns[words.value(by, group)] = [_number(told[group, period]) for period in periods]
    index = pd.Index([month_in_words(period) for period in periods], name="Month")
    return pd.DataFrame(columns, index=index)


def _by_group(answer: Answer, titles: Mapping[str, str]) -> pd.DataFrame:
    rows = _rows(answer)
    told = {(row["group"], row["measure"]): row for row in rows}
    groups = list(dict.fromkeys(row["group"] for row in rows if row["measure"] == "operations"))
    unit = "Patients" if answer.choices.unit == "patient" else "Episodes"
    columns = {unit: [cells.counted(told[group, "operations"]) for group in groups]}
    for title, measure in titles.items():
        columns[title] = _column([told.get((group, measure)) for group in groups])
    by = answer.choices.group_by
    names = [words.value(by, group) for group in groups]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.dimension(by)))


def _rows(answer: Answer) -> list[Row]:
    return answer.tables["estimates"][_READ].to_dict("records")


def _column(rows: Sequence[Row | None]) -> list[str]:
    """How are the figures of a column written, one precision for all? None: there is no such figure."""
    there = [row for row in rows if row is not None]
    figures = [float(row["estimate"]) for row in there]
    shares = any(row["value_unit"] == "proportion" for row in there)
    places = formats.decimals(figures) if shares else formats.amount_decimals(figures)
    write = formats.with_interval if shares else formats.amount
    return [
        "–" if row is None else cells.or_status(row, write(*_limits(row), places)) for row in rows
    ]


def _limits(row: Row) -> tuple[float, float, float]:
    return float(row["estimate"]), float(row["ci_lower"]), float(row["ci_upper"])


def _number(row: Row) -> str:
    if row["status"] != "shown":
        return formats.STATUS_WORDS[row["status"]]
    return formats.number(float(row["events"]))
