"""The complications page: what a manager reads, what a dermatologist finds, and what nobody may see."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard import words
from dashboard.store import Folder
from tests.figures.reading import leaves
from tests.figures.test_complications import with_other_harms
from tests.house.repository import ROOT
from tests.made_up import add_release, made_up_episodes
from tests.pages.conftest import Show, Shown

_RANKING = re.compile(
    r"\b(better|best|worse|worst|higher|highest|lower|lowest|safer|safest|milder|gentler|superior|inferior|"
    r"prefer\w*|beats?|wins?|ranks?|ranking|outperform\w*|(more|less) (often|frequent|painful)|"
    r"(?<!fewer )(?<!more )(?<!less )than)\b",
    re.IGNORECASE,
)


def _sentence(page: Shown) -> str:
    return next(line for line in page.said().splitlines() if "Not adjusted" in line)


def _cells(page: Shown) -> list[str]:
    return [str(said) for table in page.tables for said in table.to_numpy().ravel()]


def test_the_page_answers_its_question_before_anything_else(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="complications")
    assert page.app.title[0].value == "How often is there a complication?"
    assert re.search(r"[\d,]+ first episodes counted, attempts at home apart", page.cohort_line)
    sentence = _sentence(page)
    assert "With any complication within 3 months of the first session" in sentence
    assert re.search(r"\d+ in 100 after extraction \(between \d+ and \d+\)", sentence)
    assert re.search(r"The kind recorded most often is \w+: in [\d,]+ of [\d,]+ patients", sentence)


@pytest.mark.parametrize("by", ["treatment", "skin_type", "clinic"])
def test_sentence_and_notes_describe_and_rank_nobody(
    show: Show, sample_store: Folder, by: str
) -> None:
    page = show(sample_store, page="complications").choose("by", by)
    assert not _RANKING.search(_sentence(page))
    notes = [text.value for text in page.app.main.markdown if text.value.startswith("- ")]
    said = re.sub(r"[Ff]ewer than \d+ patients|less than that", "", notes[0])
    assert not _RANKING.search(said), said


@pytest.mark.parametrize("said", ["laser is safer", "more often than after peel", "the lowest"])
def test_a_ranking_would_be_noticed(said: str) -> None:
    assert _RANKING.search(said)


def test_dots_with_text_alternatives_and_curves_in_the_detail(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="complications")
    assert len(page.charts) == 2
    assert all("Extraction" in said and "percent" in said for said in page.alternatives)
    detail = page.choose("show", "Clinical detail")
    assert len(detail.charts) == 3
    assert any("Seen, none so far" in str(html.proto.body) for html in detail.app.main.get("html"))


def test_the_summary_has_kinds_new_milia_and_promises(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="complications")
    headers = [header.value for header in page.app.header]
    assert headers[:4] == [
        "The figures",
        "Which complications",
        "Does the treatment bring new milia?",
        "What clinics say, and what is on record",
    ]
    kinds = page.table("Complication")
    assert list(kinds.columns)[-1] == "DIY attempt"
    bodies = " ".join(str(html.proto.body) for html in page.app.main.get("html"))
    assert 'class="shade-5"' in bodies
    said = page.said()
    for claim in ("virtually painless", "minimal scarring", "home the same day", "softens them"):
        assert re.search(f"“{claim}", said, re.IGNORECASE)
    assert "What the records cannot say" in said


def test_detail_brings_intervals_tests_grades_and_subgroups(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="complications")
    summary = page.said()
    assert "CTCAE" not in summary
    detail = page.choose("show", "Clinical detail")
    bodies = [str(html.proto.body) for html in detail.app.main.get("html")]
    said = " ".join([detail.said(), *bodies])
    for expected in ("CTCAE grade", "Grade not recorded", "Permanent or not: not recorded", "With antibiotics",
                     "Not resolved when last seen", "Newcombe", "Fisher", "Holm", "not adjusted",
                     "by skin type", "by delicate site", "unknown", "Type VI", "How many gave no answer"):  # fmt: skip
        assert expected in said, expected
    compared = [table for table in detail.tables if table.index.name == "Compared with Extraction"]
    assert len(compared) == 2
    other = detail.choose("complication", "infection")
    bodies = [str(html.proto.body) for html in other.app.main.get("html")]
    assert any("Infection: recorded shares" in body for body in bodies)
    assert page.choose("show", "Summary").said() == summary


@pytest.mark.parametrize("by", [name for name in words.DIMENSIONS if name != "treatment"])
def test_every_dimension_can_be_the_grouping(show: Show, sample_store: Folder, by: str) -> None:
    page = show(sample_store, page="complications", by=words.dimension(by), show="Clinical detail")
    assert page.tables[0].index.name == words.dimension(by)
    assert "Not adjusted" in page.said()
    assert "Does the treatment bring new milia?" not in page.said()
    assert not any("nan" in said.lower() for said in _cells(page))


def test_episodes_can_be_counted(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="complications", unit="All episodes", show="Clinical detail")
    assert page.tables[0].columns[0] == "Episodes"
    assert "Episodes are counted" in page.said()


def test_attempts_at_home_come_last_and_with_their_caution(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="complications")
    assert page.tables[0].index[-1] == "DIY attempt"
    assert "DIY attempts are those of people who later came to a clinic" in page.said()
    assert "DIY attempts are those" not in page.choose("by", "sex").said()


def test_a_cohort_of_nobody_and_one_of_three(show: Show, made_up_store: Folder) -> None:
    page = show(
        made_up_store, page="complications", treatment="Retinoid", from_="December 2025", to="December 2025"
    )  # fmt: skip
    page = page.choose("site", ["forehead"]).choose("sex", ["male"]).choose("skin_type", ["VI"])
    assert "In nobody of this cohort did anybody look" in page.said()
    page.choose("show", "Clinical detail")
    few = show(made_up_store, page="complications", treatment="Rarer ones, together")
    few = few.choose("show", "Clinical detail").read_how_to_read()
    assert "Fewer than 5 patients" in few.said()
    assert not any(re.fullmatch(r"(− )?[1-4]", said) for said in _cells(few))


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
def test_no_figure_of_a_hidden_group_reaches_the_browser(
    show: Show, made_up_store: Folder, depth: str
) -> None:
    page = show(made_up_store, page="complications", show=depth)
    table = page.tables[0]
    hidden = [name for name in table.index if str(table.at[name, "Patients"]).startswith("hidden")]
    assert len(hidden) >= 2
    for chart in page.charts:
        for path, value in leaves(chart):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert value in hidden, f"{path}: {value}"
    for shown in page.tables:
        for name in hidden:
            rows = shown[shown.index == name].drop(columns="Horizon", errors="ignore")
            cells = list(rows.to_numpy().ravel())
            cells += list(shown[name]) if name in shown.columns else []
            assert not any(re.search(r"\d", str(said)) for said in cells)


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
def test_the_page_is_the_same_whatever_became_of_hidden_patients(
    show: Show, made_up_store: Folder, tmp_path: Path, depth: str
) -> None:
    def sent(page: Shown) -> list[Any]:
        bodies = [str(html.proto.body) for html in page.app.main.get("html")]
        return [page.said(), page.charts, bodies]

    page = show(made_up_store, page="complications", show=depth).read_how_to_read()
    table = page.tables[0]
    hidden = tuple(
        name.lower() for name in table.index if str(table.at[name, "Patients"]).startswith("hidden")
    )
    folder = Folder(tmp_path)
    add_release(folder, made_up_episodes(), complications=with_other_harms(hidden))
    folder.keep_salt(folder.salt())
    other = show(folder, page="complications", show=depth).read_how_to_read()
    assert sent(other) == sent(page)


def test_how_to_read_this_is_the_measures_document(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="complications").read_how_to_read()
    document = (ROOT / "docs" / "measures" / "complications.md").read_text(encoding="utf-8").strip()
    said = [text.value.strip() for text in page.app.main.markdown]
    assert [text for text in said if len(text) > 999 and document.endswith(text)]
