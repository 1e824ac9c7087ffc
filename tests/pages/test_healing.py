"""The page of healing time, through `app.py`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard import words
from dashboard.store import Folder
from tests.figures.reading import leaves
from tests.figures.test_healing import with_other_healing
from tests.house.repository import ROOT
from tests.made_up import add_release, made_up_episodes
from tests.pages.conftest import Show, Shown

_RANKING = re.compile(
    r"\b(better|best|worse|worst|higher|highest|lower|lowest|faster|fastest|slower|quicker|sooner|longer|"
    r"shorter|safer|prefer\w*|ranks?|ranking|outperform\w*|(?<!fewer )(?<!more )than)\b",
    re.IGNORECASE,
)


def _sentence(page: Shown) -> str:
    return next(line for line in page.said().splitlines() if "Not adjusted" in line)


def _cells(page: Shown) -> list[str]:
    return [str(said) for table in page.tables for said in table.to_numpy().ravel()]


def test_the_page_answers_its_question_before_anything_else(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="healing")
    assert page.app.title[0].value == "How long does the skin take to heal?"
    assert re.search(r"[\d,]+ first episodes counted, attempts at home apart", page.cohort_line)
    sentence = _sentence(page)
    assert re.search(r"half of the patients were healed by day \d+ after extraction", sentence)
    assert re.search(r"day \d+ after laser \(between \d+ and \d+\)", sentence)
    assert re.search(
        r"Healed within 14 days: \d+ in 100 after extraction \((between \d+ and )?\d+( or more)?\)",
        sentence,
    )


@pytest.mark.parametrize("by", ["treatment", "skin_type", "clinic", "lesion_band"])
def test_the_sentence_describes_and_ranks_nobody(show: Show, sample_store: Folder, by: str) -> None:
    page = show(sample_store, page="healing").choose("by", by)
    assert not _RANKING.search(_sentence(page))
    notes = [text.value for text in page.app.main.markdown if text.value.startswith("- ")]
    assert len(notes) == 1
    said = re.sub(r"[Ff]ewer than \d+ patients", "", notes[0])
    assert not _RANKING.search(said)


@pytest.mark.parametrize("said", ["laser heals faster", "sooner than after peel", "the best"])
def test_a_ranking_would_be_noticed(said: str) -> None:
    assert _RANKING.search(said)


def test_three_charts_with_a_text_alternative_each(show: Show, sample_store: Folder) -> None:
    curves, half, healed = show(sample_store, page="healing").alternatives
    assert curves.startswith("Share healed by day")
    assert "Extraction 6 days, between 6 and 6" in half
    assert "Laser 77 percent, between 73 and 81" in healed


def test_the_table_behind_the_picture_has_every_treatment_that_makes_a_wound(
    show: Show, sample_store: Folder
) -> None:
    table = show(sample_store, page="healing").tables[0]
    wounding = set(words.TREATMENTS) - {"retinoid", "observation"}
    assert set(table.index) == {words.value("treatment", name) for name in wounding}
    assert table.index[-1] == "DIY attempt"


def test_detail_brings_tests_and_models_and_summary_takes_them_away(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="healing")
    summary = page.said()
    detail = page.choose("show", "Clinical detail").said()
    for expected in (
        *("Log-rank", "cox.zph", "Hazard ratio", "Holm", "not adjusted", "restricted mean"),
        *("Mean days open, of the first 84", "Difference, days", "after day 4, by day 5"),
    ):
        assert expected in detail
        assert expected not in summary
    assert page.choose("show", "Summary").said() == summary


@pytest.mark.parametrize("by", list(words.DIMENSIONS))
def test_every_dimension_can_be_the_grouping(show: Show, sample_store: Folder, by: str) -> None:
    page = show(sample_store, page="healing", by=words.dimension(by), show="Clinical detail")
    assert page.tables[0].index.name == words.dimension(by)
    assert len(page.charts) == 3
    assert "Not adjusted" in page.said()


def test_episodes_can_be_counted_and_the_page_says_what_that_means(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="healing", show="Clinical detail").choose("unit", "episode")
    assert "half of the episodes were healed" in page.said()
    assert "the log-rank test does not, and is not given" in page.said()
    assert page.tables[0].columns[0] == "Episodes"


def test_attempts_at_home_come_last_and_with_their_caution(
    show: Show, sample_store: Folder
) -> None:
    page = show(sample_store, page="healing")
    assert "DIY attempts are those of people who later came to a clinic" in page.said()
    assert "products make no wound" in page.said()
    assert "DIY attempts are those" not in page.choose("by", "sex").said()


def test_who_was_left_out_is_told(show: Show, sample_store: Folder) -> None:
    page = show(sample_store, page="healing").read_how_to_read()
    steps = set(page.table("Step").index)
    assert "left out: nobody looked at healing" in steps
    assert "left out: retinoid, observation and product-only attempts: no wound" in steps
    document = (ROOT / "docs" / "measures" / "healing.md").read_text(encoding="utf-8").strip()
    said = [text.value.strip() for text in page.app.main.markdown]
    assert [text for text in said if len(text) > 999 and document.endswith(text)]


# ------------------------------------------------------------------ empty, tiny, hidden


def test_a_cohort_of_nobody(show: Show, made_up_store: Folder) -> None:
    page = show(made_up_store, page="healing", treatment="Retinoid")
    assert "Nobody in this cohort had a wound" in page.said()
    assert not any(chart.get("data") for chart in page.charts)
    page.choose("show", "Clinical detail")


def test_a_cohort_of_three_patients(show: Show, made_up_store: Folder) -> None:
    page = show(
        made_up_store, page="healing", treatment="Rarer ones, together", show="Clinical detail"
    ).read_how_to_read()
    assert "Fewer than 5 patients" in page.said()
    assert not any(chart.get("data") for chart in page.charts)
    assert not any(re.fullmatch(r"(− )?[1-4]", said) for said in _cells(page))


@pytest.mark.parametrize("healed", [9, None])
@pytest.mark.parametrize("at_least", [1, 5])
def test_a_store_of_one_record(
    show: Show, tmp_path: Path, healed: int | None, at_least: int
) -> None:
    row = {**made_up_episodes()[0], "healing_assessed": "yes", "sessions": 1, "healed_day": healed}
    folder = Folder(tmp_path)
    add_release(folder, [{**row, "last_session_day": 0, "last_unhealed_day": None}])
    page = show(folder, page="healing", at_least=at_least, show="Clinical detail")
    assert ("1 patient" in page.cohort_line) == (at_least == 1)
    page.choose("by", "clinic").choose("unit", "episode")


def _sent(page: Shown) -> list[tuple[str, Any]]:
    return [("said", page.said()), *(("chart", chart) for chart in page.charts)]


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
def test_the_page_is_the_same_whatever_became_of_hidden_patients(
    show: Show, made_up_store: Folder, tmp_path: Path, depth: str
) -> None:
    page = show(made_up_store, page="healing", show=depth).read_how_to_read()
    folder = Folder(tmp_path)
    add_release(folder, with_other_healing(("electrosurgery", "diy")))
    folder.keep_salt(folder.salt())
    other = show(folder, page="healing", show=depth).read_how_to_read()
    assert _sent(other) == _sent(page)


@pytest.mark.parametrize("depth", ["Summary", "Clinical detail"])
def test_no_figure_of_a_hidden_group_reaches_the_browser(
    show: Show, made_up_store: Folder, depth: str
) -> None:
    page = show(made_up_store, page="healing", show=depth)
    hidden = ("Electrosurgery", "DIY attempt")
    for chart in page.charts:
        for path, value in leaves(chart):
            if isinstance(value, str) and any(name in value for name in hidden):
                assert value in hidden, f"{path}: {value}"
    for shown in page.tables:
        for name in hidden:
            if name in shown.index:
                rows = shown.loc[[name]].drop(columns=["Horizon", "Of the first"], errors="ignore")
                assert not any(re.search(r"\d", said) for said in rows.to_numpy().ravel())
