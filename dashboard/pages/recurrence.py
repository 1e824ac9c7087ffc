"""How often do milia come back?"""

from __future__ import annotations

import streamlit as st

from dashboard.answers import recurrence as topic
from dashboard.answers.answer import Answer
from dashboard.figures import recurrence as figures
from dashboard.figures.theme import CONFIG, Mode
from dashboard.tables import recurrence as tables
from dashboard.widgets import asking, choices, counts_below, downloads, measure, reading


def page() -> None:
    """The recurrence page."""
    view = st.session_state["view"]
    top = st.container()
    chosen, detail = choices.choose(view.release)
    answer = asking.ask(topic.answer, view, chosen)
    with top:
        reading.heading(answer)
        reading.finding(answer)
    if answer.groups:
        _pictures(answer, view.mode, far=detail)
        st.header("The figures", anchor=False)
        reading.table(tables.risks(answer), "Share with milia back, with 95% intervals")
    reading.notes(answer)
    if detail and answer.groups:
        _detail(answer)
    downloads.offer(answer)
    measure.explain(answer, tables.attrition)


def _pictures(answer: Answer, mode: Mode, *, far: bool) -> None:
    back = figures.prepare_at_horizon(answer, "recurrence")
    free = figures.prepare_at_horizon(answer, "failure_free")
    curves = figures.prepare_curves(answer, far=far)
    _chart(
        "curves",
        figures.draw_curves(curves, mode),
        "Share with milia back over time, one curve a group. " + figures.describe(back),
    )
    counts_below.show(curves, mode, all_counts=far)
    left, right = st.columns(2)
    with left:
        _chart("back", figures.draw_at_horizon(back, mode), figures.describe(back))
    with right:
        _chart("free", figures.draw_at_horizon(free, mode), figures.describe(free))


def _chart(key: str, figure: object, alt: str) -> None:
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alt)


def _detail(answer: Answer) -> None:
    st.header("Clinical detail", anchor=False)
    st.markdown(
        "Comparisons are **not adjusted** for the case mix. p values are corrected by Holm's method "
        "over all pairs of the groups shown; hazard ratios over those with the reference."
    )
    reading.table(tables.tests(answer), "All groups together")
    reading.table(tables.differences(answer), "Differences in the share with milia back")
    reading.table(tables.hazard_ratios(answer), "Cause-specific hazard ratios (Cox, Efron ties)")
    reading.table(
        tables.bounds(answer),
        "Had all lost to follow-up stayed free, to: all had milia again the day after",
    )
