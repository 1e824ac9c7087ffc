"""Answers that were given before: the same question, put to the same release, is answered once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Release


# Not Streamlit's cache: it hashes large frames by a sample and copies what it returns. Every part of
# this key is a frozen value, and so is the answer. The theme is no part of the question.
@lru_cache(maxsize=256)
def remembered(
    topic: Callable[..., Answer],
    release: Release,
    cohort: Cohort,
    choices: Choices,
    settings: Settings,
    *,
    pseudonymised: bool = False,
) -> Answer:
    """What does a topic answer, from memory where it was asked before?"""
    return topic(release, cohort, choices, settings, pseudonymised=pseudonymised)
