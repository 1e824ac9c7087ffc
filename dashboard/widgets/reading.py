"""What stands around every picture: the heading, the answer, the notes, who was left out, how to read it."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.answers.answer import Answer
from dashboard.cohort import month_in_words

# What Markdown, or Streamlit's own directives, would read as more than text.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~:$^-])")

# Figures are text here, which Streamlit would set flush left.
_RIGHT: Any = [
    {
        "selector": "td, th.col_heading",
        "props": [("text-align", "right !important"), ("font-variant-numeric", "tabular-nums")],
    }
]


def heading(answer: Answer) -> None:
    """The question, and in one line of whom it speaks."""
    about = answer.release
    told = [answer.cohort.in_words(), _counted(answer)]
    told.append(f"release {about.number} of {about.created:%-d %B %Y}")
    if about.last_cutoff:
        told.append(f"records up to {month_in_words(about.last_cutoff)}")
    if not answer.synthetic:
        told.append("pseudonymised" if answer.pseudonymised else "anonymised")
    st.title(answer.question, anchor=False)
    st.caption(" · ".join(told))
    if answer.synthetic:
        st.markdown(
            ":orange-badge[SYNTHETIC] made-up records: no real patient, no real clinic, "
            "no evidence about any treatment."
        )


def _counted(answer: Answer) -> str:
    step = next(step for step in answer.attrition if step.name == "eligible")
    few = f"fewer than {answer.settings.min_patients}"
    return f"{few if step.number is None else f'{step.number:,}'} {step.said}"


def finding(answer: Answer) -> None:
    """The answer in words."""
    with st.container(border=True):
        st.markdown(answer.sentence)


def notes(answer: Answer) -> None:
    """What must a reader know besides?"""
    if answer.notes:
        st.markdown("\n".join(f"- {note}" for note in answer.notes))


def table(frame: pd.DataFrame, caption: str = "") -> None:
    """A table that a person reads, which a keyboard and a screen reader reach."""
    if frame.empty:
        st.caption("Nothing to show here.")
        return
    if caption:
        st.caption(caption)
    plain = frame.rename(index=_as_text).rename_axis(_as_text(str(frame.index.name or "")))
    st.table(plain.style.set_table_styles(_RIGHT), border="horizontal", alt=caption or None)


def _as_text(name: str) -> str:
    """How is a name written that a clinic gave, so that no part of it is taken for Markdown?"""
    return _MARKUP.sub(r"\\\1", name)
