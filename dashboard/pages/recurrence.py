"""How often do milia come back?"""

from __future__ import annotations

import streamlit as st

from dashboard.answers import recurrence as topic
from dashboard.answers.answer import Answer
from dashboard.figures import intervals
from dashboard.figures import recurrence as figures
from dashboard.figures.theme import Mode
from dashboard.tables import comparisons
from dashboard.tables import recurrence as tables
from dashboard.widgets import counts_below, reading
from dashboard.widgets.choices import USUAL
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The recurrence page."""
    show(Parts(topic.answer, _pictures, _figures, _detail, choices=(*USUAL, "definition")))


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    back = figures.prepare_at_horizon(answer, "recurrence")
    free = figures.prepare_at_horizon(answer, "failure_free")
    curves = figures.prepare_curves(answer, far=detail)
    chart(
        "curves",
        figures.draw_curves(curves, mode),
        "Share with milia back over time, one curve a group. " + intervals.describe(back),
    )
    counts_below.show(curves, mode, all_counts=detail)
    left, right = st.columns(2)
    with left:
        chart("back", figures.draw_at_horizon(back, mode), intervals.describe(back))
    with right:
        chart("free", figures.draw_at_horizon(free, mode), intervals.describe(free))


def _figures(answer: Answer) -> None:
    reading.table(tables.risks(answer), "Share with milia back, with 95% intervals")


def _detail(answer: Answer) -> None:
    st.markdown(
        "Comparisons are **not adjusted** for the case mix. p values are corrected by Holm's method "
        "over all pairs of the groups shown; hazard ratios over those with the reference."
    )
    reading.table(comparisons.tests(answer), "All groups together")
    reading.table(comparisons.differences(answer), "Differences in the share with milia back")
    reading.table(
        comparisons.hazard_ratios(answer), "Cause-specific hazard ratios (Cox, Efron ties)"
    )
    if not answer.published:
        reading.table(
            tables.bounds(answer),
            "Had all lost to follow-up stayed free, to: all had milia again the day after",
        )
