"""The recurrence page on the sample records: what a manager reads, what a dermatologist finds."""

from __future__ import annotations

import re

import pytest

from dashboard import words
from dashboard.store import Folder
from tests.house.repository import ROOT
from tests.pages.conftest import Show, Shown

# A description ranks nobody. ("fewer than 1 in 100" says how rare something is; axes say which way is good.)
_RANKING = re.compile(
    r"\b(better|best|worse|worst|higher|highest|lower|lowest|superior|inferior|safer|safest|"
    r"prefer\w*|beats?|wins?|winner|ranks?|ranking|outperform\w*|(more|less) (often|effective)|"
    r"(?<!fewer )(?<!more )than)\b",
    re.IGNORECASE,
)


def _sentence(page: Shown) -> str:
    return next(line for line in page.said().splitlines() if "Not adjusted" in line)


def test_the_page_answers_its_question_before_anything_else(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store)
    assert page.app.title[0].value == "How often do milia come back?"
    assert "All records" in page.cohort_line
    assert re.search(r"[\d,]+ first episodes counted, attempts at home apart", page.cohort_line)
    assert "release 1 of" in page.cohort_line
    sentence = _sentence(page)
    assert re.search(r"\d+ in 100 after extraction \(between \d+ and \d+\)", sentence)


@pytest.mark.parametrize("definition", ["A", "B", "C"])
@pytest.mark.parametrize("by", ["treatment", "skin_type"])
def test_the_sentence_describes_and_ranks_nobody(
    show: Show, sample_store: Folder, definition: str, by: str
) -> None:
    page = show(sample_store).choose("definition", definition).choose("by", by)
    sentence = _sentence(page)
    assert not _RANKING.search(sentence), sentence


@pytest.mark.parametrize(
    "said", ["laser is better", "lower in peels", "more often than after peel"]
)
def test_a_ranking_would_be_noticed(said: str) -> None:
    assert _RANKING.search(said)


def test_made_up_records_are_called_so(show: Show, sample_store: Folder) -> None:
    page = show(sample_store)
    assert any("SYNTHETIC" in text.value for text in page.app.markdown)
    names = [button.proto.url for button in page.app.get("download_button")]
    assert all("SYNTHETIC" in name or "media" in name or name == "" for name in names)


def test_three_charts_with_a_text_alternative_each(show: Show, sample_store: Folder) -> None:
    page = show(sample_store)
    assert len(page.charts) == 3
    assert all(len(said) > 40 and "percent" in said for said in page.alternatives)
    assert all("Extraction" in said for said in page.alternatives)


def test_the_table_behind_the_picture_has_all_groups(show: Show, sample_store: Folder) -> None:
    table = show(sample_store).tables[0]
    names = [words.value("treatment", name) for name in words.TREATMENTS]
    assert sorted(table.index) == sorted(names)
    assert table.index[-1] == "DIY attempt"


def test_detail_brings_tests_and_models_and_summary_takes_them_away(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store)
    assert "Gray's test" not in page.said()
    summary = page.said()

    detail = page.choose("show", "Clinical detail").said()
    for expected in ("Gray's test", "Log-rank", "cox.zph", "Hazard ratio", "Holm", "not adjusted"):
        assert expected in detail

    assert page.choose("show", "Summary").said() == summary


@pytest.mark.parametrize("by", list(words.DIMENSIONS))
def test_every_dimension_can_be_the_grouping(show: Show, sample_store: Folder, by: str) -> None:
    page = show(sample_store, by=words.dimension(by), show="Clinical detail")
    assert page.app.selectbox(key="by").value == by
    assert page.tables[0].index.name == words.dimension(by)
    assert len(page.charts) == 3
    assert "Not adjusted" in page.said()


@pytest.mark.parametrize("definition", ["B", "C"])
def test_another_definition_says_whether_the_order_changes(
    show: Show, sample_store: Folder, definition: str
) -> None:
    page = show(sample_store)
    assert "By this definition" not in page.said()
    said = page.choose("definition", definition).said()
    assert re.search(
        r"By this definition .* the order of the groups is (the same as|another than) "
        r"by definition A",
        said,
    )


def test_episodes_can_be_counted_and_the_page_says_what_that_means(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, show="Clinical detail")
    patients = page.tables[0]
    page = page.choose("unit", "episode")
    assert "episodes counted" in page.cohort_line
    assert "Episodes are counted" in page.said()
    assert patients.columns[0] == "Patients"
    assert page.tables[0].columns[0] == "Episodes"


@pytest.mark.parametrize(
    ("by", "usual"),
    [("Treatment", "Extraction, or the largest group"), ("Clinic", "The largest group")],
)
def test_with_whom_groups_are_compared_unless_chosen(
    show: Show, sample_store: Folder, by: str, usual: str
) -> None:
    page = show(sample_store, by=by, show="Clinical detail")
    assert page.app.selectbox(key="reference").options[0] == usual


def test_another_reference_turns_the_comparisons(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, show="Clinical detail").choose("reference", "laser")
    assert any(table.index.name == "Compared with Laser" for table in page.tables)


def test_attempts_at_home_come_last_and_with_their_caution(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store)
    assert "DIY attempts are those of people who later came to a clinic" in page.said()
    page = page.choose("by", "sex")
    assert "DIY attempts are those" not in page.said()
    page.read_how_to_read()
    assert "left out: DIY attempts and observation, counted only by treatment" in set(
        page.table("Step").index
    )


def test_who_was_counted_adds_up_to_the_line_under_the_title(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store).read_how_to_read()
    attrition = page.table("Step")
    counted = re.search(r"([\d,]+) first episodes counted", page.cohort_line)
    assert counted is not None
    assert attrition["Number"].iloc[-1] == counted[1]
    held, *left_out = (
        int(said.replace("− ", "-").replace(",", ""))
        for name, said in attrition["Number"].items()
        if name != "In the cohort"
    )
    assert held + sum(left_out[:-1]) == left_out[-1]


def test_how_to_read_this_is_the_measures_document(show: Show, sample_store: Folder) -> None:
    page = show(sample_store)
    assert "What is counted" not in page.said()
    page.read_how_to_read()
    document = (ROOT / "docs" / "measures" / "recurrence.md").read_text(encoding="utf-8").strip()
    said = [text.value.strip() for text in page.app.main.markdown]
    assert [text for text in said if len(text) > 999 and document.endswith(text)]
