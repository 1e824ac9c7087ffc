"""Ask for an answer, once per release, cohort and choices: later readers get the same one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import streamlit as st

from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Release
from dashboard.widgets.view import View


def ask(topic: Callable[..., Answer], view: View, choices: Choices) -> Answer:
    """What does the topic answer for this view and these choices?"""
    with st.spinner("Counting…"):
        return _answered(
            topic,
            view.release,
            view.cohort,
            choices,
            view.settings,
            pseudonymised=view.pseudonymised,
        )


# Not `st.cache_data`: it hashes large frames by a sample and copies what it returns. Every part of this key is a frozen
# value, and so is the answer. The theme is no part of the question.
@lru_cache(maxsize=128)
def _answered(
    topic: Callable[..., Answer],
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool,
) -> Answer:
    return topic(release, cohort, choices, settings, pseudonymised=pseudonymised)
