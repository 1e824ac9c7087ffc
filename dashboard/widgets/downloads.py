"""Take it away: exactly what is shown, as CSV files or one bundle with its metadata."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.answers.answer import Answer
from dashboard.exports.bundle import bundle, download_name
from dashboard.exports.csv import table_to_csv
from dashboard.exports.report import report_files

_SAID = {
    "estimates": "Figures",
    "curves": "Curves",
    "comparisons": "Comparisons",
    "balance": "Balance",
    "charts": "Charts",
}


def offer(answer: Answer) -> None:
    """Offer each table of the answer, and all with their metadata in one file."""
    st.header("Take it away", anchor=False)
    st.caption(
        "The files say exactly what the page says, hidden figures left blank. They are for use inside the "
        "clinic: the publication policy, for what leaves it, is not there yet. The address of this page is "
        "the link to this view."
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
        file_name=download_name(answer.topic, part, ending, synthetic=answer.synthetic),
        mime="text/csv" if ending == "csv" else "application/zip",
        key=f"download_{part}",
        on_click="ignore",
    )
