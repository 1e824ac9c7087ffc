"""Ask for an answer, and say so while it is counted."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.answers.answer import Answer, Choices
from dashboard.answers.remembered import remembered
from dashboard.widgets.view import View


def ask(topic: Callable[..., Answer], view: View, choices: Choices) -> Answer:
    """What does the topic answer for this view and these choices?"""
    with st.spinner("Counting…"):
        return remembered(
            topic,
            view.release,
            view.cohort,
            choices,
            view.settings,
            pseudonymised=view.pseudonymised,
        )
