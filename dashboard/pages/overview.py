"""How are we doing, treatment by treatment?"""

from __future__ import annotations

import streamlit as st

from dashboard import store, words
from dashboard.answers import alerts as signalled
from dashboard.answers import overview as topic
from dashboard.answers.answer import Answer
from dashboard.figures import intervals
from dashboard.figures import overview as figures
from dashboard.figures.theme import Mode
from dashboard.tables import overview as tables
from dashboard.widgets import alerts, overview_grid, reading
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The overview: the first page that a manager sees."""
    show(Parts(topic.answer, _pictures, _figures, _detail, heading="Since the last release"))


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    del detail
    overview_grid.show(tables.grid(answer), words.dimension(answer.choices.group_by))
    # Filled last: the charts below are there at once, funnels take a moment.
    place = st.container()
    st.header("Recurrence, healing and complications, side by side", anchor=False)
    for column, outcome in zip(st.columns(len(figures.OUTCOMES)), figures.OUTCOMES, strict=True):
        with column:
            prepared = figures.prepare(answer, outcome)
            chart(outcome, figures.draw(prepared, mode), intervals.describe(prepared))
    with place:
        _alerts(answer)


def _alerts(answer: Answer) -> None:
    """What the charts of “Over time” signal and which clinics stand outside, and did not in the release before."""
    release = st.session_state["view"].release
    told = signalled.alerts(answer, release)
    st.header("Signals", anchor=False)
    st.caption(signalled.since(release, len(told)))
    alerts.show(told)


def _figures(answer: Answer) -> None:
    with st.expander("What changed", key="changes", on_change="rerun") as body:
        if body.open:
            since, changes = tables.since(answer), tables.changes(answer)
            if not since:
                st.caption(_no_release_before())
            elif changes.empty:
                st.caption(f"No figure moved since {since}.")
            else:
                reading.table(
                    changes, f"Since {since}; no intervals, since most patients are in both"
                )


def _no_release_before() -> str:
    """Why can nothing be compared with an earlier release?"""
    number = store.before_by_other_rules(st.session_state["view"].release)
    if number is None:
        return "There is no release before this one to compare with."
    return f"Release {number} was worked out by other rules, so the two cannot be compared."


def _detail(answer: Answer) -> None:
    st.caption(
        f"Tests, models and diagnostics stand on the page of each outcome. "
        f"Every figure above is the one of its page, for {answer.cohort.in_words().lower()}."
    )
