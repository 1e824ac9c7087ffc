"""How every topic's page runs from top to bottom: question, answer, picture, table, detail, take away, how to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.answers.answer import Answer
from dashboard.figures.theme import CONFIG, Mode
from dashboard.widgets import asking, choices, downloads, measure, reading

_ALONE = (
    "Nothing to compare: it takes two groups with enough patients. "
    "Widen the filters, or compare by something else."
)
_DESCRIBED = (
    "Nothing to compare: attempts at home and observation are described, and enter no comparison."
)


@dataclass(frozen=True)
class Parts:
    """What is a topic's own on its page?

    Attributes
    ----------
    answer
        The topic's answer: who is asked.
    pictures
        Draws the charts; told whether the clinical detail is wanted.
    figures
        Shows the table behind the picture.
    detail
        Shows what a dermatologist asks for.
    choices
        Which choices change anything on the page: see `widgets.choices`.
    heading
        Above the table behind the picture.
    anything
        Is there anything to show beside the sentence? The sentence says what is missing, and what to do.
    """

    answer: Callable[..., Answer]
    pictures: Callable[[Answer, Mode, bool], None]
    figures: Callable[[Answer], None]
    detail: Callable[[Answer], None]
    choices: tuple[str, ...] = choices.USUAL
    heading: str = "The figures"
    anything: Callable[[Answer], bool] = lambda answer: not answer.empty


def show(parts: Parts) -> None:
    """Show a topic's page."""
    view = st.session_state["view"]
    top = st.container()
    chosen, detail = choices.choose(view.release, parts.choices)
    answer = asking.ask(parts.answer, view, chosen)
    with top:
        reading.heading(answer)
        reading.finding(answer)
    anything = parts.anything(answer)
    if anything:
        parts.pictures(answer, view.mode, detail)
        st.header(parts.heading, anchor=False)
        parts.figures(answer)
    reading.notes(answer)
    if detail and anything:
        st.header("Clinical detail", anchor=False)
        if "reference" in parts.choices and len(answer.compared) < 2:
            st.caption(_DESCRIBED if len(answer.groups) > 1 and not answer.compared else _ALONE)
        parts.detail(answer)
    downloads.offer(answer, parts.answer, view)
    measure.explain(answer)


def chart(key: str, figure: object, alt: str) -> None:
    """A chart, and what it says to somebody who cannot see it."""
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=alt)
