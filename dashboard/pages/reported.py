"""What do patients say?"""

from __future__ import annotations

import streamlit as st

from dashboard.answers import reported as topic
from dashboard.answers.answer import Answer
from dashboard.figures import composition, intervals
from dashboard.figures import reported as figures
from dashboard.figures.theme import Mode
from dashboard.tables import comparisons
from dashboard.tables import reported as tables
from dashboard.widgets import reading
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The page of what patients say."""
    show(Parts(topic.answer, _pictures, _figures, _detail))


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    _dots(answer, mode, "improved")
    left, right = st.columns(2)
    with left:
        _dots(answer, mode, "answered")
    with right:
        content = figures.prepare_satisfaction(answer)
        chart("content", figures.draw_satisfaction(content, mode), composition.describe(content))
    if detail:
        left, right = st.columns(2)
        with left:
            _dots(answer, mode, "dlqi_change")
        with right:
            _dots(answer, mode, "distress_change")
        pain = figures.prepare_pain(answer)
        chart("pain", figures.draw_dots(pain, mode), intervals.describe(pain))


def _dots(answer: Answer, mode: Mode, name: str) -> None:
    prepared = figures.prepare_dots(answer, name)
    chart(name, figures.draw_dots(prepared, mode), intervals.describe(prepared))


def _figures(answer: Answer) -> None:
    reading.table(
        tables.figures(answer),
        "Of those who answered, with 95% intervals (pain: median and middle half); answered: of all counted. "
        "A change below 0 is an improvement",
    )


def _detail(answer: Answer) -> None:
    for measure, said in (
        ("dlqi", "Dermatology Life Quality Index, 0 to 30 (16 years and over)"),
        ("distress", "Distress, 0 to 10"),
    ):
        reading.table(tables.scores(answer, measure), said)
    reading.table(tables.satisfaction(answer), "Satisfaction, 1 to 5")
    st.markdown(
        "Comparisons are **not adjusted** for the case mix. Differences of shares are by Newcombe's method, ratios "
        "by Miettinen and Nurminen's, p by Fisher's exact test; differences of mean changes are by Welch's t test. "
        "p is corrected by Holm's method over all pairs of the groups shown."
    )
    reading.table(
        comparisons.shares(answer, "dlqi", "improved"), "DLQI improved by 4 points or more"
    )
    reading.table(
        comparisons.amounts(answer, "dlqi", "change", "points"), "Mean change of the DLQI"
    )
    reading.table(
        comparisons.amounts(answer, "distress", "change", "points"), "Mean change of distress"
    )
    reading.table(comparisons.shares(answer, "satisfaction", "satisfied"), "Satisfied")
