"""Choose an outcome's chart and one of its months: in a list, which the keyboard reaches, or by pointing at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.cohort import month_in_words
from dashboard.figures.theme import CONFIG
from dashboard.widgets import one_of

CHART, MONTH = "chart", "month"
_POINTED = "pointed_at"


def choose_chart(names: Mapping[str, str]) -> str:
    """Which chart is looked at? Code → what it is called."""
    return one_of.choose("Chart", CHART, names, 300)


def choose_month(periods: Sequence[str]) -> str:
    """Which month is looked into? Empty: none yet."""
    if st.session_state.get(MONTH, "") not in ("", *periods):
        st.session_state[MONTH] = ""
    chosen: str = st.selectbox(
        "Look into a month",
        ["", *periods],
        format_func=lambda period: month_in_words(period) if period else "Choose, or point at one",
        key=MONTH,
        bind="query-params",
        width=300,
    )
    return chosen


def chart(figure: object, alt: str) -> None:
    """The chart; pointing at a month chooses it."""
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=_POINTED,
        alt=alt,
        on_select=_take,
        selection_mode="points",
    )


def _take() -> None:
    pointed: Any = st.session_state[_POINTED]
    points = pointed["selection"]["points"]
    if points:
        st.session_state[MONTH] = str(points[0]["x"])[:7]
