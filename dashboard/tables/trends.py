"""The tables of the charts: what is said of each outcome, its months, and of whom a month was made."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.timed import NOT_MATURE
from dashboard.answers.trends_charts import CUSUM
from dashboard.answers.trends_items import AMOUNT, Item, items, named
from dashboard.answers.trends_signals import Signal, assurance, is_rare, main_chart, variation
from dashboard.answers.trends_words import RARE
from dashboard.cohort import month_in_words
from dashboard.disclosure import HIDING, SHOWN
from dashboard.tables import formats

Row = dict[Any, Any]


def summary(answer: Answer) -> pd.DataFrame:
    """What is said of each outcome: ordinary variation or a signal, and would the target be met?"""
    charts, targets = answer.tables["charts"], dict(answer.settings.targets)
    rows = {}
    for item in charted(answer):
        settled = main_chart(charts, item.code)
        settled = settled[settled["status"].eq(SHOWN)]
        state, signal = variation(charts, item)
        last = settled.to_dict("records")[-1] if len(settled) else None
        # Without any target the column would say so eight times.
        target = {"Against the target": assurance(charts, item, targets)} if targets else {}
        rows[item.title] = {
            "Variation": state if signal is None else f"{state}, {signal.said}",
            **target,
            "Centre": _figure(item, last["centre"]) if last else "–",
            "Last settled month": month_in_words(last["period"]) if last else "none yet",
            "That month": _figure(item, last["value"]) if last else "–",
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("Outcome")


def months(answer: Answer, code: str) -> pd.DataFrame:
    """What does each month of an item show, the latest first?"""
    item = named(answer.settings, code)
    rows = main_chart(answer.tables["charts"], code).to_dict("records")[::-1]
    counted = f"{item.of[0].upper()}{item.of[1:]}"
    columns = {
        counted: [_hidden_or(row, formats.number(_real(row["denominator"]))) for row in rows],
        "Share" if item.kind != AMOUNT else "Minutes": [_month(item, row) for row in rows],
        "Limits": [_limits(item, row) for row in rows],
        "Signal": [_signals(item, row) for row in rows],
    }
    names = [month_in_words(row["period"]) for row in rows]
    return pd.DataFrame(columns, index=pd.Index(names, name="Month"))


def made_of(answer: Answer, code: str, period: str) -> pd.DataFrame:
    """Of whom was a month made, group by group?"""
    item = named(answer.settings, code)
    table = answer.tables["estimates"]
    chosen = table[table["measure"].eq(code) & table["subgroup"].eq(period)]
    place = {group: number for number, group in enumerate(answer.groups)}
    rows = sorted(chosen.to_dict("records"), key=lambda row: place.get(row["group"], len(place)))
    by = answer.choices.group_by
    counted = f"{item.of[0].upper()}{item.of[1:]}"
    columns = {counted: [_hidden_or(row, formats.number(_real(row["episodes"]))) for row in rows]}
    # Counts alone: a share of so few would be read for more than it says.
    if item.kind == AMOUNT:
        columns["Minutes"] = [_hidden_or(row, _figure(item, row["estimate"])) for row in rows]
    else:
        columns[item.title] = [
            _hidden_or(row, formats.number(_real(row["events"]))) for row in rows
        ]
    names = [words.value(by, row["group"]) for row in rows]
    return pd.DataFrame(columns, index=pd.Index(names, name=words.dimension(by)))


def beside(answer: Answer, code: str) -> str:
    """What does the chart below the main one show?"""
    if named(answer.settings, code).kind == AMOUNT:
        return "How far each month is from the one before it (moving range)."
    return (
        "Evidence of a lasting change, adding up month by month (CUSUM); where it reaches the limit it counts "
        "as a signal, and begins anew."
    )


def rarely(answer: Answer, code: str) -> str:
    """What must be known of a chart on which few events are expected? Nothing of others."""
    item = named(answer.settings, code)
    if not is_rare(answer.tables["charts"], item):
        return ""
    there = answer.tables["charts"].loc[lambda table: table["measure"].eq(code), "chart"]
    below = " The CUSUM below, which adds up what each month says, watches such an outcome."
    return f"{item.title}: {RARE}{below if there.eq(CUSUM).any() else ''}"


def charted(answer: Answer) -> list[Item]:
    """Which items have a chart?"""
    there = set(answer.tables["charts"]["measure"])
    return [item for item in items(answer.settings) if item.code in there]


def periods(answer: Answer, code: str) -> list[str]:
    """Which months of an item can be looked into, the latest first?"""
    rows = main_chart(answer.tables["charts"], code)
    return list(rows.loc[~rows["status"].isin(HIDING), "period"])[::-1]


def _month(item: Item, row: Row) -> str:
    said = _figure(item, row["value"])
    return f"{said} so far" if row["status"] == NOT_MATURE else _hidden_or(row, said)


def _limits(item: Item, row: Row) -> str:
    if np.isnan(row["upper_limit"]):
        return "–"
    return f"{_figure(item, row['lower_limit'])} to {_figure(item, row['upper_limit'])}"


def _signals(item: Item, row: Row) -> str:
    if row["status"] == NOT_MATURE:
        return "too recent"
    found = [Signal(item, row["chart"], row["period"], rule) for rule in row["signal"].split()]
    return "; ".join(signal.said.partition(": ")[2] for signal in found) or "–"


def _figure(item: Item, value: float) -> str:
    if np.isnan(value):
        return "–"
    return f"{value:.0f}" if item.kind == AMOUNT else formats.percent(value, int(value < 0.1))


def _hidden_or(row: Row, said: str) -> str:
    return formats.STATUS_WORDS[row["status"]] if row["status"] in HIDING else said


def _real(value: Any) -> float:
    return float("nan") if pd.isna(value) else float(value)
