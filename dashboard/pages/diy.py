"""What becomes of attempts at home?"""

from __future__ import annotations

import streamlit as st

from dashboard.answers import diy as topic
from dashboard.answers import diy_supposed as supposed
from dashboard.answers.answer import Answer
from dashboard.answers.diy_alike_words import before_in, moved_by_adjusting, said, said_of_habits
from dashboard.answers.like_for_like_plain import OUTCOMES_SAID
from dashboard.figures import diy as figures
from dashboard.figures import diy_flow as flows
from dashboard.figures import intervals
from dashboard.figures import like_for_like as differences
from dashboard.figures.theme import Mode
from dashboard.tables import diy as tables
from dashboard.tables import diy_alike as alike
from dashboard.widgets import asking, reading
from dashboard.widgets.topic import Parts, chart, show

_COMPARED = (
    "who was compared; the effective size is how many patients of equal weight would say as much"
)


def page() -> None:
    """The page of attempts at home."""
    # The groups are the methods, and what had been tried before.
    show(Parts(topic.answer, _pictures, _figures, _detail, choices=("unit",)))


def _brief(answer: Answer) -> Answer:
    """What the summary needs: patients are weighted for the headline alone."""
    return asking.ask(topic.in_brief, st.session_state["view"], answer.choices)


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    brief = _brief(answer)
    methods = figures.prepare_by_method(brief)
    chart("methods", figures.draw_dots(methods, mode), intervals.describe(methods))
    st.header("From the attempt to the first treatment", anchor=False)
    flow = flows.prepare(brief)
    chart("flow", flows.draw(flow, mode), flows.describe(flow))
    _supposing(brief, mode)
    st.header("And once a clinic treats them?", anchor=False)
    if not detail:
        _alike(brief, next(iter(OUTCOMES_SAID)), mode)
        return
    outcome = st.selectbox(
        "Outcome",
        list(OUTCOMES_SAID),
        format_func=OUTCOMES_SAID.__getitem__,
        key="outcome",
        bind="query-params",
        width=290,
    )
    _alike(answer, outcome, mode)
    st.caption(
        "Of all whom a clinic treated, by what they had tried at home before: as recorded, not adjusted."
    )
    for column, dots in zip(st.columns(2), ("inflamed", "recurrence"), strict=True):
        with column:
            drawn = figures.prepare_treated(answer, dots)
            chart(dots, figures.draw_dots(drawn, mode), intervals.describe(drawn))
    st.header("Do new milia go with habits?", anchor=False)
    st.markdown(reading.as_text(said_of_habits(answer)))
    _differences("habits", figures.prepare_habits(answer), mode)


def _alike(answer: Answer, outcome: str, mode: Mode) -> None:
    """How those who had tried differ from those who had not, as recorded and among like patients."""
    st.markdown(reading.as_text(said(before_in(answer), outcome)))
    _differences("before", figures.prepare_before(answer, outcome), mode)


def _differences(key: str, prepared: differences.Differences, mode: Mode) -> None:
    if not prepared.rows.empty:
        chart(
            key,
            differences.draw_differences(prepared, mode),
            differences.describe_differences(prepared),
        )


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
    brief = _brief(answer)
    reading.table(
        tables.by_method(brief),
        "Complications on record when they came, of those looked at, with 95% intervals",
    )
    reading.table(
        tables.pathways(brief),
        "First treatment by a clinic after a first attempt at home, and its share of the method",
        narrow=True,
    )


def _detail(answer: Answer) -> None:
    reading.table(
        tables.kinds(answer),
        "Which complications, of those looked at, with 95% intervals",
        narrow=True,
    )
    _treated(answer)
    _habits(answer)


def _treated(answer: Answer) -> None:
    reading.table(
        tables.treated(answer, known=True),
        "Treated by a clinic, by what they had tried: as recorded, not adjusted",
        narrow=True,
    )
    reading.table(
        tables.treated(answer, known=False),
        "Treated by a clinic, and not known whether they had tried: never adjusted",
        narrow=True,
    )
    outcome = st.session_state["outcome"]
    shares = alike.shares(answer, outcome)
    if shares.empty:
        return
    reading.table(
        shares,
        f"{OUTCOMES_SAID[outcome]}: as recorded (not adjusted), and among like patients; 95% intervals",
    )
    st.markdown(reading.as_text(moved_by_adjusting(before_in(answer), outcome)))
    reading.table(alike.sizes(answer, outcome), f"{OUTCOMES_SAID[outcome]}: {_COMPARED}")
    reading.table(
        alike.verdicts(answer, outcome), f"{OUTCOMES_SAID[outcome]}: in words", narrow=True
    )


def _habits(answer: Answer) -> None:
    new = f"New milia anywhere within {tables.last_horizon(answer)} of clearance by a clinic, by habit"
    reading.table(tables.habits(answer), f"{new}: as recorded, not adjusted")
    shares = alike.habits(answer)
    if shares.empty:
        return
    reading.table(
        shares, f"{new}: with it and without, as recorded and among like patients", narrow=True
    )
    reading.table(alike.habit_sizes(answer), f"Habits: {_COMPARED}")
    reading.table(alike.habit_verdicts(answer), "Habits: in words", narrow=True)
