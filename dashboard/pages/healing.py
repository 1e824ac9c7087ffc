"""How long does the skin take to heal?"""

from __future__ import annotations

import streamlit as st

from dashboard.answers import healing as topic
from dashboard.answers.answer import Answer
from dashboard.figures import healing as figures
from dashboard.figures import intervals
from dashboard.figures.theme import Mode
from dashboard.tables import comparisons
from dashboard.tables import healing as tables
from dashboard.widgets import counts_below, reading
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The page of healing time."""
    show(Parts(topic.answer, _pictures, _figures, _detail))


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    half = figures.prepare_medians(answer)
    healed = figures.prepare_at_horizon(answer)
    curves = figures.prepare_curves(answer, far=detail)
    chart(
        "curves",
        figures.draw_curves(curves, mode),
        "Share healed by day, one curve a group. " + intervals.describe(healed),
    )
    counts_below.show(curves, mode, all_counts=detail)
    left, right = st.columns(2)
    with left:
        chart("half", figures.draw_dots(half, mode), intervals.describe(half))
    with right:
        chart("healed", figures.draw_dots(healed, mode), intervals.describe(healed))


def _figures(answer: Answer) -> None:
    reading.table(
        tables.figures(answer), "Healed, in days since the last session, with 95% intervals"
    )


def _detail(answer: Answer) -> None:
    st.markdown(
        "Comparisons are **not adjusted** for the case mix. p values are corrected by Holm's method "
        "over all pairs of the groups shown; hazard ratios over those with the reference. The mean of the "
        "first 28 days (the *restricted mean*) counts whoever is open that long with 28. *Turnbull's* bounds take "
        "only the visits for known; where no visit with open skin was written down, as after attempts at home, they "
        "begin with the session and say little."
    )
    reading.table(comparisons.tests(answer), "All groups together")
    reading.table(comparisons.differences(answer), "Differences in the share healed")
    reading.table(tables.means(answer), "Days until healed, with 95% intervals")
    reading.table(
        comparisons.mean_differences(answer, "restricted_mean"), "Differences in mean days"
    )
    reading.table(comparisons.hazard_ratios(answer), "Hazard ratios of healing (Cox, Efron ties)")
    if not answer.published:
        reading.table(
            tables.intervals(answer),
            "Had they healed on any day since the skin was last seen open (Turnbull; no interval is claimed)",
        )
