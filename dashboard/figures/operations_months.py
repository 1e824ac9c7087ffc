"""How many began in each month, and what the month was made of: bars, one row a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.cohort import month_in_words
from dashboard.figures import theme
from dashboard.figures.intervals import said_instead

_ROW, _TALL = 44, 190
_MARGIN = {"l": 112, "r": 24, "t": 6, "b": 48}
# How much of a row the tallest bar of all fills.
_FILLED = 0.86


@dataclass(frozen=True, eq=False)
class Months:
    """What is drawn: ``group`` (all, or each), ``period``, ``events``, ``value``, ``status``, in page order.

    `group_by`: empty where all are together.
    """

    group_by: str
    rows: pd.DataFrame

    @property
    def groups(self) -> tuple[str, ...]:
        """Which rows are there?"""
        return tuple(dict.fromkeys(self.rows["group"]))

    @property
    def periods(self) -> list[str]:
        """Which months are there, in order?"""
        return sorted(set(self.rows["period"]))


def prepare_volume(answer: Answer) -> Months:
    """How many began in each month?"""
    return Months("", _rows(answer, "volume"))


def prepare_mix(answer: Answer) -> Months:
    """How many of each group?"""
    return Months(answer.choices.group_by, _rows(answer, "mix"))


def describe(months: Months) -> str:
    """What does the chart say to somebody who cannot see it?"""
    if not months.periods:
        return "Nothing can be shown."
    first, last = (month_in_words(months.periods[place]) for place in (0, -1))
    said = f"Number begun in each month, from {first} to {last}"
    shown = months.rows[months.rows["status"].eq("shown")]
    whole = shown.groupby("group", sort=False)["events"].sum()
    names = [f"{_name(months, str(group))} {number:,.0f}" for group, number in whole.items()]
    return f"{said}; in the months that may be told: {'; '.join(names)}."


def draw(months: Months, mode: theme.Mode) -> go.Figure:
    """How do the bars look? A month of which the number is hidden has a cross, and none has nothing."""
    if not months.periods:
        return theme.nothing(mode)
    top = float(np.nanmax([*months.rows["events"], 1.0]))
    alone = not months.group_by
    traces: list[dict[str, Any]] = []
    for place, group in enumerate(months.groups):
        own = months.rows[months.rows["group"].eq(group)]
        scale = 1.0 if alone else _FILLED / top
        style = theme.style(months.group_by, group, place, mode) if months.group_by else None
        colour = style.mark if style else theme.GROUNDS[mode].quiet
        traces += [_bars(own, -place, scale, colour), _marks(own, -place, colour)]
    return theme.figure(traces, _layout(months, mode, top))


def _layout(months: Months, mode: theme.Mode, top: float) -> dict[str, Any]:
    count = len(months.groups)
    januaries = [period for period in months.periods if period.endswith("-01")]
    years = januaries or months.periods[:1]
    if months.group_by:
        names = [theme.on_lines(_name(months, group)) for group in months.groups]
        places = [0.4 - place for place in range(count)]
        vertical = theme.axis(
            mode, range=[0.7 - count, 1.0], tickvals=places, ticktext=names, showgrid=False
        )
        height = _ROW * count
    else:
        vertical = theme.axis(mode, range=[0.0, 1.08 * top], title="Begun in the month")
        height = _TALL
    return theme.layout(
        mode,
        height + 54,
        margin=_MARGIN,
        bargap=0.18,
        barmode="overlay",
        xaxis=theme.axis(
            mode,
            title="Month of the first session",
            type="category",
            categoryorder="array",
            categoryarray=months.periods,
            range=[-0.8, len(months.periods) - 0.2],
            tickvals=years,
            ticktext=[period[:4] for period in years] if januaries else years,
            tickangle=0,
            showgrid=False,
        ),
        yaxis=vertical,
    )


def _bars(own: pd.DataFrame, base: float, scale: float, colour: str) -> dict[str, Any]:
    shown = own[own["status"].eq("shown")]
    return {
        "type": "bar",
        "x": shown["period"].tolist(),
        "y": (shown["events"] * scale).tolist(),
        "base": [base] * len(shown),
        "marker": {"color": colour},
        "hovertext": [_said(row) for row in shown.to_dict("records")],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _marks(own: pd.DataFrame, base: float, colour: str) -> dict[str, Any]:
    """Where a number is hidden: a cross on the ground line, the same whatever the number."""
    gone = own[own["status"].ne("shown")]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": gone["period"].tolist(),
        "y": [base] * len(gone),
        "cliponaxis": False,
        "marker": theme.hidden_mark(colour),
        "hovertext": [
            f"{month_in_words(row['period'])}: {said_instead(row['status'])}"
            for row in gone.to_dict("records")
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _said(row: dict[Any, Any]) -> str:
    share = "" if np.isnan(row["value"]) or row["group"] == "all" else f", {row['value']:.0%}"
    return f"{month_in_words(row['period'])}: {row['events']:,.0f}{share}"


def _name(months: Months, group: str) -> str:
    return words.value(months.group_by, group) if months.group_by else "all"


def _rows(answer: Answer, chart: str) -> pd.DataFrame:
    table = answer.tables["charts"]
    rows = table[table["chart"].eq(chart)]
    rows = rows.assign(group=rows["unit_of_chart"], events=rows["events"].astype(float))
    return rows[["group", "period", "events", "value", "status"]].reset_index(drop=True)
