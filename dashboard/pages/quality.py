"""How good are the records?"""

from __future__ import annotations

import streamlit as st

from dashboard.answers import quality as topic
from dashboard.answers.answer import Answer
from dashboard.answers.quality_items import ATTENDED, NEVER
from dashboard.figures import intervals
from dashboard.figures import quality as figures
from dashboard.figures.theme import Mode
from dashboard.tables import quality as tables
from dashboard.tables import quality_imports as came
from dashboard.widgets import reading, shaded
from dashboard.widgets.topic import Parts, chart, show


def page() -> None:
    """The quality page."""
    show(
        Parts(
            topic.answer,
            _pictures,
            _figures,
            _detail,
            choices=("told_by", "unit"),
            heading="How complete the records are",
        )
    )


def _pictures(answer: Answer, mode: Mode, detail: bool) -> None:  # noqa: FBT001 - of the page's parts
    del detail
    calls = tables.calls(answer)
    if not calls.empty:
        reading.table(calls, "Whom to ring, and about what; with 95% intervals")
    left, right = st.columns(2)
    for place, kind in ((left, ATTENDED), (right, NEVER)):
        with place:
            prepared = figures.prepare_shares(answer, kind)
            chart(kind, figures.draw_shares(prepared, mode), intervals.describe(prepared))
    months = figures.prepare_months(answer)
    chart("months", figures.draw_months(months, mode), figures.describe_months(months))


def _figures(answer: Answer) -> None:
    st.caption(
        "Of the episodes to which a column applies, the share in which it is recorded. "
        "The stronger the shade of a cell, the more is blank, missed or not asked."
    )
    for place, heading in enumerate(tables.HEADINGS):
        st.subheader(heading, anchor=False)
        shaded.show(
            tables.heat(answer, heading),
            f"{heading}: shares of those to whom it applies",
            legend=place == 0,
        )
    st.header("What came, and what was wrong with it", anchor=False)
    st.caption("Of all records held, whatever is chosen beside.")
    reading.table(
        came.months(answer), "Months of data by clinic; this alone is of the records chosen"
    )
    reading.table(came.imports(answer), "Records at each import")
    rules = came.rules(answer)
    if rules.empty:
        st.caption("No rule was broken at any import that is known.")
    else:
        reading.table(rules, "Rules broken at each import")
        reading.table(came.violations(answer, by_month=False), "Rules broken, by clinic")
    st.header("How many patients stand out", anchor=False)
    reading.table(
        tables.anonymity(answer),
        "Of all records held: patients alike in clinic, age band, sex, skin type, kind of milia and month",
    )


def _detail(answer: Answer) -> None:
    for heading in tables.HEADINGS:
        reading.table(
            tables.with_intervals(answer, heading), f"{heading}, with 95% intervals", narrow=True
        )
    reading.table(tables.never(answer), "Never followed up")
    months = came.violations(answer, by_month=True)
    if not months.empty:
        reading.table(
            months,
            "Rules broken, by clinic and month of the first session, at the clinic's last import",
        )
