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
    ("events_so_far", "{event} so far"),
    ("censored_so_far", "Last seen so far"),
)
_ROW, _GAP = 16, 6
_LEFT = -108


def height_of(curves: Curves) -> int:
    """How many pixels do the counts take?"""
    return len(BLOCKS) * (_ROW * (len(curves.groups) + 1) + _GAP)


def notes_below(
    curves: Curves, mode: theme.Mode, floor: float, inner: float, *, in_months: bool
) -> list[dict[str, Any]]:
    """Which texts stand under the axis, and where?

    Parameters
    ----------
    floor
        Where the axis lies, as a share of the height `inner` (pixels).
    """
    ground = theme.GROUNDS[mode]
    unit = "Months" if in_months else "Days"
    title = f"{unit} since {curves.labels.clock}"
    notes = [theme.note(title, x=0.5, y=floor - 24 / inner, xanchor="center", colour=ground.text)]
    cells = {(row["group"], row["day"]): row for row in curves.counts.to_dict("records")}
    y = floor - 52 / inner
    for column, said in BLOCKS:
        heading = f"<b>{said.format(event=curves.labels.event)}</b>"
        notes.append(theme.note(heading, x=0, y=y, xshift=_LEFT, colour=ground.quiet, markup=True))
        for place, group in enumerate(curves.groups):
            y -= _ROW / inner
            colour = theme.style(curves.group_by, group, place, mode).text
            name = words.value(curves.group_by, group)
            notes.append(theme.note(name, x=0, y=y, xshift=_LEFT, colour=colour))
            notes += [
                theme.note(
                    _written(cells[group, day][column]),
                    x=day,
                    y=y,
                    xref="x",
                    xanchor="center",
                    colour=ground.text,
                )
                for day in curves.days
            ]
        y -= (_ROW + _GAP) / inner
    return notes


def _written(value: Any) -> str:
    return "–" if pd.isna(value) else f"{value:,.0f}"
