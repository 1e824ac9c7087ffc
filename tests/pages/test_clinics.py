"""The page of clinics: who stands outside, the funnels, and a clinic's own panel."""

from __future__ import annotations

import pytest

from dashboard.store import Folder
from tests.pages.conftest import Show

PAGE = "clinics"


def test_the_page_answers_its_question_and_never_ranks(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE)
    assert (
        page.app.title[0].value
        == "Do clinics differ by more than chance and their patients explain?"
    )
    assert "This page never ranks" in page.said()
    assert "Sorted by name or by size, never by outcome" in page.said()
    assert len(page.charts) == 2
    assert page.tables[0].index.tolist() == [f"C{number:02d}" for number in range(1, 13)]
    page.choose("sort", "size")
    sizes = [int(text) for text in page.tables[0]["Patients"]]
    assert sizes == sorted(sizes, reverse=True)


def test_a_link_opens_a_clinics_panel_and_an_outcome(show: Show, sample_store: Folder) -> None:
    page = show(
        sample_store,
        page=PAGE,
        closer="C04",
        funnel="Any complication recorded",
        show="Clinical detail",
    )
    assert "Funnel of 12 points: Observed / expected" in page.alternatives[0]
    # The panel follows the funnel that is pointed at.
    assert "The case mix of C04 beside that of all others" in page.alternatives[1]
    own = page.table("Outcome")
    assert own.loc["Milia back within 12 months", "Observed"] == "44"
    assert "Cox" in page.said()
    assert page.table("Case mix").columns.tolist()[0] == "C04"


@pytest.mark.parametrize("at_least", [None, 500])
def test_roles_and_hidden_groups(show: Show, made_up_store: Folder, at_least: int | None) -> None:
    page = show(made_up_store, page=PAGE, units="Treated by", at_least=at_least)
    if at_least:
        assert "Fewer than 500 patients" in page.said()
        assert page.charts == []
    else:
        assert page.tables[0].index.name == "Treated by"
        assert "Too few roles" in page.said()


def test_names_that_clinics_gave_are_no_markup(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, page=PAGE, closer="Hill, St Mary")
    assert "Any complication recorded" in page.table("Outcome").index
    assert "The case mix of Hill, St Mary beside" in page.alternatives[1]
    assert {"=west", "Hill, St Mary", "Not recorded"} < set(page.tables[0].index)


def test_one_clinic_alone_has_no_funnel_to_click_in(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE, clinic="C10")
    said = page.said()
    assert "nothing to set it beside: choose more clinics" in said
    assert "Nothing to set side by side" in said
    assert "Click a point" not in said
    assert len(page.charts) == 1, "the share as it is"
