"""Answers to write down, from the made-up store."""

from __future__ import annotations

import pytest

from dashboard.answers import recurrence
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release


@pytest.fixture(scope="session")
def answer(made_up_store: Folder) -> Answer:
    """By treatment: one group has three patients, so that figures are hidden."""
    cohort = Cohort((("sex", ("female", "male", "not_recorded")),), from_month="2024-01")
    return _asked(made_up_store, cohort, Choices(horizons=(90, 365)))


@pytest.fixture(scope="session")
def answer_by_clinic(made_up_store: Folder) -> Answer:
    """By clinic: one clinic's code begins like a formula."""
    return _asked(made_up_store, Cohort(), Choices(group_by="clinic"))


def _asked(folder: Folder, cohort: Cohort, choices: Choices) -> Answer:
    settings = Settings(folder.root)
    return recurrence.answer(open_release(folder), cohort, choices, settings, pseudonymised=True)
