"""Draw curves: bands, steps, labels at the lines' ends, and the counts under the same axis."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.figures import theme
from dashboard.figures.counts_below import axis_of, height_of, trace_of
from dashboard.figures.curves import Curves

_PLOT_HEIGHT = 400
_AXIS_HEIGHT = 64
_TOP = 8
# The smallest distance of two labels, as a share of the plot's height.
_LABEL_GAP = 0.048
_MONTH = 30.4375
# Described, not compared: their wide bands may run out of the picture rather than squeeze the others.
_DESCRIBED = ("diy", "observation", words.NOT_RECORDED)
_ROUND = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)


def draw(curves: Curves, mode: theme.Mode) -> go.Figure:
    """How do the curves look? An empty answer gives an empty figure that says so."""
    if not curves.groups:
        return theme.nothing(mode)
    below = height_of(curves)
    height = _TOP + _PLOT_HEIGHT + _AXIS_HEIGHT + below
    inner = height - _TOP
    highest = _highest(curves.steps)
    steps = dict(tuple(curves.steps.groupby("group", sort=False)))
    crowded = len(curves.groups) > 4
    traces: list[dict[str, Any]] = []
    for place, group in enumerate(curves.groups):
        style = theme.style(curves.group_by, group, place, mode)
        name = words.value(curves.group_by, group)
        traces += _group(steps[group], name, style, crowded=crowded)
    traces += [_end_labels(curves, mode, highest), trace_of(curves, mode)]
    vertical = theme.axis(
        mode,
        range=[0, highest],
        tickformat=".0%",
        domain=[1 - _PLOT_HEIGHT / inner, 1],
        title=curves.labels.axis,
    )
    layout = theme.layout(
        mode,
        height,
        margin={"l": 112, "r": 96, "t": _TOP, "b": 0},
        xaxis=_horizontal(curves, mode),
        yaxis=vertical,
        yaxis2=axis_of(curves, mode, below / inner),
        hovermode="closest",
    )
    return theme.figure(traces, layout)


def _horizontal(curves: Curves, mode: theme.Mode) -> dict[str, Any]:
    ticks, labels = _ticks(curves.last_day)
    unit = "Months" if in_months(curves.last_day) else "Days"
    return theme.axis(
        mode,
        range=[0, curves.last_day],
        tickvals=ticks,
        ticktext=labels,
        title=f"{unit} since {curves.labels.clock}",
        standoff=4,
        anchor="y",
        showgrid=False,
        showline=True,
        ticks="outside",
    )


def in_months(last_day: int) -> bool:
    """Is the axis long enough to be read in months?"""
    return last_day >= 120


def _group(
    steps: pd.DataFrame, name: str, style: theme.Style, *, crowded: bool
) -> list[dict[str, Any]]:
    traces = [_band(steps, style, crowded=crowded)]
    mature = steps[steps["mature"]]
    traces.append(_line(mature, name, style, faded=False))
    late = steps.iloc[max(len(mature) - 1, 0) :]
    if len(late) > 1:
        traces.append(_line(late, name, style, faded=True))
    return traces


def _band(steps: pd.DataFrame, style: theme.Style, *, crowded: bool) -> dict[str, Any]:
    known = steps.dropna(subset=["ci_lower", "ci_upper"])
    # A step function as a polygon: each value holds until the next day.
    day = np.repeat(known["day"].to_numpy(), 2)[1:]
    lower, upper = (np.repeat(known[name].to_numpy(), 2)[:-1] for name in ("ci_lower", "ci_upper"))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.concatenate([day, day[::-1]]),
        "y": np.concatenate([upper, lower[::-1]]),
        "fill": "toself",
        "fillcolor": theme.see_through(style.mark, 0.07 if crowded else 0.14),
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _line(steps: pd.DataFrame, name: str, style: theme.Style, *, faded: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": steps["day"].to_numpy(),
        "y": steps["estimate"].to_numpy(),
        "line": {"color": style.mark, "width": style.width, "dash": style.dash, "shape": "hv"},
        "opacity": 0.35 if faded else 1.0,
        "customdata": steps[["ci_lower", "ci_upper"]].to_numpy(),
        "hovertemplate": f"<b>{theme.plain(name)}</b><br>day %{{x}}: %{{y:.1%}}"
        "<br>95 % interval %{customdata[0]:.1%} to %{customdata[1]:.1%}"
        f"{'<br>too few still followed to compare' if faded else ''}<extra></extra>",
    }


def _highest(steps: pd.DataFrame) -> float:
    """How high is the axis? A round share above every mature line and every compared band."""
    mature = steps[steps["mature"]]
    compared = mature[~mature["group"].isin(_DESCRIBED)]
    top = np.nanmax([compared["ci_upper"].max(), mature["estimate"].max(), _ROUND[0]])
    return next(step for step in _ROUND if top <= step)


def _ticks(last_day: int) -> tuple[list[float], list[str]]:
    if in_months(last_day):
        months = np.arange(0, last_day / _MONTH, 3 if last_day <= 800 else 6)
        return [float(month * _MONTH) for month in months], [f"{month:.0f}" for month in months]
    step = max(1, 5 * round(last_day / 40))
    days = range(0, last_day + 1, step)
    return [float(day) for day in days], [str(day) for day in days]


def _end_labels(curves: Curves, mode: theme.Mode, highest: float) -> dict[str, Any]:
    """Where do the labels at the lines' ends stand, pushed apart until each can be read?"""
    # At the last figure that is mature: where the faded tail runs to says little.
    steps = curves.steps[curves.steps["mature"]]
    last = steps.groupby("group", sort=False)["estimate"].last()
    ends = sorted(
        (min(float(last.get(group, 0.0)), highest) / highest, place, group)
        for place, group in enumerate(curves.groups)
    )
    heights = _pushed_apart([share for share, _, _ in ends])
    colours = [theme.style(curves.group_by, group, place, mode).text for _, place, group in ends]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [curves.last_day] * len(ends),
        "y": [height * highest for height in heights],
        "text": [f" {theme.plain(words.value(curves.group_by, group))}" for _, _, group in ends],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {"color": colours, "size": 12},
    }


def _pushed_apart(heights: list[float]) -> list[float]:
    """How do ascending heights look once each is `_LABEL_GAP` above the one before, none above 1?"""
    up = list(heights)
    for number in range(1, len(up)):
        up[number] = max(up[number], up[number - 1] + _LABEL_GAP)
    limit = 1.0
    for number in range(len(up) - 1, -1, -1):
        up[number] = min(up[number], limit)
        limit = up[number] - _LABEL_GAP
    return up
