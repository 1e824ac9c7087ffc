"""Draw curves: bands, steps, and labels at the lines' ends."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard import words
from dashboard.figures import theme
from dashboard.figures.curves import Curves

# Around the plot, in pixels. What stands below it on the same axis keeps the same left and right.
LEFT, RIGHT = 112, 96
_PLOT_HEIGHT = 400
_AXIS_HEIGHT = 56
_TOP = 8
# The smallest distance of two labels, as a share of the plot's height.
_LABEL_GAP = 0.048
_MONTH = 30.4375
# Described, not compared: their wide bands may run out of the picture rather than squeeze the others.
_DESCRIBED = ("diy", "observation", words.NOT_RECORDED)
# Column → values of one group's steps.
Steps: TypeAlias = dict[str, NDArray[Any]]
_ROUND = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)


def draw(curves: Curves, mode: theme.Mode) -> go.Figure:
    """How do the curves look? An empty answer gives an empty figure that says so."""
    if not curves.groups:
        return theme.nothing(mode)
    highest = _highest(curves.steps)
    parts = _by_group(curves.steps)
    crowded = len(curves.groups) > 4
    traces: list[dict[str, Any]] = []
    for place, group in enumerate(curves.groups):
        style = theme.style(curves.group_by, group, place, mode)
        name = words.value(curves.group_by, group)
        traces += _group(parts[group], name, style, crowded=crowded)
    traces.append(_end_labels(curves, mode, highest))
    vertical = theme.axis(mode, range=[0, highest], tickformat=".0%", title=curves.labels.axis)
    layout = theme.layout(
        mode,
        _TOP + _PLOT_HEIGHT + _AXIS_HEIGHT,
        margin={"l": LEFT, "r": RIGHT, "t": _TOP, "b": _AXIS_HEIGHT},
        xaxis=_horizontal(curves, mode),
        yaxis=vertical,
    )
    return theme.figure(traces, layout)


def _by_group(steps: pd.DataFrame) -> dict[str, Steps]:
    """Which part of the steps is each group's, as arrays?"""
    arrays = {str(name): steps[name].to_numpy() for name in steps if name != "group"}
    names, first = np.unique(steps["group"].to_numpy(dtype=object), return_index=True)
    order = np.argsort(first)
    ends = [*first[order][1:], len(steps)]
    return {
        str(names[number]): {column: array[first[number] : end] for column, array in arrays.items()}
        for number, end in zip(order, ends, strict=True)
    }


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


def _group(steps: Steps, name: str, style: theme.Style, *, crowded: bool) -> list[dict[str, Any]]:
    mature = int(steps["mature"].sum())
    traces = [_band(steps, style, crowded=crowded)]
    traces.append(_line(_part(steps, 0, mature), name, style, faded=False))
    late = _part(steps, max(mature - 1, 0), len(steps["day"]))
    if len(late["day"]) > 1:
        traces.append(_line(late, name, style, faded=True))
    return traces


def _part(steps: Steps, start: int, end: int) -> Steps:
    return {column: array[start:end] for column, array in steps.items()}


def _band(steps: Steps, style: theme.Style, *, crowded: bool) -> dict[str, Any]:
    known = ~np.isnan(steps["ci_lower"]) & ~np.isnan(steps["ci_upper"])
    # A step function as a polygon: each value holds until the next day.
    day = np.repeat(steps["day"][known], 2)[1:]
    lower, upper = (np.repeat(steps[name][known], 2)[:-1] for name in ("ci_lower", "ci_upper"))
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


def _line(steps: Steps, name: str, style: theme.Style, *, faded: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": steps["day"],
        "y": steps["estimate"],
        "line": {"color": style.mark, "width": style.width, "dash": style.dash, "shape": "hv"},
        "opacity": 0.35 if faded else 1.0,
        "customdata": np.column_stack([steps["ci_lower"], steps["ci_upper"]]),
        "hovertemplate": f"<b>{theme.plain(name)}</b><br>day %{{x}}: %{{y:.1%}}"
        "<br>95% interval %{customdata[0]:.1%} to %{customdata[1]:.1%}"
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
        step = 1 if last_day <= 250 else 3 if last_day <= 800 else 6
        months = np.arange(0, last_day / _MONTH, step)
        return [float(month * _MONTH) for month in months], [f"{month:.0f}" for month in months]
    # Weeks, as long as a wound heals.
    step = 7 if 14 <= last_day <= 70 else max(1, 5 * round(last_day / 40))
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
        "text": [
            f" {theme.at_an_end(words.value(curves.group_by, group))}" for _, _, group in ends
        ],
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
