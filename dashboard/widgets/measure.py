"""How to read a page: what the measure counts and where it can mislead, from its document."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from dashboard.answers.answer import Answer

_DOCUMENTS = Path(__file__).resolve().parent.parent.parent / "docs" / "measures"


def explain(answer: Answer) -> None:
    """What does the measure count and not count, and where can it mislead?"""
    with st.expander("How to read this", key="how_to_read", on_change="rerun") as opened:
        if opened.open:
            st.markdown(_document(answer.topic))


@cache
def _document(topic: str) -> str:
    title, _, rest = (_DOCUMENTS / f"{topic}.md").read_text(encoding="utf-8").partition("\n")
    del title  # The page has its own.
    return rest
