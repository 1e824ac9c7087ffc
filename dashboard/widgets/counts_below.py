"""The counts under curves, on the same axis: still followed, events so far, treated again, last seen."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from dashboard import words
from dashboard.figures import theme
from dashboard.figures.curves import Curves
from dashboard.figures.drawing import LEFT, RIGHT

# On a telephone numbers of four digits closer than this share of the axis would run into each other.
_NARROW_GAP = 0.3
_SPARE = ' class="spare"'


def show(curves: Curves, mode: theme.Mode, *, all_counts: bool) -> None:
    """Who is still followed on these days, and where `all_counts`, what became of the others?

    Not a part of the chart: as text in it the numbers would take the browser a third of the time of a
    redraw, and a screen reader would not reach them.
    """
    if curves.groups:
        st.html(_table(curves, mode, blocks(curves, all_counts=all_counts)))


def blocks(curves: Curves, *, all_counts: bool) -> dict[str, str]:
    """Which counts are shown, under which heading?"""
    told = {"at_risk": curves.labels.at_risk}
    if all_counts:
        told["events_so_far"] = f"{curves.labels.event} so far"
        if curves.labels.competing:
            told["competing_so_far"] = f"{curves.labels.competing} so far"
        told["censored_so_far"] = "Last seen so far"
    return told


def _table(curves: Curves, mode: theme.Mode, told: dict[str, str]) -> str:
    by_group = dict(tuple(curves.counts.groupby("group", sort=False)))
    spare = _spare(curves.days, curves.last_day)
    rows = [_row("Day", [f"{day}" for day in curves.days], spare, "columnheader", "quiet")]
    for column, heading in told.items():
        if len(told) > 1:
            rows.append(f'<div role="row"><b role="rowheader">{escape(heading)}</b></div>')
        for place, group in enumerate(curves.groups):
            said = [_written(value) for value in by_group[group][column].tolist()]
            colour = theme.style(curves.group_by, group, place, mode).text
            rows.append(
                _row(words.value(curves.group_by, group), said, spare, "cell", colour=colour)
            )
    caption = next(iter(told.values())) if len(told) == 1 else "Counts under the curves"
    return (
        f'<div class="below" role="table" aria-label="{escape(caption)}" '
        f'style="--columns: {_columns(curves.days, curves.last_day)}">'
        f'<div class="caption" aria-hidden="true">{escape(caption)}</div>{"".join(rows)}</div>'
    )


def _row(
    name: str,
    said: Sequence[str],
    spare: Sequence[bool],
    role: str,
    kind: str = "",
    colour: str = "",
) -> str:
    style = f' style="color: {colour}"' if colour else ""
    cells = "".join(
        f'<span role="{role}"{_SPARE if left_out else ""}><i>{text}</i></span>'
        for text, left_out in zip(said, spare, strict=True)
    )
    return (
        f'<div role="row" class="{kind}"><span role="rowheader"{style}>{escape(name)}</span>'
        f"{cells}</div>"
    )


def _spare(days: Sequence[int], last_day: int) -> list[bool]:
    """Which days have no room on a telephone?"""
    spare, kept = [], None
    for day in days:
        spare.append(kept is not None and day - kept < _NARROW_GAP * last_day)
        kept = kept if spare[-1] else day
    return spare


def _columns(days: Sequence[int], last_day: int) -> str:
    """How wide is each cell, so that its number, at the cell's left edge, stands under its day?"""
    ends = [*days[1:], last_day]
    shares = [max(end - day, 0) for day, end in zip(days, ends, strict=True)]
    return f"{LEFT}px {' '.join(f'minmax(0, {share}fr)' for share in shares)} {RIGHT}px"


def _written(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:,.0f}"
