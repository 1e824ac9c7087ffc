"""Is anything changing from month to month?"""

from __future__ import annotations

import streamlit as st

from dashboard import words
from dashboard.answers import trends as topic
from dashboard.answers.answer import Answer
from dashboard.cohort import month_in_words
from dashboard.figures import trends as figures
from dashboard.figures.theme import Mode
from dashboard.tables import trends as tables
from dashboard.widgets import month, reading
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The page of control charts."""
    show(
        Parts(
            topic.answer,
            _pictures,
            _figures,
            _detail,
            choices=("by", "definition", "unit"),
            heading="Month by month",
        )
    )


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    del detail
    reading.table(
        tables.summary(answer),
        "The latest twelve settled months: ordinary variation, or a signal; one to look into goes before an "
        "improvement. Centre: of all settled months",
    )
    names = {item.code: item.title for item in tables.charted(answer)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = month.choose_chart(names)
        periods = tables.periods(answer, code)
        period = month.choose_month(periods)
    prepared = figures.prepare(answer, code)
    month.chart(figures.draw(prepared, mode), figures.describe(prepared), periods)
    st.caption(
        "Click a point to see here what its month was made of. ▲ a signal to look into, ◆ a signal of improvement, "
        "◇ a signal of change, hollow: too recent to be judged. Broken lines: the limits that chance keeps to."
    )
    if few := tables.rarely(answer, code):
        st.caption(few)
    if period:
        _look_into(answer, code, period)
    _beside(answer, mode, code)


def _look_into(answer: Answer, code: str, period: str) -> None:
    """Of whom was a month made?"""
    by = words.dimension(answer.choices.group_by).lower()
    reading.table(
        tables.made_of(answer, code, period), f"{month_in_words(period)}, made up by {by}"
    )


def _beside(answer: Answer, mode: Mode, code: str) -> None:
    """Evidence that adds up, or moving ranges: what small changes show before a point does."""
    prepared = figures.prepare_beside(answer, code)
    if len(prepared.rows):
        st.caption(tables.beside(answer, code))
        chart("beside", figures.draw(prepared, mode), figures.describe(prepared))
    else:
        st.caption(
            "No CUSUM: months differ by more than chance here (Laney's p-prime chart), or too few are settled, and "
            "binomial evidence would take that for a change."
        )


def _figures(answer: Answer) -> None:
    code = st.session_state[month.CHART]
    with st.expander("All months", key="all_months", on_change="rerun") as body:
        if body.open:
            reading.table(tables.months(answer, code), "The latest month first")


def _detail(answer: Answer) -> None:
    del answer
    st.markdown(
        "Shares: p chart; **Laney's p-prime** where the mean moving range of the standardised months is above what "
        "19 of 20 binomial series show. Amounts: XmR (2.66 and 3.267 mean ranges). Rules: a point outside three "
        "sigma; 7 on one side of the centre; 6 rising or falling; 2 of 3 beyond two sigma on one side. **Fewer than 3 "
        "events (or exceptions) expected** in the median month: of these rules the first alone, and only with an exact "
        "binomial tail below 0.00135. "
        "**CUSUM**: log-likelihood ratio of doubled odds (of halved odds of attending), beginning again after a "
        "signal; where nothing changes the line is reached once in 100 months at most, by simulation."
    )
