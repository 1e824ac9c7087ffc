"""The clearance page: what a manager reads, what a dermatologist finds, and what must not reach the browser."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from dashboard import words
from dashboard.store import Folder
from dashboard.widgets import documents
from tests.figures.reading import leaves
from tests.figures.test_clearance import _with_other_outcomes
from tests.house.test_words import COMPARES
from tests.made_up import add_release
from tests.pages.conftest import Show, Shown

PAGE = "clearance"


def _sentence(page: Shown) -> str:
    return next(line for line in page.said().splitlines() if "Not adjusted" in line)


def test_the_page_answers_its_question_before_anything_else(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page=PAGE)
    assert page.app.title[0].value == "How often are the milia gone?"
    assert re.search(r"[\d,]+ first episodes counted, attempts at home apart", page.cohort_line)
    assert re.search(
        r"Clear at the first assessment: \d+ in 100 after extraction \(between \d+ and \d+\)",
        _sentence(page),
    )
    assert "SYNTHETIC" in page.said()


def test_persistence_is_told_from_recurrence_on_the_page(show: Show, sample_store: Folder) -> None:
    said = show(sample_store, page=PAGE).said()
    assert "persist: they never went away" in said
    assert "a recurrence, which has a page of its own" in said


@pytest.mark.parametrize("by", list(words.DIMENSIONS))
def test_every_dimension_can_be_the_grouping_and_ranks_nobody(
    show: Show, sample_store: Folder, by: str
) -> None:
    page = show(sample_store, page=PAGE, by=words.dimension(by), show="Clinical detail")
    assert page.tables[0].index.name == words.dimension(by)
    assert len(page.charts) >= 4
    assert not COMPARES.search(re.sub(r"more groups?", "", _sentence(page)))


def test_detail_brings_more_and_summary_takes_it_away(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE)
    summary = page.said()
    assert len(page.charts) == 3
    assert "Fisher" not in summary
    detail = page.choose("show", "Clinical detail")
    assert len(detail.charts) == 5
    for expected in (
        "Fisher",
        "Newcombe",
        "Miettinen",
        "Holm",
        "not adjusted",
        "Time to documented",
    ):
        assert expected in detail.said()
    assert page.choose("show", "Summary").said() == summary


def test_charts_have_a_text_alternative_each(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE)
    assert all("Extraction" in said and "percent" in said for said in page.alternatives)


def test_attempts_at_home_come_last_and_with_their_caution(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page=PAGE)
    assert page.tables[0].index[-1] == "DIY attempt"
    assert "DIY attempts are those of people who later came to a clinic" in page.said()
    assert "DIY attempts are those" not in page.choose("by", "sex").said()


def test_episodes_can_be_counted_and_the_page_says_what_that_means(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page=PAGE, show="Clinical detail").choose("unit", "episode")
    assert "episodes counted" in page.cohort_line
    assert "Episodes are counted" in page.said()
    assert page.tables[0].columns[0] == "Episodes assessed"


def test_a_cohort_of_nobody(show: Show, made_up_store: Folder) -> None:
    page = show(
        made_up_store, page=PAGE, treatment="Retinoid", from_="December 2025", to="December 2025"
    )
    page = page.choose("site", ["forehead"]).choose("sex", ["male"]).choose("skin_type", ["VI"])
    assert "Nobody in this cohort had clearance assessed: widen the filters" in page.said()
    assert page.charts == []
    page.choose("show", "Clinical detail")


def test_a_cohort_of_three_patients(show: Show, made_up_store: Folder) -> None:
    page = show(
        made_up_store, page=PAGE, treatment="Rarer ones, together", show="Clinical detail"
    ).read_how_to_read()
    assert "Fewer than 5 patients in any group: widen the filters" in page.said()
    assert "fewer than 5 patients" in page.cohort_line
    assert page.charts == []
    cells = [str(said) for table in page.tables for said in table.to_numpy().ravel()]
    assert not any(re.fullmatch(r"(− )?[1-4]", said) for said in cells)


@pytest.mark.parametrize("at_least", [None, 1])
@pytest.mark.parametrize("cleared", ["yes", "partial", "not_assessed", None])
def test_a_store_of_one_record(
    show: Show, tmp_path: Path, cleared: str | None, at_least: int | None
) -> None:
    folder = Folder(tmp_path)
    one = {
        "patient_key": "a",
        "episode_key": "a-1",
        "start_month": dt.date(2025, 1, 1),
        "treatment": "retinoid",
        "cleared": cleared,
        "last_seen_day": 90,
        "cleared_day": 50 if cleared == "yes" else None,
    }
    add_release(folder, [one])
    page = show(folder, page=PAGE, at_least=at_least, show="Clinical detail").read_how_to_read()
    if at_least is None:
        assert "widen the filters" in page.said()
        cells = [str(said) for table in page.tables for said in table.to_numpy().ravel()]
        assert not any(re.search(r"\b1\b", said) for said in cells)
    page.choose("by", "clinic").choose("unit", "episode")


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
def test_the_page_is_the_same_whatever_became_of_hidden_patients(
    show: Show, made_up_store: Folder, tmp_path: Path, depth: str
) -> None:
    page = show(made_up_store, page=PAGE, show=depth).read_how_to_read()
    table = page.tables[0]
    hidden = [name for name in table.index if str(table.at[name, "Clear"]).startswith("hidden")]
    assert len(hidden) == 2
    folder = Folder(tmp_path)
    add_release(folder, _with_other_outcomes(tuple(name.lower() for name in hidden)))
    folder.keep_salt(folder.salt())
    other = show(folder, page=PAGE, show=depth).read_how_to_read()
    assert (other.said(), other.charts) == (page.said(), page.charts)
    for chart in page.charts:
        for path, value in leaves(chart):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert value in hidden, path


def test_for_publication_the_files_are_offered_and_nothing_fails(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page=PAGE).choose("policy", "publication")
    assert "they may leave the clinic" in page.said()


def test_how_to_read_this_is_the_measures_document(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE).read_how_to_read()
    _, document = documents.read("measures/clearance")
    assert document.strip() in [text.value.strip() for text in page.app.main.markdown]
    held, *left_out = (
        int(str(said).replace("− ", "-").replace(",", ""))
        for name, said in page.table("Step")["Number"].items()
        if name != "In the cohort"
    )
    assert held + sum(left_out[:-1]) == left_out[-1]


def test_one_group_alone_is_told_what_a_comparison_takes(show: Show, sample_store: Folder) -> None:
    page = show(
        sample_store, page=PAGE, clinic="C09", treatment="Combination", show="Clinical detail"
    )
    said = page.said()
    assert said.count("Nothing to compare: it takes two groups with enough patients.") == 1
    assert "Nothing to show" not in said
    assert [table.index.name for table in page.tables] == ["Treatment"]
    assert page.table("Treatment").at["Combination", "Patients assessed"] == "8"


def test_with_another_group_nothing_is_missing(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page=PAGE, show="Clinical detail")
    assert "Nothing to compare" not in page.said()


def test_of_attempts_alone_it_is_said_why_nothing_is_compared(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page=PAGE, treatment="DIY attempt", by="Site", show="Clinical detail")
    said = page.said()
    assert "attempts at home and observation are described, and enter no comparison" in said
    assert "it takes two groups" not in said
