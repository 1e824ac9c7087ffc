"""A table on a scale of greys: the shade catches the eye, the number in the cell says how much."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.tables.shades import Shaded
from dashboard.widgets import reading


def show(shaded: Shaded, caption: str, *, legend: bool = True) -> None:
    """The table, and what its shades say, unless a table above has said it.

    Shades are mixed from the colours of the theme, so they darken with the number on paper and in the
    light theme, lighten in the dark one, and need no colour.
    """
    if legend and not shaded.table.empty:
        steps = "".join(
            f'<span class="shade-{level}">{escape(said)}</span>' for level, said in shaded.legend
        )
        st.html(f'<div class="scale" aria-hidden="true">{steps}</div>')
    reading.table(shaded.table, caption, shaded.levels)
