"""What stands around every picture: the heading, the answer, the notes, who was left out, how to read it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from dashboard.answers.answer import Answer
from dashboard.cohort import month_in_words

# What Markdown, or Streamlit's own directives, would read as more than text.
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~:$^-])")

# Where Markdown makes a link of a bare address; an unseen joiner keeps it text.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)


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
    st.caption(as_text(" · ".join(told)))
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
        st.markdown(as_text(answer.sentence))


def notes(answer: Answer) -> None:
    """What must a reader know besides?"""
    if answer.notes:
        st.markdown("\n".join(f"- {as_text(note)}" for note in answer.notes))


def table(
    frame: pd.DataFrame,
    caption: str,
    levels: Sequence[Sequence[int]] | None = None,
    *,
    narrow: bool = False,
) -> None:
    """A table that a person reads, which a keyboard and a screen reader reach.

    `levels`: how dark each cell is, where its number lies on a scale. `narrow`: where there are many
    columns, an interval may stand under its figure. A table without rows is left out: what is missing, and what to
    do, is said once for all that lack it.
    """
    if frame.empty:
        return
    header = "".join(f'<th scope="col">{escape(name)}</th>' for name in (frame.index.name, *frame))
    shades = levels or [[0] * len(frame.columns)] * len(frame)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{_cells(row, shade)}</tr>'
        for (name, *row), shade in zip(frame.itertuples(name=None), shades, strict=True)
    )
    # Not `st.table`: where it scrolls, the keyboard does not reach it, and it takes four times as long to draw.
    st.html(
        f'<div class="figures{" narrow" if narrow else ""}" role="group" tabindex="0" '
        f'aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{header}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cells(row: Sequence[str], shades: Sequence[int]) -> str:
    return "".join(
        f'<td class="shade-{shade}">{escape(cell)}</td>' if shade else f"<td>{escape(cell)}</td>"
        for cell, shade in zip(row, shades, strict=True)
    )


def as_label(text: str) -> str:
    """How does a text label a field? Nothing in it is read as markup, and a screen reader meets no backslash.

    Streamlit names a field to a screen reader by its label as it stands, escapes included. So what would be
    read as markup is left out, and a colon, which may begin a directive, is kept from what follows it.
    """
    plain = re.sub(r"[\\`*{}\[\]<>#|~$^!]|(?<!\w)_|_(?!\w)", " ", text)
    return _ADDRESS.sub("\u2060", plain.replace(":", ":\u2060"))


def as_text(name: str) -> str:
    """How is a name written that a clinic gave, so that no part of it is taken for Markdown?"""
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub("\u2060", name))
