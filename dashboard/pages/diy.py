"""What becomes of attempts at home?"""

from __future__ import annotations

import streamlit as st

from dashboard.answers import diy as topic
from dashboard.answers import diy_supposed as supposed
from dashboard.answers.answer import Answer
from dashboard.figures import diy as figures
from dashboard.figures import diy_flow as flows
from dashboard.figures import intervals
from dashboard.figures.theme import Mode
from dashboard.tables import diy as tables
from dashboard.widgets import reading
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The page of attempts at home."""
    show(Parts(topic.answer, _pictures, _figures, _detail))


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    methods = figures.prepare_by_method(answer)
    chart("methods", figures.draw_dots(methods, mode), intervals.describe(methods))
    st.header("From the attempt to the first treatment", anchor=False)
    flow = flows.prepare(answer)
    chart("flow", flows.draw(flow, mode), flows.describe(flow))
    _supposing(answer, mode)
    if detail:
        st.header("Those whom a clinic then treated", anchor=False)
        for column, outcome in zip(st.columns(2), ("inflamed", "recurrence"), strict=True):
            with column:
                dots = figures.prepare_treated(answer, outcome)
                chart(outcome, figures.draw_dots(dots, mode), intervals.describe(dots))


def _supposing(answer: Answer, mode: Mode) -> None:
    """Why harm looks larger in a clinic, with numbers that the reader moves."""
    st.header("How much larger does harm look in a clinic?", anchor=False)
    st.markdown(
        "That depends on who comes, which no record of a clinic can say. Move the sliders to what you "
        "think likely: the sentence says what would be seen, and which true shares fit what is on record."
    )
    left, right = st.columns([2, 3], gap="large")
    with left:
        harmed = st.slider(
            "Of 100 who try, harmed",
            *(0, supposed.MOST, supposed.HARMED),
            key="harmed",
            bind="query-params",
        )
        after_harm = st.slider(
            "Of 100 harmed, come to a clinic (from, to)",
            *(supposed.FEWEST_COMING, supposed.MOST, supposed.AFTER_HARM),
            key="after_harm",
            bind="query-params",
        )
        otherwise = st.slider(
            "Of 100 not harmed, come to a clinic (from, to)",
            *(supposed.FEWEST_COMING, supposed.MOST, supposed.OTHERWISE),
            key="otherwise",
            bind="query-params",
        )
        found = supposed.suppose(answer, harmed, after_harm, otherwise)
        st.markdown(reading.as_text(found.sentence))
    with right:
        course = figures.prepare_course(found)
        chart("course", figures.draw_course(course, mode), figures.describe_course(course))


def _figures(answer: Answer) -> None:
    reading.table(
        tables.by_method(answer),
        "Complications on record when they came, of those looked at, with 95% intervals",
    )
    reading.table(
        tables.pathways(answer),
        "First treatment by a clinic after a first attempt at home, and its share of the method",
        narrow=True,
    )


def _detail(answer: Answer) -> None:
    reading.table(
        tables.kinds(answer),
        "Which complications, of those looked at, with 95% intervals",
        narrow=True,
    )
    st.markdown(
        "What became of those whom a clinic treated, by what they had tried before, is **not adjusted**: who tried "
        "at home differs from who did not in much besides. The figures are those of the pages of the outcomes. The "
        "page *Like for like* sets treatments side by side among patients alike in what they had tried before, and in "
        "more; what the attempt itself changed is adjusted nowhere."
    )
    reading.table(
        tables.treated(answer, known=True),
        "Treated by a clinic, by what they had tried",
        narrow=True,
    )
    reading.table(
        tables.treated(answer, known=False),
        "Treated by a clinic, and not known whether they had tried",
        narrow=True,
    )
    st.markdown(
        "**Habits** are compared with nothing else held equal, so a difference may be of the people, not of the habit."
    )
    reading.table(
        tables.habits(answer),
        f"New milia anywhere within {tables.last_horizon(answer)} of clearance by a clinic, by habit",
        narrow=True,
    )
