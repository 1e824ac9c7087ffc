"""Take it away: exactly what is shown, as CSV files or one bundle with its metadata."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.answers.answer import Answer
from dashboard.exports.bundle import bundle, download_name
from dashboard.exports.csv import table_to_csv
from dashboard.exports.report import report_files
from dashboard.widgets import asking
from dashboard.widgets.view import View

_SAID = {
    "estimates": "Figures",
    "curves": "Curves",
    "comparisons": "Comparisons",
    "balance": "Balance",
    "charts": "Charts",
}


_POLICIES = {"clinic": "Inside the clinic", "publication": "For publication"}


def offer(answer: Answer, topic: Callable[..., Answer], view: View) -> None:
    """Offer each table of the answer, and all with their metadata in one file, for the clinic or for publication."""
    st.header("Take it away", anchor=False)
    policy = st.segmented_control(
        "For use",
        list(_POLICIES),
        format_func=_POLICIES.__getitem__,
        default="clinic",
        key="policy",
        bind="query-params",
        required=True,
        disabled=answer.choices.unit == "episode",
        help="What leaves the clinic counts each patient once."
        if answer.choices.unit == "episode"
        else None,
    )
    if policy == "publication" and answer.choices.unit == "patient":
        st.caption(
            "Counts from 1 to 7 are hidden and others told to the nearest 5; shares are worked out anew from "
            "those, in whole percent. So the files differ from the page: they may leave the clinic."
        )
        answer = asking.ask(topic, view, replace(answer.choices, policy="publication"))
    else:
        st.caption(
            "The files say exactly what the page says, hidden figures left blank. They are for use inside the "
            "clinic. The address of this page is the link to this view."
        )
    with st.container(horizontal=True):
        _button("Everything (ZIP)", answer, "report", "zip", partial(_bundled, answer))
        for name in answer.tables:
            _button(f"{_SAID[name]} (CSV)", answer, name, "csv", partial(_csv, answer, name))


def _csv(answer: Answer, name: str) -> bytes:
    return table_to_csv(answer.tables[name])


def _bundled(answer: Answer) -> bytes:
    return bundle(report_files([answer]))


def _button(
    label: str, answer: Answer, part: str, ending: str, content: Callable[[], bytes]
) -> None:
    st.download_button(
        label,
        content,
        file_name=download_name(
            answer.topic,
            f"{part}_publication" if answer.published else part,
            ending,
            synthetic=answer.synthetic,
        ),
        mime="text/csv" if ending == "csv" else "application/zip",
        key=f"download_{part}",
        on_click="ignore",
    )
