"""The tables of what patients say: each figure beside the share who answered."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.tables import cells, formats

Row = dict[Any, Any]
_READ = [
    *("measure", "kind", "group", "horizon_days"),
    *("episodes", "events", "estimate", "ci_lower", "ci_upper", "status"),
]
_ANSWERED = "answered"


def figures(answer: Answer) -> pd.DataFrame:
    """What did each group say, and what share of it answered?"""
    rows = _rows(answer)
    groups = _groups(rows)
    columns = {
        _counted(answer): _numbers(rows, "reported", _ANSWERED, groups),
        "DLQI improved by 4 or more": _shares(rows, "dlqi", "improved", groups),
        "DLQI: answered": _shares(rows, "dlqi", _ANSWERED, groups, limits=False),
        "Mean distress change, of 10": _points(rows, "distress", "change", groups, signed=True),
        "Distress: answered": _shares(rows, "distress", _ANSWERED, groups, limits=False),
        "Peak pain, of 10": _pain(rows, groups),
        "Pain: answered": _shares(rows, "pain", _ANSWERED, groups, limits=False),
        "Satisfied": _shares(rows, "satisfaction", "satisfied", groups),
        "Satisfied: answered": _shares(rows, "satisfaction", _ANSWERED, groups, limits=False),
    }
    return _frame(answer, groups, columns)


def scores(answer: Answer, measure: str) -> pd.DataFrame:
    """How high were the scores of a measure before and after, of those who gave both?"""
    rows = _rows(answer)
    groups = [group for group in _groups(rows) if group in _by_group(rows, measure, "change")]
    columns = {
        "With both scores": _numbers(rows, measure, "change", groups),
        "Mean before": _points(rows, measure, "before", groups),
        "Mean after": _points(rows, measure, "after", groups),
        "Mean change": _points(rows, measure, "change", groups, signed=True),
    }
    if measure == "dlqi":
        columns["Improved by 4 or more"] = _shares(rows, "dlqi", "improved", groups)
        columns["The same, of those who began at 4 or more"] = _shares(
            rows, "dlqi_able", "improved", groups
        )
        columns["Worsened by 4 or more"] = _shares(rows, "dlqi", "worsened", groups)
    return _frame(answer, groups, columns)


def satisfaction(answer: Answer) -> pd.DataFrame:
    """How satisfied were those who answered?"""
    rows = _rows(answer)
    groups = [
        group for group in _groups(rows) if group in _by_group(rows, "satisfaction", "neither")
    ]
    columns = {
        "Who answered": _numbers(rows, "satisfaction", "satisfied", groups),
        "Satisfied (4 or 5)": _shares(rows, "satisfaction", "satisfied", groups),
        "Neither (3)": _shares(rows, "satisfaction", "neither", groups),
        "Dissatisfied (1 or 2)": _shares(rows, "satisfaction", "dissatisfied", groups),
    }
    return _frame(answer, groups, columns)


def _rows(answer: Answer) -> list[Row]:
    return answer.tables["estimates"][_READ].to_dict("records")


def _groups(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(row["group"] for row in rows if row["measure"] == "reported"))


def _by_group(rows: list[Row], measure: str, kind: str) -> dict[str, Row]:
    return {row["group"]: row for row in rows if row["measure"] == measure and row["kind"] == kind}


def _numbers(rows: list[Row], measure: str, kind: str, groups: list[str]) -> list[str]:
    told = _by_group(rows, measure, kind)
    return [cells.counted(told[group]) if group in told else "none" for group in groups]


def _shares(
    rows: list[Row], measure: str, kind: str, groups: list[str], *, limits: bool = True
) -> list[str]:
    told = list(_by_group(rows, measure, kind).values())
    if not limits:
        told = [{**row, "ci_lower": float("nan"), "ci_upper": float("nan")} for row in told]
    return cells.shares(told, groups)


def _points(
    rows: list[Row], measure: str, kind: str, groups: list[str], *, signed: bool = False
) -> list[str]:
    told = _by_group(rows, measure, kind)
    return [_mean(told[group], signed=signed) if group in told else "–" for group in groups]


def _mean(row: Row, *, signed: bool) -> str:
    mean, lower, upper = (float(row[name]) for name in ("estimate", "ci_lower", "ci_upper"))
    said = formats.apart(mean, lower, upper) if signed else formats.days(mean, lower, upper, 1)
    return cells.or_status(row, said)


def _pain(rows: list[Row], groups: list[str]) -> list[str]:
    quartiles = [_by_group(rows, "pain", kind) for kind in ("median", "quantile_25", "quantile_75")]
    said = []
    for group in groups:
        if group not in quartiles[0]:
            said.append("–")
            continue
        middle, low, high = (float(of[group]["estimate"]) for of in quartiles)
        said.append(cells.or_status(quartiles[0][group], formats.middle_half(middle, low, high)))
    return said


def _counted(answer: Answer) -> str:
    return "Patients" if answer.choices.unit == "patient" else "Episodes"


def _frame(answer: Answer, groups: list[str], columns: dict[str, list[str]]) -> pd.DataFrame:
    by = answer.choices.group_by
    names = [words.value(by, group) for group in groups]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.dimension(by)))
