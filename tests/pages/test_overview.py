"""The first page: what a manager sees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard import words
from dashboard.store import Folder, read_entry
from dashboard.store.ledger import write_entry
from tests.made_up import add_release, made_up_episodes
from tests.pages.conftest import Show


def test_one_row_a_treatment_with_all_figures(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="")
    assert page.app.title[0].value == "How are we doing, treatment by treatment?"
    table = page.tables[0]
    assert sorted(table.index) == sorted(
        words.value("treatment", name) for name in words.TREATMENTS
    )
    assert table.index[-1] == "DIY attempt"
    assert [name.split("lower")[0].split("higher")[0] for name in table.columns] == [
        "Patients",
        "Clear at the first assessment",
        "Milia back within 12 months",
        "Half healed after",
        "Complication within 3 months",
        "Pain, 4 or more of 10",
        "Satisfied",
        "Never seen again",
    ]
    assert len(page.charts) == 3
    assert "Not adjusted" in page.said()


def test_figures_lead_to_their_pages_with_the_same_cohort(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="", site="Eyelid")
    links = {
        address
        for element in page.app.main.get("html")
        for address in re.findall(r'href="([^"]+)"', element.proto.body)
    }
    # To the charts where one of them signals.
    assert {link.split("?")[0] for link in links} - {"trends"} == {
        "clearance",
        "recurrence",
        "healing",
        "complications",
        "reported",
        "operations",
    }
    assert all("site=Eyelid" in link for link in links)


def test_without_a_release_before_the_page_says_so(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="")
    page.app.session_state["changes"] = True
    page.app.run()
    assert "There is no release before this one to compare with" in page.sound().said()


def test_a_release_before_by_other_rules_is_named(show: Show, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    add_release(folder, made_up_episodes())
    entry = read_entry(folder, 1)
    del entry["derivation"]
    write_entry(folder, 1, entry)
    page = show(folder, page="")
    page.app.session_state["changes"] = True
    page.app.run()
    assert "Release 1 was worked out by other rules, so the two cannot be compared" in page.said()


@pytest.mark.parametrize("by", ["site", "clinic"])
def test_other_groups_have_rows_too(show: Show, sample_store: Folder, by: str) -> None:
    page = show(sample_store, page="", by=words.dimension(by))
    assert page.tables[0].index.name == words.dimension(by)


def test_an_empty_and_a_hidden_cohort(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, page="", treatment="Rarer ones, together")
    assert "Fewer than 5 patients" in page.said()
    assert page.charts == []
    page = show(made_up_store, page="", treatment="Retinoid", from_="December 2025")
    page = page.choose("site", ["forehead"]).choose("sex", ["male"]).choose("skin_type", ["VI"])
    assert "Nobody in this cohort" in page.said()
