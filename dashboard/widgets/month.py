"""Choose an outcome's chart, and one of its months: in a list, or by pointing at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.cohort import month_in_words
from dashboard.widgets import one_of, pointing

CHART, MONTH = "chart", "month"


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


def chart(figure: object, alt: str, periods: Sequence[str]) -> None:
    """The chart; pointing at one of these months chooses it."""
    pointing.chart("pointed_at", figure, alt, chooses=MONTH, among=periods)
