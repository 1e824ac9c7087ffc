"""The tables of the recurrence page: every figure is the answer's, rounded; what is hidden is a word."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dashboard.answers import recurrence
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from dashboard.tables import attrition, comparisons
from dashboard.tables import recurrence as tables

_TABLES = (
    tables.risks,
    comparisons.differences,
    comparisons.hazard_ratios,
    comparisons.tests,
    tables.bounds,
    attrition.attrition,
)


def _ask(folder: Folder, cohort: Cohort | None = None, **how: Any) -> Answer:
    settings = Settings(folder.root, min_patients=how.pop("min_patients", 5))
    return recurrence.answer(open_release(folder), cohort or Cohort(), Choices(**how), settings)


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    return _ask(made_up_store)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


def test_risks_have_a_row_a_group_and_a_column_a_horizon(answer: Answer) -> None:
    table = tables.risks(answer)
    assert list(table.index) == [
        *("Extraction", "Peel", "Laser", "Cryotherapy", "Retinoid", "Electrosurgery"),
        *("Observation", "DIY attempt"),
    ]
    assert table.index.name == "Treatment"
    assert list(table.columns) == [
        "Patients",
        "Back within 3 months",
        "Back within 6 months",
        "Back within 12 months",
        "Clear and stayed so, 12 months",
        "Followed for (median)",
    ]


def test_risks_are_the_answers_rounded(answer: Answer) -> None:
    estimates = answer.tables["estimates"]
    table = tables.risks(answer)
    row = estimates[
        estimates["measure"].eq("recurrence")
        & estimates["group"].eq("laser")
        & estimates["horizon_days"].eq(365)
    ].to_dict("records")[0]
    assert row["status"] == "shown"
    assert _plain(str(table.at["Laser", "Back within 12 months"])) == (
        f"{100 * row['estimate']:.0f}% ({100 * row['ci_lower']:.0f}–{100 * row['ci_upper']:.0f})"
    )
    assert table.at["Laser", "Patients"] == str(row["patients"])
    follow = estimates[estimates["measure"].eq("follow_up") & estimates["group"].eq("laser")]
    assert str(table.at["Laser", "Followed for (median)"]).startswith(
        f"{follow['estimate'].iloc[0]:.0f}"
    )


def test_hidden_figures_are_words_and_no_numbers(answer: Answer) -> None:
    table = tables.risks(answer)
    for name in ("Electrosurgery", "Observation"):
        assert name.lower() in answer.hidden_groups
        for said in table.loc[name].astype(str):
            assert not re.search(r"\d", str(said)), said
    assert set(table.loc["Electrosurgery"]) <= {"hidden: too few", "–"}
    assert "hidden with another" in set(table.loc["Observation"])


def test_early_figures_keep_their_number_and_are_marked(made_up_store: Folder) -> None:
    answer = _ask(made_up_store, horizons=(90, 500))
    early = [said for said in tables.risks(answer)["Back within 500 days"] if "too early" in said]
    assert early
    assert all(re.match(r"\d+", said) or said == "too early" for said in early)


def test_where_nobody_had_the_event_the_limit_stands(made_up_store: Folder) -> None:
    answer = _ask(made_up_store, horizons=(2,))
    said = [_plain(text) for text in tables.risks(answer).iloc[:, 1]]
    assert any(re.fullmatch(r"none \(at most [\d.]+%\)", text) for text in said)


def test_comparisons_are_with_the_reference_alone(answer: Answer) -> None:
    assert answer.reference == "extraction"
    for table in (comparisons.differences(answer), comparisons.hazard_ratios(answer)):
        assert table.index.name == "Compared with Extraction"
        assert "Extraction" not in table.index
        assert "DIY attempt" not in table.index
        assert len(table) > 0


def test_one_holm_corrected_p_stands_beside_each_p(answer: Answer) -> None:
    for table in (comparisons.differences(answer), comparisons.hazard_ratios(answer)):
        for p, corrected in zip(table["p"], table["p, Holm"], strict=True):
            assert (p == "–") == (corrected == "–")


def test_the_three_tests_are_named(answer: Answer) -> None:
    assert list(comparisons.tests(answer).index) == [
        "Gray's test (cumulative incidence)",
        "Log-rank test (cause-specific)",
        "Proportional hazards (cox.zph)",
    ]


def test_bounds_go_from_the_lower_to_the_upper(answer: Answer) -> None:
    table = tables.bounds(answer)
    assert list(table.columns) == ["3 months", "6 months", "12 months"]
    pairs = [re.fullmatch(r"(\d+)% to (\d+)%", _plain(str(said))) for said in table.loc["Laser"]]
    assert all(pair and int(pair[1]) <= int(pair[2]) for pair in pairs)


def test_attrition_adds_up(answer: Answer) -> None:
    table = attrition.attrition(answer)
    assert table.index[0] == "Records held"
    assert table.index[-1] == "First episodes counted, attempts at home apart"
    left_out = [said for name, said in table["Number"].items() if str(name).startswith("left out")]
    assert left_out
    assert all(said.startswith("− ") or "fewer" in said or "hidden" in said for said in left_out)
    if all(said.startswith("− ") for said in left_out):
        numbers = [int(said.removeprefix("− ").replace(",", "")) for said in left_out]
        assert table["Number"].iloc[0].replace(",", "") == str(
            sum(numbers) + int(table["Number"].iloc[-1].replace(",", ""))
        )


def test_small_numbers_are_not_in_the_attrition(made_up_store: Folder) -> None:
    some = Cohort((("clinic", ("north",)), ("site", ("cheek",)), ("skin_type", ("II",))))
    answer = _ask(made_up_store, some)
    numbers = [
        int(said.removeprefix("− ").replace(",", ""))
        for said in attrition.attrition(answer)["Number"]
        if re.search(r"\d", said) and "fewer" not in said
    ]
    assert all(number >= 5 for number in numbers)
    assert "fewer than 5" in set(attrition.attrition(answer)["Number"])


@pytest.mark.parametrize("table", _TABLES)
def test_nobody_gives_an_empty_table_and_no_error(made_up_store: Folder, table: Any) -> None:
    empty = _ask(made_up_store, Cohort((("sex", ("other",)),)))
    said = table(empty)
    if table is not attrition.attrition:
        assert said.empty


@pytest.mark.parametrize("table", _TABLES)
@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("by", ["treatment", "clinic", "skin_type"])
def test_every_cell_is_text(made_up_store: Folder, table: Any, by: str, unit: str) -> None:
    said = table(_ask(made_up_store, group_by=by, unit=unit))
    assert all(isinstance(cell, str) and cell for column in said for cell in said[column])
    assert not any("nan" in cell.lower() for column in said for cell in said[column])
