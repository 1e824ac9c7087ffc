"""The page of running the clinic: the finding, months, what came after attempts at home, and little to say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard.store import Folder
from tests.house.repository import ROOT
from tests.made_up import add_release
from tests.pages.conftest import Show

PAGE = "operations"


def test_the_page_from_top_to_bottom(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE)
    assert page.app.title[0].value == "What does care take, and what does it cost?"
    summary = page.said()
    assert "for each patient found clear: 53 after extraction (between 51 and 54)" in summary
    assert "after an attempt at home" in summary
    assert len(page.charts) == 5
    assert all("xtraction" in said or "all " in said for said in page.alternatives)
    detail = page.choose("show", "Clinical detail")
    assert len(detail.charts) == 8
    for expected in ("Welch", "linearisation", "Holm", "not adjusted", "September 2026"):
        assert expected in detail.said()
    compared = detail.choose("shares", "complaint").table("Compared with Extraction")
    assert "Laser" in compared.index
    assert page.choose("show", "Summary").said() == summary


def test_by_operator_role_in_episodes_and_how_to_read_it(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE, by="Treated by", show="Clinical detail")
    page = page.choose("unit", "episode").read_how_to_read()
    assert page.tables[0].index.name == "Treated by"
    assert "Episodes are counted" in page.said()
    document = (ROOT / "docs" / "measures" / "operations.md").read_text(encoding="utf-8").strip()
    said = [text.value.strip() for text in page.app.main.markdown]
    assert [text for text in said if len(text) > 999 and document.endswith(text)]


def test_a_cohort_of_three_patients(show: Show, made_up_store: Folder) -> None:
    page = show(
        made_up_store, page=PAGE, treatment="Rarer ones, together", show="Clinical detail"
    ).read_how_to_read()
    assert "Fewer than 5 patients in any group: widen the filters" in page.said()
    assert page.charts == []


def test_a_store_of_one_record(show: Show, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    one = {"patient_key": "a", "episode_key": "a-1", "start_month": dt.date(2025, 1, 1)}
    course = {"treatment": "laser", "last_seen_day": 90, "cleared": "yes", "cost": 88.5}
    add_release(folder, [one | course])
    assert "widen the filters" in show(folder, page=PAGE, show="Clinical detail").said()
    alone = show(folder, page=PAGE, at_least=1, show="Clinical detail")
    assert "for each patient found clear: 88 after laser" in alone.said()
    alone.choose("policy", "publication")
