"""The three outcomes of the trade-off: dots that equal the answer's figures."""

from __future__ import annotations

import pytest

from dashboard.answers import overview
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.figures import overview as figures
from dashboard.settings import Settings
from dashboard.store import Folder, open_release


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    settings = Settings(made_up_store.root)
    return overview.answer(open_release(made_up_store), Cohort(), Choices(), settings)


@pytest.mark.parametrize("outcome", list(figures.OUTCOMES))
def test_dots_equal_the_answers_figures(answer: Answer, outcome: str) -> None:
    prepared = figures.prepare(answer, outcome)
    rows = answer.tables["estimates"]
    shown = rows[rows["measure"].eq(outcome) & rows["status"].eq("shown")]
    shown = shown[shown["group"].isin(answer.groups)]
    drawn = [trace.x[0] for trace in figures.draw(prepared, "dark").data if trace.mode == "markers"]
    assert sorted(drawn) == sorted(shown["estimate"])
    assert len(drawn) >= 3
    assert "lower is better" in prepared.axis_title


def test_days_and_shares_have_their_own_axis(answer: Answer) -> None:
    assert figures.prepare(answer, "healing").unit == "days"
    assert figures.prepare(answer, "recurrence").unit == "proportion"
    assert "12 months" in figures.prepare(answer, "recurrence").axis_title
