"""How often are the milia gone?"""

from __future__ import annotations

import streamlit as st

from dashboard.answers import clearance as topic
from dashboard.answers.answer import Answer
from dashboard.figures import clearance as figures
from dashboard.figures import composition, intervals
from dashboard.figures.theme import Mode
from dashboard.tables import clearance as tables
from dashboard.tables import comparisons
from dashboard.widgets import counts_below, reading
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The clearance page."""
    show(Parts(topic.answer, _pictures, _figures, _detail))


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    clear = figures.prepare_shares(answer, "cleared")
    parts = figures.prepare_parts(answer)
    chart("clear", figures.draw_shares(clear, mode), intervals.describe(clear))
    left, right = st.columns(2)
    with left:
        chart("parts", figures.draw_parts(parts, mode), composition.describe(parts))
    with right:
        assessed = figures.prepare_shares(answer, "assessed")
        chart("assessed", figures.draw_shares(assessed, mode), intervals.describe(assessed))
    if detail:
        _more(answer, mode)


def _more(answer: Answer, mode: Mode) -> None:
    """Persistence, and the time to clearance where that is followed."""
    persistent = figures.prepare_shares(answer, "persistence")
    curves = figures.prepare_curves(answer)
    chart("persistent", figures.draw_shares(persistent, mode), intervals.describe(persistent))
    if curves.groups:
        st.header("Time to documented clearance: retinoid and observation", anchor=False)
        chart(
            "curves",
            figures.draw_curves(curves, mode),
            "Share documented clear over time, one curve a group. The figures are in the table "
            "“Time to documented clearance”.",
        )
        counts_below.show(curves, mode, all_counts=True)


def _figures(answer: Answer) -> None:
    reading.table(
        tables.shares(answer),
        "Found at the first assessment, with 95% intervals; not assessed and not recorded of all counted",
    )


def _detail(answer: Answer) -> None:
    st.markdown(
        "Comparisons are **not adjusted** for the case mix. Differences are by Newcombe's method, ratios by "
        "Miettinen and Nurminen's, p by Fisher's exact test, corrected by Holm's method over all pairs of "
        "the groups shown."
    )
    reading.table(
        comparisons.shares(answer, "clearance", "cleared"), "Clear at the first assessment"
    )
    reading.table(comparisons.shares(answer, "persistence", "persistence"), "Persistence")
    reading.table(
        tables.times(answer), "Time to documented clearance, after a retinoid and under observation"
    )
