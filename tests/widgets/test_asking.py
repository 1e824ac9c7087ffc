"""The same question is answered once; another question is another answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dashboard.answers.answer import Choices
from dashboard.cohort import Cohort
from dashboard.errors import StoreFault
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from dashboard.widgets.asking import ask
from dashboard.widgets.view import View


@pytest.fixture
def view(made_up_store: Folder) -> View:
    release = open_release(made_up_store)
    return View(
        release, Settings(made_up_store.root), pseudonymised=False, cohort=Cohort(), mode="light"
    )


class Topic:
    """A topic that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def __call__(self, *question: Any, pseudonymised: bool) -> Any:
        self.asked.append((*question, pseudonymised))
        return object()


def test_the_same_question_isremembered_once(view: View) -> None:
    topic: Any = Topic()
    assert ask(topic, view, Choices()) is ask(topic, view, Choices())
    assert topic.asked == [(view.release, view.cohort, Choices(), view.settings, False)]


def test_the_theme_is_no_part_of_the_question(view: View) -> None:
    topic: Any = Topic()
    assert ask(topic, view, Choices()) is ask(topic, replace(view, mode="dark"), Choices())


def test_another_question_is_asked_anew(view: View, tmp_path: Path) -> None:
    topic: Any = Topic()
    ask(topic, view, Choices())
    ask(topic, view, Choices(unit="episode"))
    ask(topic, replace(view, cohort=Cohort(from_month="2025-01")), Choices())
    ask(topic, replace(view, settings=Settings(view.settings.data, min_patients=1)), Choices())
    ask(topic, replace(view, pseudonymised=True), Choices())
    ask(topic, replace(view, release=replace(view.release, number=2)), Choices())
    ask(topic, replace(view, release=replace(view.release, path=tmp_path)), Choices())
    assert len(topic.asked) == 7


def test_an_error_is_not_remembered(view: View) -> None:
    def failing(*_: Any, pseudonymised: bool) -> Any:
        del pseudonymised
        failures.append(1)
        raise StoreFault("The disk is full.", "Make room.")

    failures: list[int] = []
    for _ in range(2):
        with pytest.raises(StoreFault, match="full"):
            ask(failing, view, Choices())
    assert len(failures) == 2
