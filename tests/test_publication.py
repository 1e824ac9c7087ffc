"""What is published of every topic: every number once more from the exact answer (`publishing`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from dashboard.answers import clearance
from dashboard.answers.answer import Answer, Choices
from dashboard.answers.topics import TOPICS
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests import publishing
from tests.publishing import CHECKS, Check

COHORTS = {
    "all": Cohort(),
    "some": Cohort((("sex", ("female", "not_recorded")), ("site", ("cheek", "eyelid", "nose")))),
}
# Every two of store, cohort and grouping meet; all three together would take twice as long.
PAIRWISE = (
    ("made_up", "all", "treatment"),
    ("sample", "some", "treatment"),
    ("made_up", "some", "site"),
    ("sample", "all", "site"),
    ("made_up", "all", "skin_type"),
    ("sample", "some", "skin_type"),
)
QUESTIONS = [(topic, *how) for topic, how in product(TOPICS, PAIRWISE)]
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def asked(made_up_store: Folder, sample_store: Folder) -> Ask:
    folders = {"made_up": made_up_store, "sample": sample_store}

    @cache
    def ask(topic: str, store: str, cohort: str, by: str, policy: str) -> Answer:
        settings = Settings(folders[store].root)
        # Exact: nothing is hidden.
        if policy == "clinic":
            settings = replace(settings, min_patients=1)
        choices = Choices(group_by=by, policy=policy)
        return TOPICS[topic](open_release(folders[store]), COHORTS[cohort], choices, settings)

    return ask


@pytest.mark.parametrize("question", QUESTIONS, ids="-".join)
def test_what_is_published(question: tuple[str, ...], asked: Ask) -> None:
    told, exact = asked(*question, "publication"), asked(*question, "clinic")
    wrong = {check.__name__: list(check(told, exact)) for check in CHECKS}
    assert {name: faults for name, faults in wrong.items() if faults} == {}


@pytest.mark.parametrize("topic", TOPICS)
def test_something_is_published(topic: str, asked: Ask) -> None:
    told = asked(topic, "sample", "all", "treatment", "publication").tables["estimates"]
    shares = told[told["value_unit"].eq("proportion")]
    assert shares["estimate"].notna().sum() >= 10
    assert shares["events"].notna().sum() >= 10


@pytest.mark.parametrize(
    "check",
    [
        *(publishing.small_counts, publishing.other_counts, publishing.few_events),
        *(publishing.small_groups, publishing.digits, publishing.counts_of_curves),
    ],
    ids=lambda check: check.__name__,
)
def test_what_is_for_the_clinic_alone_would_be_noticed(check: Check, asked: Ask) -> None:
    exact = asked("clearance", "made_up", "all", "treatment", "clinic")
    assert list(check(exact, exact))


def test_steps_of_single_events_would_be_noticed(asked: Ask) -> None:
    exact = asked("recurrence", "made_up", "all", "treatment", "clinic")
    assert any("a step of" in fault for fault in publishing.steps(exact, exact))


def test_shares_of_exact_counts_would_be_noticed(asked: Ask) -> None:
    exact = asked("clearance", "made_up", "all", "treatment", "clinic")
    assert list(publishing.other_shares(exact, exact))


def test_a_single_hidden_part_would_be_noticed(
    asked: Ask, sample_store: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of electrosurgery 92 were clear, 9 partly and 5 not: those 5 follow from the others."""
    question = ("clearance", "sample", "all", "treatment")
    exact = asked(*question, "clinic")
    monkeypatch.setattr(clearance, "_TOGETHER", ())
    choices, settings = Choices(policy="publication"), Settings(sample_store.root)
    told = clearance.answer(open_release(sample_store), Cohort(), choices, settings)
    alone = told.tables["estimates"].query("group == 'electrosurgery' and measure == 'clearance'")
    assert alone["status"].tolist() == ["shown", "shown", "hidden_small_number"]
    assert list(publishing.parts_of_a_whole(told, exact))
    assert not list(publishing.parts_of_a_whole(asked(*question, "publication"), exact))
