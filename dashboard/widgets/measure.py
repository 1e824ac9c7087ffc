"""How to read a page: what the measure counts and where it can mislead, from its document."""

from __future__ import annotations

import streamlit as st

from dashboard.answers.answer import Answer
from dashboard.tables import attrition
from dashboard.widgets import documents, reading


def explain(answer: Answer) -> None:
    """What does the measure count and not count, who was left out, and where can it mislead?

    The body is made only when the reader opens it.
    """
    with st.expander(
        "How to read this, and who was counted", key="how_to_read", on_change="rerun"
    ) as body:
        if body.open:
            reading.table(attrition.attrition(answer), "From the records held to those counted")
            # The page has a title of its own.
            _, text = documents.read(f"measures/{answer.topic}")
            st.markdown(text)
