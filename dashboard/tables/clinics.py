"""The tables of clinics: who stands within or outside, the figures of an outcome, and a clinic's own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.clinics_items import Outcome, outcomes
from dashboard.answers.clinics_told import CRUDE, INDIRECT
from dashboard.answers.clinics_words import funnel_of, number_said, spread_of, state
from dashboard.answers.like_for_like_plain import level_name
from dashboard.disclosure import HIDDEN_TOO, HIDING, SHOWN
from dashboard.tables import cells, formats

Row = dict[Any, Any]
# How units may stand: never by an outcome.
ORDERS = {"name": "By name", "size": "By size"}
_AMONG_SMALL = "among the small"
# A difference of a level is looked at from so many standard deviations on: Austin & Stuart (2015).
_SMALL = 0.1


def main_outcomes(answer: Answer) -> dict[str, str]:
    """Which outcomes can be chosen? Code → what it is called."""
    return {each.code: each.item.title for each in _outcomes(answer) if each.main}


def outcome_of(answer: Answer, code: str) -> Outcome:
    """Which outcome has this code?"""
    return next(each for each in _outcomes(answer) if each.code == code)


def choosable(answer: Answer) -> dict[str, str]:
    """Which units have a panel of their own? Code → what it is called; first none."""
    by = answer.choices.group_by
    named = [group for group in answer.groups if group != words.NOT_RECORDED]
    return {"": "Choose one", **{group: words.value(by, group) for group in named}}


def units(answer: Answer, order: str = "name") -> list[str]:
    """Which units have rows, in this order? The small ones together last."""
    table = answer.tables["estimates"]
    counted = table[table["measure"].eq(answer.topic)].set_index("group")["patients"]
    size = counted.fillna(0).astype(int)
    named = [group for group in answer.groups if group != words.NOT_RECORDED]
    if order == "size":
        named.sort(key=lambda group: -size.get(group, 0))
    last = [
        group for group in (words.NOT_RECORDED, words.SMALL_TOGETHER)
        if group in answer.groups or (group == words.SMALL_TOGETHER and _pooled(answer))
    ]  # fmt: skip
    return [*named, *last]


def summary(answer: Answer, order: str) -> pd.DataFrame:
    """How does each unit stand in each outcome: observed and expected, within or outside?"""
    table = answer.tables["estimates"]
    counted = _by_group(table[table["measure"].eq(answer.topic)])
    rows = units(answer, order)
    columns = {"Patients": [_number(counted.get(group), "patients") for group in rows]}
    for outcome in _outcomes(answer):
        if outcome.main:
            columns[outcome.item.title] = _standing(answer, outcome, rows)
    return _frame(answer, rows, columns)


def figures(answer: Answer, code: str, order: str) -> pd.DataFrame:
    """What are the figures of an outcome, unit by unit? With limits where it has a funnel."""
    rows = units(answer, order)
    share, expected, ratio = (_of(answer, code, kind) for kind in ("share", "expected", "ratio"))
    points = _points(answer, code, INDIRECT)
    columns = {
        "Patients": [_number(expected.get(group), "episodes") for group in rows],
        "Known of": [_number(share.get(group), "episodes") for group in rows],
        "Share, not adjusted": cells.shares(list(share.values()), rows),
        "Observed": [_number(expected.get(group), "events") for group in rows],
        "Expected": [_expected(expected.get(group)) for group in rows],
        "Observed / expected": [_ratio(ratio.get(group)) for group in rows],
    }
    if points:
        columns["99.8% limits"] = [_limits(points.get(group)) for group in rows]
        columns["In words"] = [_state(points.get(group)) for group in rows]
    return _frame(answer, rows, columns)


def crude(answer: Answer, code: str, order: str) -> pd.DataFrame:
    """What are the shares as they are, with the limits of chance?"""
    rows = units(answer, order)
    share, points = _of(answer, code, "share"), _points(answer, code, CRUDE)
    places = formats.decimals(row["estimate"] for row in share.values())
    columns = {
        "Known of": [_number(share.get(group), "episodes") for group in rows],
        "With it": [_number(share.get(group), "events") for group in rows],
        "Share, not adjusted": cells.shares(list(share.values()), rows),
        "95% limits": [_between(points.get(group), "warning", places) for group in rows],
        "99.8% limits": [_between(points.get(group), "limit", places) for group in rows],
        "In words": [_state(points.get(group)) for group in rows],
    }
    return _frame(answer, rows, columns)


def spreads(answer: Answer) -> pd.DataFrame:
    """By how much do units differ beyond chance, and were limits widened?"""
    charts, found = answer.tables["charts"], {}
    for outcome in _outcomes(answer):
        for adjustment, said in ((INDIRECT, "observed / expected"), (CRUDE, "not adjusted")):
            row = spread_of(charts, outcome.code, adjustment)
            if row is not None:
                found[f"{outcome.item.title}, {said}"] = {
                    "Units": formats.number(float(row["denominator"])),
                    "φ": f"{row['value']:.2f}",
                    "To exceed": f"{row['upper_limit']:.2f}",
                    "Limits": "widened" if row["signal"] else "of chance alone",
                }
    return pd.DataFrame.from_dict(found, orient="index").rename_axis("Outcome")


def own(answer: Answer, unit: str) -> pd.DataFrame:
    """What are a unit's own figures, beside those of all together?"""
    rows = {}
    for outcome in (each for each in _outcomes(answer) if each.main):
        share, expected, ratio = (
            _of(answer, outcome.code, kind).get(unit) for kind in ("share", "expected", "ratio")
        )
        centre = _points(answer, outcome.code, CRUDE).get(unit, {}).get("centre", np.nan)
        places = formats.decimals([float(share["estimate"])] if share else [])
        rows[outcome.item.title] = {
            "Known of": _number(share, "episodes"),
            "Share, not adjusted": cells.share(share, places) if share else "–",
            "All together": formats.percent(float(centre), places),
            "Observed": _number(expected, "events"),
            "Expected": _expected(expected),
            "Observed / expected": _ratio(ratio),
            "In words": _state(_points(answer, outcome.code, INDIRECT).get(unit)),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("Outcome")


def case_mix(answer: Answer, unit: str) -> pd.DataFrame:
    """Who comes to a unit, beside who comes to the others?"""
    rows = mix_rows(answer, unit)
    columns = {
        words.value(answer.choices.group_by, unit): [
            cells.or_status(row, formats.percent(row["share"], 0)) for row in rows
        ],
        "All others": [
            cells.or_status(row, formats.percent(row["other_share"], 0)) for row in rows
        ],
        "Difference, SD": [
            cells.or_status(row, f"{row['smd']:+z.2f}".replace("-", "−")) for row in rows
        ],
    }
    index = [level_name(row["covariate"], row["level"]) for row in rows]
    return pd.DataFrame(columns, index=pd.Index(index, name="Case mix"))


def mix_rows(answer: Answer, unit: str) -> list[Row]:
    """Which shares of the case mix has a unit (``share``), and which the others (``other_share``)?"""
    table = answer.tables["balance"]
    mine, others = (table[table[side].eq(unit)] for side in ("group", "reference"))
    told = mine.assign(other_share=others["share"].to_numpy(dtype=float))
    return told.astype({"patients": float}).to_dict("records")


def _outcomes(answer: Answer) -> tuple[Outcome, ...]:
    return outcomes(answer.settings, answer.horizons[-1])


def _pooled(answer: Answer) -> bool:
    table = answer.tables["estimates"]
    return bool(table["group"].eq(words.SMALL_TOGETHER).any())


def _frame(answer: Answer, rows: list[str], columns: dict[str, list[str]]) -> pd.DataFrame:
    by = answer.choices.group_by
    names = [words.value(by, group) for group in rows]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.dimension(by)))


def _by_group(table: pd.DataFrame) -> dict[str, Row]:
    return {row["group"]: row for row in table.to_dict("records")}


def _of(answer: Answer, code: str, kind: str) -> dict[str, Row]:
    """Which rows of an outcome say this, by unit?"""
    if kind == "ratio":
        table = answer.tables["comparisons"].astype({"df": float})
        return _by_group(table[table["measure"].eq(code)])
    table = answer.tables["estimates"]
    return _by_group(table[table["measure"].eq(code) & table["kind"].eq(kind)])


def _points(answer: Answer, code: str, adjustment: str) -> dict[str, Row]:
    rows = funnel_of(answer.tables["charts"], code, adjustment)
    return {row["unit_of_chart"]: row for row in rows.to_dict("records")}


def _standing(answer: Answer, outcome: Outcome, rows: list[str]) -> list[str]:
    expected, points = (
        _of(answer, outcome.code, "expected"),
        _points(answer, outcome.code, INDIRECT),
    )
    told = []
    for group in rows:
        row, point = expected.get(group), points.get(group)
        if row is None or point is None or row["status"] not in (SHOWN, "not_mature"):
            told.append(_state(point))
        else:
            mark = state(point).partition("\u00a0")[0]
            told.append(
                f"{mark}\u00a0{int(row['events']):,}\u00a0/\u00a0{number_said(float(row['estimate']))}"
            )
    return told


def _state(point: Row | None) -> str:
    if point is None:
        return "–"
    if point["status"] in HIDING:
        return (
            _AMONG_SMALL if point["status"] == HIDDEN_TOO else formats.STATUS_WORDS[point["status"]]
        )
    if point["status"] == "not_comparable":
        return formats.STATUS_WORDS[point["status"]]
    return state(point)


def _number(row: Row | None, column: str) -> str:
    if row is None:
        return "–"
    if _blank(row[column]):
        return formats.STATUS_WORDS.get(row["status"], "–")
    return f"{int(row[column]):,}"


def _expected(row: Row | None) -> str:
    if row is None:
        return "–"
    said = "–" if np.isnan(row["estimate"]) else number_said(float(row["estimate"]))
    return said if row["status"] in (SHOWN, "not_mature") else formats.STATUS_WORDS[row["status"]]


def _ratio(row: Row | None) -> str:
    if row is None:
        return "–"
    value, low, high = (float(row[name]) for name in ("estimate", "ci_lower", "ci_upper"))
    said = (
        f"{value:.2f}" if np.isnan(low) and not np.isnan(value) else formats.ratio(value, low, high)
    )
    if row["status"] == "not_mature":
        return f"{said}, too early"
    return cells.or_status(row, said)


def _limits(point: Row | None) -> str:
    if point is None or _blank(point["upper_limit"]):
        return "–"
    return f"{point['lower_limit']:.2f} to {point['upper_limit']:.2f}"


def _between(point: Row | None, which: str, places: int) -> str:
    if point is None or _blank(point[f"upper_{which}"]):
        return "–"
    low, high = (
        formats.percent(float(point[f"{side}_{which}"]), places) for side in ("lower", "upper")
    )
    return f"{low} to {high}"


def _blank(value: Any) -> bool:
    return bool(pd.isna(value))
