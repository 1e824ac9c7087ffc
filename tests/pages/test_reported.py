"""The page of what patients say: the finding, who answered, detail, and states in which there is little to say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard.store import Folder
from tests.house.repository import ROOT
from tests.made_up import add_release
from tests.pages.conftest import Show

PAGE = "reported"


def test_the_page_from_top_to_bottom(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE)
    assert page.app.title[0].value == "What do patients say?"
    summary = page.said()
    assert (
        "improved by 4 points or more: 31 in 100 after extraction (between 28 and 34; 36" in summary
    )
    assert "SYNTHETIC" in summary
    assert len(page.charts) == 3
    assert all("Extraction" in said for said in page.alternatives)
    assert "DLQI: answered" in page.tables[0].columns
    detail = page.choose("show", "Clinical detail")
    assert len(detail.charts) == 6
    for expected in ("Welch", "Newcombe", "Holm", "not adjusted", "Mean before"):
        assert expected in detail.said() + str([table.to_csv() for table in detail.tables])
    assert page.choose("show", "Summary").said() == summary


def test_by_site_in_episodes_and_how_to_read_it(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE, by="Site", show="Clinical detail").choose(
        "unit", "episode"
    )
    page = page.read_how_to_read()
    assert page.tables[0].index.name == "Site"
    assert "Episodes are counted" in page.said()
    document = (ROOT / "docs" / "measures" / "reported.md").read_text(encoding="utf-8").strip()
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
    one = {
        "patient_key": "a",
        "episode_key": "a-1",
        "start_month": dt.date(2025, 1, 1),
        "treatment": "laser",
        "last_seen_day": 90,
        "dlqi_before": 9,
        "dlqi_after": 1,
    }
    add_release(folder, [one])
    assert "widen the filters" in show(folder, page=PAGE, show="Clinical detail").said()
    alone = show(folder, page=PAGE, at_least=1, show="Clinical detail")
    assert "improved by 4 points or more: 100 in 100 after laser" in alone.said()
    alone.choose("policy", "publication")
