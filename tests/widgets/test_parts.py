"""Downloads, choices and documents: every topic, shape and choice has its words."""

from __future__ import annotations

import pytest

from dashboard import words
from dashboard.answers.answer import DEFINITIONS, SHAPES, UNITS, WEIGHTINGS, Choices
from dashboard.answers.clinics import UNITS as SIDE_BY_SIDE
from dashboard.answers.topics import TOPICS
from dashboard.widgets import choices, cohort, documents, downloads


def test_every_shape_of_table_can_be_downloaded_by_name() -> None:
    assert set(downloads._SAID) == set(SHAPES)
    assert len(set(downloads._SAID.values())) == len(SHAPES)


def test_every_definition_and_unit_is_said() -> None:
    lists = {
        "weighting": WEIGHTINGS,
        "group_by": tuple(words.DIMENSIONS),
        "definition": DEFINITIONS,
        "unit": UNITS,
    }
    for choice in choices._CHOICES.values():
        every = SIDE_BY_SIDE if choice is choices._CHOICES["units"] else lists[choice.name]
        assert set(choice.options) == set(every)
        # In a link a choice stands by what it is called.
        assert len(set(choice.options.values())) == len(choice.options)


@pytest.mark.parametrize("key", ["weighting", "by", "definition", "unit"])
def test_the_usual_value_of_a_choice_comes_first(key: str) -> None:
    choice = choices._CHOICES[key]
    assert getattr(Choices(), choice.name) == next(iter(choice.options))


@pytest.mark.parametrize("topic", list(TOPICS))
def test_every_topic_says_how_it_is_read(topic: str) -> None:
    _, document = documents.read(f"measures/{topic}")
    for heading in ("counted", "left out", "mislead"):
        assert heading in document


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("", "", []),
        ("2024-11", "2025-02", ["2024-11", "2024-12", "2025-01", "2025-02"]),
        ("2024-05", "2024-05", ["2024-05"]),
    ],
)
def test_months_of_the_records(first: str, last: str, months: list[str]) -> None:
    assert cohort._between(first, last) == months
