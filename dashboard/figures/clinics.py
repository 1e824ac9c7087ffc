"""Funnels: a point a clinic, the limits that chance keeps to, a mark of its own shape where one lies outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.clinics_funnels import limits_at
from dashboard.answers.clinics_told import CRUDE, INDIRECT
from dashboard.answers.clinics_words import (
    ABOVE,
    BELOW,
    NEAR_ABOVE,
    NEAR_BELOW,
    funnel_of,
    number_said,
    spread_of,
    state,
)
from dashboard.answers.trends_items import Item
from dashboard.disclosure import SHOWN
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.funnel import LEVELS
from dashboard.figures import theme

_HEIGHT = 420
_MARGIN = {"l": 64, "r": 56, "t": 14, "b": 52}
# The marks of the words.
_SHAPES = {
    ABOVE: "triangle-up",
    BELOW: "triangle-down",
    NEAR_ABOVE: "triangle-up-open",
    NEAR_BELOW: "triangle-down-open",
}
_STEPS = 120


@dataclass(frozen=True, eq=False)
class Funnel:
    """What is drawn?

    Attributes
    ----------
    rows
        ``unit`` (its code), ``name``, ``size`` (expected, or patients), ``value``, ``said`` (as in words),
        ``chosen``, ``status``, ``hover``.
    lines
        Size and, at it, the inner and the outer limits: ``size``, ``lower_warning``, ``upper_warning``,
        ``lower_limit``, ``upper_limit``; empty without limits.
    centre
        What all together have.
    """

    rows: pd.DataFrame
    lines: pd.DataFrame
    centre: float
    axis: str
    across: str
    is_share: bool


def prepare(answer: Answer, item: Item, adjustment: str, chosen: str = "") -> Funnel:
    """What does the funnel of an outcome draw: of observed over expected, or of shares as they are?"""
    ratio = adjustment == INDIRECT
    points = funnel_of(answer.tables["charts"], item.code, adjustment)
    points = points[points["value"].notna()]
    expected = answer.tables["estimates"]
    expected = expected[expected["measure"].eq(item.code) & expected["kind"].eq("expected")]
    sizes = dict(zip(expected["group"], expected["estimate"], strict=True))
    size = points["unit_of_chart"].map(sizes) if ratio else points["denominator"]
    names = [words.value(answer.choices.group_by, group) for group in points["unit_of_chart"]]
    records = points.to_dict("records")
    rows = pd.DataFrame(
        {
            "unit": points["unit_of_chart"].to_numpy(),
            "name": pd.Series(names, dtype="str"),
            "size": size.to_numpy(dtype=float),
            "value": points["value"].to_numpy(dtype=float),
            "said": pd.Series([state(row) for row in records], dtype="str"),
            "chosen": points["unit_of_chart"].eq(chosen).to_numpy(),
            "status": points["status"].to_numpy(),
        }
    )
    hover = [
        _hover(row, point, item, ratio)
        for row, point in zip(rows.to_dict("records"), records, strict=True)
    ]
    good = item.axis.partition("(")[2].rstrip(")") or "lower is better"
    return Funnel(
        rows.assign(hover=hover),
        _lines(answer, item.code, adjustment, rows["size"]),
        float(points["centre"].iloc[0]) if len(points) else float("nan"),
        f"Observed / expected ({good})" if ratio else item.axis,
        "Expected number, from the case mix" if ratio else f"Number of {item.of}",
        is_share=not ratio,
    )


def _hover(row: dict[Any, Any], point: dict[Any, Any], item: Item, ratio: bool) -> str:  # noqa: FBT001 - as drawn
    told = [f"<b>{theme.plain(row['name'])}</b>"]
    if ratio:
        told.append(
            f"{point['events']:,} observed, {number_said(row['size'])} expected: {row['value']:.2f}"
        )
    else:
        told.append(
            f"{row['value']:.1%}: {point['events']:,} of {point['denominator']:,} {item.of}"
        )
    return "<br>".join([*told, row["said"]])


def _lines(answer: Answer, code: str, adjustment: str, size: pd.Series) -> pd.DataFrame:
    """Where do the limits run between the smallest and the largest unit, and a little beyond?"""
    spread = spread_of(answer.tables["charts"], code, adjustment)
    rows = funnel_of(answer.tables["charts"], code, adjustment)
    if spread is None or not len(size):
        return pd.DataFrame()
    factor = float(spread["value"]) if spread["signal"] else 1.0
    grid = np.linspace(max(float(size.min()) * 0.6, 1.0), float(size.max()) * 1.08, _STEPS)
    if adjustment == CRUDE:
        # Of whole patients.
        grid = np.unique(np.ceil(grid))
    centre = float(rows["centre"].dropna().iloc[0])
    inner, outer = (limits_at(grid, centre, adjustment, factor, level) for level in LEVELS)
    return pd.DataFrame(
        {
            "size": grid,
            "lower_warning": inner.lower,
            "upper_warning": inner.upper,
            "lower_limit": outer.lower,
            "upper_limit": outer.upper,
        }
    )


def describe(funnel: Funnel) -> str:
    """What does the funnel say to somebody who cannot see it?"""
    if funnel.rows.empty:
        return f"{funnel.axis}. Nothing can be shown."
    shown = funnel.rows[funnel.rows["status"].eq(SHOWN)]
    far = shown[shown["said"].isin((ABOVE, BELOW))]
    told = words.among(far["name"].tolist())
    where = f"Outside the outer limits: {told}" if told else "None outside the outer limits"
    if funnel.lines.empty:
        where = "No limits are drawn"
    return (
        f"Funnel of {words.count(len(funnel.rows), 'point')}: {funnel.axis}, by size ({funnel.across.lower()}). "
        f"{where}. Figures are in the table below."
    )


def draw(funnel: Funnel, mode: theme.Mode) -> go.Figure:
    """How does the funnel look?"""
    if funnel.rows.empty:
        return theme.nothing(mode)
    ground = theme.GROUNDS[mode]
    right = float(funnel.rows["size"].max()) * 1.08
    top = _top(funnel)
    layout = theme.layout(
        mode,
        _HEIGHT,
        margin=_MARGIN,
        xaxis=theme.axis(
            mode, title=funnel.across, range=[0, right], nticks=6, showgrid=False, showline=True
        ),
        yaxis=theme.axis(
            mode,
            title=funnel.axis,
            range=[0, top],
            tickformat=".0%"
            if funnel.is_share and top > 0.06
            else ".1%"
            if funnel.is_share
            else "",
            nticks=6,
        ),
        annotations=_notes(funnel, ground, right, top),
    )
    return theme.figure([*_limits(funnel, ground, right), *_marks(funnel, ground)], layout)


def _top(funnel: Funnel) -> float:
    """How far up does the axis reach? Limits of very small units do not stretch it."""
    high = float(np.nanmax([funnel.rows["value"].max(), funnel.centre]))
    if len(funnel.lines):
        at_points = np.interp(
            funnel.rows["size"], funnel.lines["size"], funnel.lines["upper_limit"]
        )
        high = max(high, float(np.nanmax(at_points)))
    return high * 1.1 or 1.0


def _limits(funnel: Funnel, ground: theme.Ground, right: float) -> list[dict[str, Any]]:
    traces = [_line(np.array([0.0, right]), np.full(2, funnel.centre), ground.quiet, "solid")]
    for name, dash in (("warning", "dot"), ("limit", "dash")):
        traces += [
            _line(
                funnel.lines["size"].to_numpy(),
                funnel.lines[f"{side}_{name}"].to_numpy(),
                ground.quiet,
                dash,
            )
            for side in ("lower", "upper")
            if len(funnel.lines)
        ]
    return traces


def _line(x: FloatArray, y: FloatArray, colour: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": 1.5, "dash": dash},
        "hoverinfo": "skip",
    }


def _marks(funnel: Funnel, ground: theme.Ground) -> list[dict[str, Any]]:
    """Filled circles within, hollow ones too early, triangles where one lies outside; rings around the chosen."""
    rows = funnel.rows
    early = rows["status"].ne(SHOWN)
    plain = ~early & ~rows["said"].isin(_SHAPES)
    traces = [
        _points(rows[plain], ground, "circle", 9),
        _points(rows[early], ground, "circle-open", 9),
    ]
    traces += [
        _points(rows[~early & rows["said"].eq(said)], ground, shape, 13)
        for said, shape in _SHAPES.items()
    ]
    traces.append({**_points(rows[rows["chosen"]], ground, "circle-open", 20), "hoverinfo": "skip"})
    return [trace for trace in traces if len(trace["x"])]


def _points(rows: pd.DataFrame, ground: theme.Ground, shape: str, size: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["size"].to_numpy(dtype=float),
        "y": rows["value"].to_numpy(dtype=float),
        "marker": {"color": ground.text, "symbol": shape, "size": size, "line": {"width": 1.5}},
        "customdata": rows["unit"].tolist(),
        "text": rows["hover"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        **theme.POINTED,
    }


def _notes(funnel: Funnel, ground: theme.Ground, right: float, top: float) -> list[dict[str, Any]]:
    """What the lines are, at their right end; the names of those that are to be looked at."""
    ends = {"all": funnel.centre}
    if len(funnel.lines):
        last = funnel.lines.iloc[-1]
        ends |= {"95%": last["upper_warning"], "99.8%": last["upper_limit"]}
    notes = [
        theme.note(
            name, colour=ground.quiet, x=1.0, y=float(y), yref="y", xshift=6, yanchor="middle"
        )
        for name, y in ends.items()
    ]
    named = funnel.rows[funnel.rows["said"].isin(_SHAPES) | funnel.rows["chosen"]]
    for row in named.to_dict("records"):
        left = row["size"] > 0.7 * right
        notes.append(
            theme.note(
                row["name"],
                colour=ground.text,
                x=row["size"],
                xref="x",
                y=min(row["value"], top),
                yref="y",
                xanchor="right" if left else "left",
                xshift=-12 if left else 12,
                yanchor="middle",
                size=12.5,
            )
        )
    return notes
