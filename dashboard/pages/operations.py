"""What does care take, and what does it cost?"""

from __future__ import annotations

import streamlit as st

from dashboard.answers import operations as topic
from dashboard.answers.answer import Answer
from dashboard.figures import intervals, operations_months
from dashboard.figures import operations as figures
from dashboard.figures.theme import Mode
from dashboard.tables import comparisons
from dashboard.tables import operations as tables
from dashboard.widgets import reading
from dashboard.widgets.topic import Parts, chart, show

# What the groups are compared in: measure, kind, unit, heading.
_AMOUNTS = (
    ("cost_per_cleared", "ratio", "amount", "Direct costs for each patient found clear"),
    (
        "minutes_per_cleared",
        "ratio",
        "minutes",
        "Minutes in the chair for each patient found clear",
    ),
    ("margin_per_hour", "ratio", "amount", "Margin for each hour in the chair"),
)
_SHARES = {
    "dropped_out": "Dropped out in mid-course",
    "never_seen": "Never seen again",
    "unplanned": "With an unplanned visit",
    "free_redo": "Redone free of charge",
    "complaint": "Complaint",
}


def page() -> None:
    """The page of running the clinic."""
    show(Parts(topic.answer, _pictures, _figures, _detail))


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    _dots(answer, mode, "cost_per_cleared")
    left, right = st.columns(2)
    with left:
        _dots(answer, mode, "minutes_per_cleared")
    with right:
        _dots(answer, mode, "margin_per_hour")
    st.header("Month by month", anchor=False)
    volume = operations_months.prepare_volume(answer)
    chart("volume", operations_months.draw(volume, mode), operations_months.describe(volume))
    mix = operations_months.prepare_mix(answer)
    chart("mix", operations_months.draw(mix, mode), operations_months.describe(mix))
    st.caption("All rows have one scale. A cross: the number of that month is hidden.")
    if detail:
        for measure in ("dropped_out", "never_seen", "reviews_attended"):
            _dots(answer, mode, measure)


def _dots(answer: Answer, mode: Mode, measure: str) -> None:
    prepared = figures.prepare_dots(answer, measure)
    chart(measure, figures.draw_dots(prepared, mode), intervals.describe(prepared))


def _figures(answer: Answer) -> None:
    reading.table(
        tables.costs(answer),
        "Means and ratios with 95% intervals, amounts in the currency of the records; margin: price minus direct cost",
    )
    reading.table(tables.course(answer), "Courses: means and shares, with 95% intervals")
    reading.table(
        tables.seen(answer), "Visits and complaints: means and shares, with 95% intervals"
    )
    st.header("After an attempt at home", anchor=False)
    reading.table(
        tables.after_diy(answer),
        "All professional treatments together, with 95% intervals, not adjusted",
    )


def _detail(answer: Answer) -> None:
    st.markdown(
        "Comparisons are **not adjusted** for the case mix. Differences of means and ratios have Welch's interval and "
        "test, the error of a ratio by linearisation; differences of shares are by Newcombe's method, ratios by "
        "Miettinen and Nurminen's, p by Fisher's exact test. p is corrected by Holm's method over all pairs."
    )
    for measure, kind, unit, said in _AMOUNTS:
        reading.table(comparisons.amounts(answer, measure, kind, unit), said)
    chosen = st.selectbox(
        "Compare the share", list(_SHARES), format_func=_SHARES.__getitem__, key="shares", width=300
    )
    reading.table(comparisons.shares(answer, chosen, "share"), f"{_SHARES[chosen]}, not adjusted")
    reading.table(tables.months(answer), "Begun in each month", narrow=True)
