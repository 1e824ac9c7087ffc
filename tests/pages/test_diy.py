"""The page of attempts at home: what a manager reads, what the sliders say, and what nobody may see."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard import words
from dashboard.store import Folder
from tests.figures.reading import leaves
from tests.figures.test_diy import ask, with_fates
from tests.house.repository import ROOT
from tests.house.test_words import COMPARES
from tests.pages.conftest import Show, Shown


def _sentence(page: Shown) -> str:
    return next(line for line in page.said().splitlines() if "Not adjusted" in line)


def _supposition(page: Shown) -> str:
    return next(line for line in page.said().splitlines() if line.startswith("Suppose"))


def _cells(page: Shown) -> list[str]:
    return [str(said) for table in page.tables for said in table.to_numpy().ravel()]


def _sent(page: Shown) -> list[Any]:
    bodies = [str(html.proto.body) for html in page.app.main.get("html")]
    return [page.said(), page.charts, bodies]


def test_the_page_answers_its_question_and_says_what_it_cannot(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="diy")
    assert page.app.title[0].value == "What becomes of attempts at home?"
    assert "1,096 patients counted" in page.cohort_line
    sentence = _sentence(page)
    assert "40 in 100 of 1,010 first attempts at home (between 37 and 43)" in sentence
    assert "people who later came to a clinic" in sentence
    assert [header.value for header in page.app.header][:3] == [
        "From the attempt to the first treatment",
        "How much larger does harm look in a clinic?",
        "The figures",
    ]
    assert len(page.charts) == 3
    assert all(page.alternatives)


def test_nothing_on_the_page_compares(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="diy", show="Clinical detail")
    said = re.sub(r"\((lower|higher) is better\)|[Ff]ewer than|more group", "", page.said())
    assert not COMPARES.search(said), COMPARES.findall(said)


def test_the_sliders_say_what_would_be_seen_and_what_fits(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="diy")
    assert [slider.key for slider in page.app.slider] == ["harmed", "after_harm", "otherwise"]
    before = _supposition(page)
    assert "Suppose an attempt harms 20 in 100 of all who try, 25 to 45 in 100 come" in before
    assert "Then 29 to 69 in 100 of those who come would be harmed" in before
    assert "On record are 40 in 100 (between 37 and 43)" in before
    page.app.slider(key="harmed").set_value(10)
    page.app.slider(key="after_harm").set_value((35, 35))
    page.app.slider(key="otherwise").set_value((10, 10)).run()
    after = _supposition(page.sound())
    # 3.5 of 3.5 + 9; and the interval from 37.0 to 43.1 divided by odds of 3.5.
    assert "Then 28 in 100 of those who come would be harmed" in after
    assert "fits true shares of 14 to 18 in 100" in after
    assert _sentence(page) == _sentence(show(sample_store, page="diy"))


@pytest.mark.parametrize(
    "ends", [("harmed", 0), ("harmed", 100), ("after_harm", (1, 1)), ("otherwise", (100, 100))]
)
def test_no_end_of_a_slider_breaks_the_page(
    show: Show, made_up_store: Folder, ends: tuple[str, Any]
) -> None:
    page = show(made_up_store, page="diy")
    page.app.slider(key=ends[0]).set_value(ends[1]).run()
    assert "in 100" in _supposition(page.sound())
    assert "nan" not in page.said().lower()


def test_detail_brings_kinds_outcomes_and_habits(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="diy")
    assert "Habit when they came" not in [table.index.name for table in page.tables]
    detail = page.choose("show", "Clinical detail")
    assert len(detail.charts) == 5
    names = [table.index.name for table in detail.tables]
    assert names == [
        *("Tried with", "First treatment", "Complication"),
        *("Tried at home before", "Tried at home before", "Habit when they came"),
    ]
    assert list(detail.tables[4].index) == ["Would not say", "Not asked"]
    assert "not adjusted" in detail.said()
    assert not any("nan" in cell.lower() for cell in _cells(detail))


@pytest.mark.parametrize("by", ["skin_type", "clinic", "technique"])
def test_other_groups_change_nothing_and_the_page_says_so(
    show: Show, sample_store: Folder, by: str
) -> None:
    page = show(sample_store, page="diy")
    other = show(sample_store, page="diy", by=words.dimension(by))
    assert other.charts == page.charts
    assert "changes nothing here" in other.said()


def test_episodes_can_be_counted(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="diy", unit="All episodes", show="Clinical detail")
    assert "Episodes are counted" in page.said()
    # Without an interval nothing is said to fit.
    assert "On record" not in _supposition(page)


def test_a_cohort_without_attempts_and_one_of_nobody(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, page="diy", treatment="Laser", show="Clinical detail")
    assert "leaves attempts at home out" in page.said()
    assert len(page.charts) == 0
    few = show(made_up_store, page="diy", from_="December 2025", to="December 2025")
    few = few.choose("site", ["nose"]).choose("skin_type", ["VI"]).choose("show", "Clinical detail")
    few = few.read_how_to_read()
    assert not any(re.fullmatch(r"(− )?[1-4]", said) for said in _cells(few))


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
def test_the_page_is_the_same_whatever_became_of_hidden_patients(
    show: Show, tmp_path: Path, depth: str
) -> None:
    hidden = ask(with_fates(tmp_path / "look", (), harmed=False)).hidden_groups
    assert len(hidden) >= 2
    sent = []
    for harmed in (False, True):
        folder = with_fates(tmp_path / f"{harmed}", hidden, harmed=harmed)
        sent.append(_sent(show(folder, page="diy", show=depth).read_how_to_read()))
    assert sent[0] == sent[1]


def test_no_number_of_a_hidden_flow_reaches_the_browser(show: Show, sample_store: Folder) -> None:
    """Of those whose method is not recorded, 2, 2, 2 and 4 had four treatments: only their sum is told."""
    page = show(sample_store, page="diy")
    cells = page.table("First treatment")["Not recorded"].astype(str)
    hidden = [str(name) for name, said in cells.items() if said.startswith("hidden")]
    assert hidden == ["Laser", "Retinoid", "Electrosurgery", "Combination"]
    said = [value for _, value in leaves(page.charts[1]) if isinstance(value, str)]
    for name in hidden:
        assert not [value for value in said if value.startswith("Not recorded") and name in value]
    assert "Not recorded → Hidden: too few: 10" in said


def test_how_to_read_this_is_the_measures_document(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="diy").read_how_to_read()
    document = (ROOT / "docs" / "measures" / "diy.md").read_text(encoding="utf-8").strip()
    said = [text.value.strip() for text in page.app.main.markdown]
    assert [text for text in said if len(text) > 999 and document.endswith(text)]
