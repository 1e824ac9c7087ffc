"""The quality page through `app.py`: whom to ring, shares on a scale, what came; empty and tiny cohorts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard import words
from dashboard.store import Folder
from tests.made_up import add_release, made_up_episodes
from tests.pages.conftest import Show


def test_a_manager_sees_whom_to_ring_first(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="quality")
    assert page.app.title[0].value == "How good are the records?"
    said = page.said()
    assert "Ring C05: healing was not looked at in 71 in 100" in said
    assert page.tables[0].index.name == "Clinic"
    assert page.tables[0].at["C11", "What"] == "Skin type"
    assert "Not adjusted" in said
    assert len(page.charts) == 3
    assert page.table("Column").at["Skin type", "C11"] == "55%"
    assert page.table("What is told of a patient").iloc[-1]["Share of all"] == "46%"
    assert "No rule was broken" in said


def test_cells_are_shaded_and_written(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="quality")
    bodies = [element.proto.body for element in page.app.main.get("html")]
    table = next(body for body in bodies if "<caption>What patients said" in body)
    assert re.search(r'<td class="shade-5">0%</td>', table)
    assert 'tabindex="0"' in table
    assert "50% and over" in "".join(bodies)


def test_other_groups_and_all_episodes(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="quality", told_by="Treatment", show="Clinical detail")
    assert page.tables[-1].index.name == "Clinic"
    assert "Laser" in page.table("Column").columns
    page.choose("unit", "episode")
    assert "Count patients, each once" in page.said()


def test_what_another_page_compares_by_is_kept_apart(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="quality", by="Site")
    assert "C01" in page.table("Column").columns


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
def test_empty_and_tiny_cohorts(show: Show, made_up_store: Folder, depth: str) -> None:
    page = show(made_up_store, page="quality", treatment="Rarer ones, together", show=depth)
    assert "Fewer than 5 patients" in page.said()
    assert page.charts == []
    page = show(made_up_store, page="quality", treatment="Retinoid", from_="December 2025")
    page = page.choose("site", ["forehead"]).choose("sex", ["male"]).choose("skin_type", ["VI"])
    assert "Nobody in this cohort" in page.said()


def test_how_to_read_it_says_to_whom_each_column_applies(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="quality").read_how_to_read()
    assert "professional treatments, age band 16 or over" in page.said()
    assert "Whom to ring" in page.said()


def test_no_figure_of_a_hidden_group_reaches_the_browser(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, page="quality", told_by="Treatment", show="Clinical detail")
    hidden = words.value("treatment", "electrosurgery")
    for table in page.tables:
        if hidden in table.columns:
            assert not any(re.search(r"\d", said) for said in table[hidden])
    for chart in page.charts:
        for trace in chart.get("data", []):
            assert trace.get("name") != hidden


def test_a_store_of_one_record(show: Show, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    add_release(folder, made_up_episodes()[:1])
    page = show(folder, page="quality", show="Clinical detail")
    assert "Fewer than 5 patients" in page.said()
    page = show(folder, page="quality", at_least=1, show="Clinical detail")
    assert "1 patient counted" in page.cohort_line or "1 patients counted" in page.cohort_line
