"""The page of like for like: the gate's words and no others, the outcome and the pair that are chosen."""

from __future__ import annotations

import re

import pytest

from dashboard.cohort import Cohort
from dashboard.store import Folder
from tests.answers.alike import ask
from tests.house.test_words import COMPARES
from tests.pages.conftest import Show

# What passed the gate, the direction of good, how small a hidden number is, and what tools are called.
_ALLOWED = re.compile(
    r"(less|more) often after \w+ than after \w+|\((lower|higher) is better\)|[Ff]ewer than|[Aa]t least|"
    r"[Ee]ffective (sample )?size|[Mm]ore filters"
)


def test_the_page_answers_before_anything_else(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="like_for_like")
    assert page.app.title[0].value == "What if like patients had been treated differently?"
    assert "4,165 patients counted" in page.cohort_line
    assert "Among patients alike" in page.said()
    assert "Adjusting for the case mix" in page.said()
    assert len(page.charts) == 2
    assert all(len(said) > 40 for said in page.alternatives)


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
@pytest.mark.parametrize(
    "weighting", ["Pair by pair (overlap)", "Pair by pair (inverse probability)"]
)
def test_only_the_gate_compares(
    show: Show, sample_store: Folder, depth: str, weighting: str
) -> None:
    page = show(sample_store, page="like_for_like", show=depth, weighting=weighting)
    said = _ALLOWED.sub("", page.said())
    assert not COMPARES.search(said), COMPARES.search(said)


def test_the_outcome_changes_picture_and_table(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="like_for_like")
    before = page.charts[0]
    other = page.choose("outcome", "complications")
    assert other.charts[0] != before
    assert "Any complication" in other.alternatives[0]
    assert "Retinoid" in other.tables[0].index
    healing = page.choose("outcome", "healing")
    assert "Retinoid" not in healing.tables[0].index


def test_detail_has_the_tools_and_the_pair_that_is_chosen(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="like_for_like", show="Clinical detail").choose("pair", "laser")
    said = page.said()
    for expected in ("Effective size", "E-value", "cox.zph", "Holm", "Laser, weighted"):
        assert expected in said
    assert len(page.charts) == 5
    assert page.choose("outcome", "healing").sound()
    assert page.read_how_to_read().sound()


def test_there_is_no_choice_of_groups_and_units(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="like_for_like")
    assert not {"by", "unit"} & {widget.key for widget in page.app.selectbox}
    assert "weighting" in {widget.key for widget in page.app.selectbox}


def test_what_cannot_be_compared_is_said(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="like_for_like", show="Clinical detail", skin_type="Type VI")
    assert "cannot be compared with extraction" in page.said()
    assert "No adjusted figure is shown" in page.said()
    assert "Why" in page.said()


def test_a_cohort_of_nobody_and_one_of_three(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, page="like_for_like", treatment="Rarer ones, together")
    assert "widen the filters" in page.said()
    page.choose("show", "Clinical detail")
    assert all(not chart.get("data") for chart in page.charts)


def test_attempts_alone_are_not_compared(show: Show, made_up_store: Folder) -> None:
    cohort = Cohort((("treatment", ("diy",)),))
    assert "Nobody in this cohort" in ask(made_up_store, cohort).sentence
    page = show(made_up_store, page="like_for_like", treatment="DIY attempt")
    assert "Nobody in this cohort" in page.said()


def test_one_treatment_alone_has_a_sentence_that_says_what_to_do_and_nothing_else(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="like_for_like", treatment="Laser", show="Clinical detail")
    said = page.said()
    assert "nothing to compare it with: choose another beside it, or widen the filters" in said
    assert (page.charts, page.tables) == ([], [])
    assert "E-value" not in said
    assert "drawn faded" not in said
