"""The tables of clinics: figures are the answer's, rounded; hidden ones are words; no order by outcome."""

from __future__ import annotations

import pytest

from dashboard.answers.answer import Answer
from dashboard.tables import clinics as tables
from tests.answers.clinics_made import Group, alike, ask, release

_SIZES = {"Ash": 200, "Beech": 180, "Cedar": 220, "Elm": 3, "Fir": 2, "not_recorded": 30}


@pytest.fixture(scope="module")
def answer() -> Answer:
    return ask(alike((40, 38, 42, 80, 41, 39)))


@pytest.fixture(scope="module")
def small() -> Answer:
    return ask(release(*(Group(name, size, harmed=size // 3) for name, size in _SIZES.items())))


def test_units_stand_by_name_or_by_size_and_those_that_are_no_clinic_last(small: Answer) -> None:
    last = ["not_recorded", "small_together"]
    assert tables.units(small) == ["Ash", "Beech", "Cedar", *last]
    assert tables.units(small, "size") == ["Cedar", "Ash", "Beech", *last]
    assert set(tables.ORDERS) == {"name", "size"}


def test_the_summary_marks_who_stands_where(answer: Answer) -> None:
    table = tables.summary(answer, "name").replace("\u00a0", " ", regex=True)
    harm = table["Any complication recorded"]
    assert harm["Elm"] == "▲ 80 / 46.7"
    assert harm["Ash"] == "○ 40 / 46.7"
    assert table["Patients"].tolist() == ["200"] * 6


def test_figures_are_told_with_their_intervals_and_in_words(answer: Answer) -> None:
    row = tables.figures(answer, "complications", "name").loc["Elm"]
    plain = row.str.replace("\u00a0", " ").str.replace("\u2060", "")
    assert plain.to_dict() == {
        "Patients": "200",
        "Known of": "200",
        "Share, not adjusted": "40% (33–47)",
        "Observed": "80",
        "Expected": "46.7",
        "Observed / expected": "1.71 (1.36 to 2.13)",
        "99.8% limits": "0.57 to 1.47",
        "In words": "▲ outside, above",
    }
    crude = tables.crude(answer, "complications", "name").loc["Ash"]
    assert crude["95% limits"] == "17% to 29%"
    assert "In words" not in tables.figures(answer, "healed", "name")


def test_small_clinics_have_a_row_together_and_none_alone(small: Answer) -> None:
    for table in (
        tables.summary(small, "size"),
        tables.figures(small, "complications", "name"),
        tables.crude(small, "complications", "name"),
    ):
        assert table.index.tolist()[-2:] == ["Not recorded", "Small ones together"]
        assert not {"Elm", "Fir"} & set(table.index)
    figures = tables.figures(small, "complications", "name")
    assert figures["In words"]["Not recorded"] == "–\u00a0not judged"
    told = figures.loc["Small ones together"]
    assert (told["Patients"], told["Observed"]) == ("5", "1")


def test_a_clinics_own_figures_stand_beside_those_of_all(answer: Answer) -> None:
    row = tables.own(answer, "Elm").loc["Any complication recorded"]
    assert (row["All together"], row["Observed"], row["Expected"]) == ("23%", "80", "46.7")
    mix = tables.case_mix(answer, "Elm")
    assert mix.to_dict("index")["Deep: no"] == {
        "Elm": "100%",
        "All others": "100%",
        "Difference, SD": "+0.00",
    }


def test_spreads_say_whether_limits_were_widened() -> None:
    told = tables.spreads(ask(alike((10, 90, 20, 80, 15, 85))))
    assert told.loc["Any complication recorded, observed / expected", "Limits"] == "widened"
    alone = ask(release(Group("Ash", 200, harmed=40)))
    assert tables.spreads(alone).empty
    assert tables.figures(alone, "complications", "name")["Expected"].tolist() == ["not comparable"]
