"""The page of attempts at home: what a manager reads, what the sliders say, and what nobody may see."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard.store import Folder
from dashboard.widgets import documents
from tests.figures.reading import leaves
from tests.figures.test_diy import ask, with_fates
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
    assert [header.value for header in page.app.header][:4] == [
        "From the attempt to the first treatment",
        "How much larger does harm look in a clinic?",
        "And once a clinic treats them?",
        "The figures",
    ]
    assert len(page.charts) == 4
    assert all(page.alternatives)


def test_nothing_on_the_page_compares_but_what_the_gate_lets(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="diy", show="Clinical detail")
    said = re.sub(r"\((lower|higher) is better\)|[Ff]ewer than|more group", "", page.said())
    let = "less often with gentle exfoliation than without"
    assert let in said
    said = said.replace(let, "").replace(",less often\n", "")
    said = said.replace("Effective size", "").replace("effective size", "")
    assert not COMPARES.search(said), COMPARES.findall(said)
    summary = show(sample_store, page="diy").said()
    assert "less often" not in summary


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
    assert len(detail.charts) == 7
    names = [table.index.name for table in detail.tables]
    before, habit = "Tried at home before", "Habit when they came"
    assert names == [
        *("Tried with", "First treatment", "Complication"),
        *(before, before, before, before, before, habit, habit, habit, habit),
    ]
    assert list(detail.tables[4].index) == ["Would not say", "Not asked"]
    bodies = " ".join(str(html.proto.body) for html in detail.app.main.get("html"))
    captions = " ".join(re.findall(r"<caption>([^<]*)", bodies))
    assert captions.count("not adjusted") == 3
    assert captions.count("never adjusted") == 1
    assert not any("nan" in cell.lower() for cell in _cells(detail))


def test_like_patients_stand_beside_the_crude_ones(show: Show, sample_store: Folder) -> None:
    """In the summary the headline alone; in the detail the outcome that is chosen."""
    page = show(sample_store, page="diy")
    assert "those who had tried nothing stays open" in page.said()
    assert any("Squeezed or picked among like patients" in said for said in page.alternatives)
    detail = page.choose("show", "Clinical detail").choose("outcome", "complications")
    assert "any complication within 3 months of the first session" in detail.said()
    shares, sizes = detail.tables[5:7]
    assert list(shares.index) == list(sizes.index) == ["Squeezed or picked", "Products", "Both"]
    assert shares["As recorded"].ne(shares["Among like patients"]).any()
    assert sizes["Largest difference left"].astype(float).max() == 0.0
    assert (sizes["Effective size"].str.replace(",", "").astype(float) > 30).all()


def test_episodes_are_not_weighted_and_the_page_says_so(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="diy", unit="All episodes", show="Clinical detail")
    assert "Like for like counts each patient once" in page.said()
    assert not any(said.startswith("Clear, and stayed so") for said in page.alternatives)
    # Habits are of patients, however the question is put.
    assert "Gentle exfoliation" in list(page.tables[-1].index)


def test_choices_that_change_nothing_are_not_there_and_wait(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="diy", show="Clinical detail")
    assert [widget.key for widget in page.app.main.selectbox] == ["unit", "outcome"]
    other = show(sample_store, page="diy", show="Clinical detail", by="Skin type")
    assert other.said() == page.said()
    assert other.app.session_state["choices_made"]["by"] == "skin_type"


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
    _, document = documents.read("measures/diy")
    assert document.strip() in [text.value.strip() for text in page.app.main.markdown]
