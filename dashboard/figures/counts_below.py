"""The counts under the curves, on the same axis: still followed, events so far, last seen so far."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import words
from dashboard.figures import theme
from dashboard.figures.curves import Curves

# Which column of the counts a block has, and what it says above.
BLOCKS = (
    ("at_risk", "Still followed"),
    ("events_so_far", "{event}"),
    ("censored_so_far", "Last seen"),
)
# Lines of text: one a group, one for the heading, and a gap between blocks.
_LINE = 16
_GAP = 0.4
_SIZE = 11.5


def height_of(curves: Curves) -> int:
    """How many pixels do the counts take?"""
    return round(_LINE * _lines(curves))


def axis_of(curves: Curves, mode: theme.Mode, top: float) -> dict[str, Any]:
    """Which axis names the rows? It ends at `top`, a share of the figure's height."""
    quiet = theme.GROUNDS[mode].quiet
    names = [
        f'<span style="color:{theme.style(curves.group_by, group, place, mode).text}">'
        f"{theme.plain(words.value(curves.group_by, group))}</span>"
        for place, group in enumerate(curves.groups)
    ]
    said = []
    for _, heading in BLOCKS:
        said += [f"<b>{heading.format(event=curves.labels.event)}</b>", *names]
    return theme.axis(
        mode,
        domain=[0, top],
        range=[_lines(curves), 0],
        tickvals=_places(curves),
        ticktext=said,
        tickfont={"color": quiet, "size": _SIZE},
        ticklabelstandoff=20,
        showgrid=False,
        showline=False,
        anchor="x",
    )


def trace_of(curves: Curves, mode: theme.Mode) -> dict[str, Any]:
    """Which numbers stand where? One trace of text, on the axis of `axis_of`."""
    by_group = dict(tuple(curves.counts.groupby("group", sort=False)))
    places = iter(_places(curves))
    x: list[int] = []
    y: list[float] = []
    text: list[str] = []
    for column, _ in BLOCKS:
        next(places)
        for group in curves.groups:
            rows = by_group[group]
            x += rows["day"].tolist()
            y += [next(places)] * len(rows)
            text += [_written(value) for value in rows[column].tolist()]
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": text,
        "yaxis": "y2",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "textfont": {"color": theme.GROUNDS[mode].text, "size": _SIZE},
    }


def _lines(curves: Curves) -> float:
    return len(BLOCKS) * (len(curves.groups) + 1 + _GAP)


def _places(curves: Curves) -> list[float]:
    """On which line does each heading and each row stand, from the top?"""
    block = len(curves.groups) + 1
    return [
        number * (block + _GAP) + line + 0.5
        for number in range(len(BLOCKS))
        for line in range(block)
    ]


def _written(value: Any) -> str:
    return "–" if pd.isna(value) else f"{value:,.0f}"
