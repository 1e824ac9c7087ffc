"""Shares with their intervals as dots and bars, one row a group: the picture that is read in five seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.answers.plain import share
from dashboard.figures import theme

# Of a group that has no figure of this kind, and keeps its row.
LACKING = "lacking"
_SAID = {
    "hidden_small_number": "hidden: too few patients",
    "hidden_with_another": "hidden with another",
    "not_mature": "too early to say",
    "not_estimable": "cannot be estimated",
    "not_reached": "not reached",
    LACKING: "no such figure",
}
_ROW = 30
_COLUMNS = ["group", "estimate", "ci_lower", "ci_upper", "status"]


@dataclass(frozen=True)
class Unit:
    """How are values of a unit written: on the axis, beside the dot, and where the pointer rests?"""

    tick: str
    beside: str
    exact: str
    # Values of which all limits lie above this have an axis of their own: from zero they would be squeezed.
    near: float


UNITS = {
    "proportion": Unit(".0%", ".0%", ".1%", 0.4),
    "days": Unit(".0f", ".3g", ".1f", np.inf),
    "points": Unit(".3~g", ".1f", ".1f", np.inf),
    "score": Unit(".3~g", ".3g", ".3g", np.inf),
    "minutes": Unit(".3~s", ".0f", ".1f", np.inf),
    "currency": Unit(".3~s", ",.0f", ".2f", np.inf),
    "count": Unit(".3~g", ".2f", ".2f", np.inf),
}


@dataclass(frozen=True, eq=False)
class Intervals:
    """What is drawn: ``group``, ``estimate``, ``ci_lower``, ``ci_upper``, ``status``, in page order.

    `drawn_as`: the treatment whose look all rows have, where they are parts of one (methods of DIY attempts).
    """

    group_by: str
    rows: pd.DataFrame
    axis_title: str
    unit: str = "proportion"
    drawn_as: str = ""


def prepare(
    rows: pd.DataFrame,
    groups: Sequence[str],
    group_by: str,
    axis_title: str,
    *,
    limits: Mapping[str, float] | None = None,
    unit: str = "proportion",
) -> Intervals:
    """Which figures are drawn: of these rows of ``estimates``, one a group?

    Where nobody had the event, the interval runs from 0 to the one-sided limit (`limits`, by group).
    """
    chosen = {row["group"]: row for row in rows[_COLUMNS].to_dict("records")}
    for group, row in chosen.items():
        if group in (limits or {}) and row["estimate"] == 0.0:
            row.update(ci_lower=0.0, ci_upper=(limits or {})[group])
    drawn = [chosen[group] for group in groups if group in chosen]
    table = pd.DataFrame(drawn, columns=_COLUMNS).astype({"group": "str", "status": "str"})
    return Intervals(group_by, table, axis_title, unit)


def at_horizon(
    estimates: pd.DataFrame, measure: str, horizon: int | None, kind: str = ""
) -> pd.DataFrame:
    """Which rows of ``estimates`` speak of a measure (and kind) at a horizon, of whole groups?"""
    asked = -1 if horizon is None else horizon
    chosen = estimates["measure"].eq(measure) & estimates["horizon_days"].eq(asked)
    if kind:
        chosen &= estimates["kind"].eq(kind)
    return estimates[chosen & estimates["subgroup"].eq("")]


def without_horizon(estimates: pd.DataFrame, measure: str, kind: str) -> pd.DataFrame:
    """Which rows of ``estimates`` speak of a measure and kind that has no horizon, of whole groups?"""
    chosen = estimates["measure"].eq(measure) & estimates["kind"].eq(kind)
    return estimates[chosen & estimates["horizon_days"].isna() & estimates["subgroup"].eq("")]


def describe(prepared: Intervals) -> str:
    """What does the chart say to somebody who cannot see it?"""
    title = prepared.axis_title.replace("<br>", " ")
    unit = {"proportion": " percent", "days": " days", "minutes": " minutes"}.get(prepared.unit, "")
    exact = UNITS[prepared.unit].exact
    say = {"proportion": share, "days": "{:.0f}".format}.get(
        prepared.unit, lambda value: f"{value:{exact}}"
    )
    said = []
    for row in prepared.rows.to_dict("records"):
        if row["status"] == "shown":
            figure = f"{words.value(prepared.group_by, row['group'])} {say(row['estimate'])}{unit}"
            limits = f", between {say(row['ci_lower'])} and {say(row['ci_upper'])}"
            if np.isnan(row["ci_upper"]):
                limits = f", at least {say(row['ci_lower'])}"
            # Where episodes are counted, recorded shares have no limits.
            said.append(figure if np.isnan(row["ci_lower"]) else figure + limits)
    return f"{title}. {'; '.join(said)}." if said else f"{title}. Nothing can be shown."


def said_instead(status: str) -> str:
    """What is said in the place of a figure that is not drawn?"""
    return _SAID.get(status, status)


def draw(intervals: Intervals, mode: theme.Mode) -> go.Figure:
    """How do the intervals look? Figures that are not mature are said in words, not drawn."""
    rows = intervals.rows
    if rows.empty:
        return theme.nothing(mode)
    names = [words.value(intervals.group_by, group) for group in rows["group"]]
    unit = UNITS[intervals.unit]
    left, right = _range(rows[rows["status"].eq("shown")], unit)
    records = rows.to_dict("records")
    traces = [
        _dot(
            row,
            names[place],
            place,
            theme.style("treatment", intervals.drawn_as, place, mode)
            if intervals.drawn_as
            else theme.style(intervals.group_by, row["group"], place, mode),
            unit,
        )
        for place, row in enumerate(records)
        if row["status"] == "shown"
    ]
    traces.append(_texts(records, left, mode, unit))
    layout = theme.layout(
        mode,
        _ROW * len(rows) + 80,
        margin={"l": 112, "r": 24, "t": 6, "b": 62},
        xaxis=theme.axis(
            mode,
            range=[left, right],
            tickformat=unit.tick,
            title=intervals.axis_title,
            nticks=6,
        ),
        yaxis=theme.names_axis(mode, [theme.on_lines(name) for name in names]),
    )
    return theme.figure(traces, layout)


def _texts(
    records: list[dict[Any, Any]], left: float, mode: theme.Mode, unit: Unit
) -> dict[str, Any]:
    """What is written beside each interval, or in the place of one that cannot be drawn?"""
    ground = theme.GROUNDS[mode]
    x, said, colours = [], [], []
    for row in records:
        shown = row["status"] == "shown"
        end = row["estimate"] if np.isnan(row["ci_upper"]) else row["ci_upper"]
        x.append(end if shown else left)
        text = f"{row['estimate']:{unit.beside}}" if shown else said_instead(row["status"])
        if shown and np.isnan(row["ci_upper"]) and not np.isnan(row["ci_lower"]):
            text = f"{text}, upper limit not reached"
        # Clear of the dot, too, where the interval ends at it.
        said.append(f"   {text}".replace("-", "−"))
        colours.append(ground.text if shown else ground.quiet)
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": list(range(len(records))),
        "text": said,
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {"color": colours, "size": 12},
    }


def _dot(
    row: dict[Any, Any], name: str, place: int, style: theme.Style, unit: Unit
) -> dict[str, Any]:
    known = not np.isnan(row["ci_lower"])
    # The upper limit of a time may not be reached: then only the lower one is drawn.
    ends = known and not np.isnan(row["ci_upper"])
    said = ""
    if ends:
        said = f", between {row['ci_lower']:{unit.exact}} and {row['ci_upper']:{unit.exact}}"
    elif known:
        said = f", at least {row['ci_lower']:{unit.exact}}; the upper limit is not reached"
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["estimate"]],
        "y": [place],
        "cliponaxis": False,
        "marker": {
            "color": style.mark,
            "symbol": style.marker,
            "size": 10,
            "line": {"color": style.mark, "width": 1.5},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [row["ci_upper"] - row["estimate"] if ends else 0],
            "arrayminus": [row["estimate"] - row["ci_lower"] if known else 0],
            "color": style.mark,
            "thickness": 2,
            "width": 4,
        },
        "hovertemplate": f"<b>{theme.plain(name)}</b><br>%{{x:{unit.exact}}}{said}<extra></extra>",
    }


def _range(drawn: pd.DataFrame, unit: Unit) -> tuple[float, float]:
    """From where to where does the axis run? From zero, unless all shares lie far from it."""
    if drawn.empty:
        return 0.0, 1.0
    high = float(np.nanmax([drawn["ci_upper"].max(), drawn["estimate"].max(), 0.05]))
    low = float(np.nanmin([drawn["ci_lower"].min(), drawn["estimate"].min()]))
    left = 0.0 if low < unit.near else max(0.0, float(np.floor((low - 0.05) * 10) / 10))
    # Changes may lie below zero.
    left = min(left, 1.08 * low)
    right = high + 0.12 * (high - left)
    return left, min(right, 1.1) if unit is UNITS["proportion"] else right
