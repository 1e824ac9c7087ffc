"""The tables of the clearance page: every figure is the answer's, rounded; what is hidden is a word."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dashboard.answers import clearance
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from dashboard.tables import clearance as tables
from dashboard.tables import comparisons


def _cleared(answer: Answer) -> Any:
    return comparisons.shares(answer, "clearance", "cleared")


def _persistent(answer: Answer) -> Any:
    return comparisons.shares(answer, "persistence", "persistence")


_TABLES = (tables.shares, tables.times, _cleared, _persistent)


def _ask(folder: Folder, cohort: Cohort | None = None, **how: Any) -> Answer:
    settings = Settings(folder.root, min_patients=how.pop("min_patients", 5))
    return clearance.answer(open_release(folder), cohort or Cohort(), Choices(**how), settings)


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    return _ask(made_up_store)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


def _row(answer: Answer, kind: str, group: str = "laser") -> dict[Any, Any]:
    table = answer.tables["estimates"]
    rows = table[table["kind"].eq(kind) & table["group"].eq(group) & table["horizon_days"].isna()]
    return dict(rows.to_dict("records")[0])


def test_shares_have_a_row_a_group_and_the_unknown_beside(answer: Answer) -> None:
    table = tables.shares(answer)
    assert table.index[-1] == "DIY attempt"
    assert table.index.name == "Treatment"
    assert list(table.columns) == [
        *("Patients assessed", "Clear", "Partly clear", "Not clear", "Persistent"),
        *("Written down clear, but treated again first", "Not assessed", "Not recorded"),
    ]


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("Clear", "cleared"),
        ("Partly clear", "partial"),
        ("Not clear", "not_cleared"),
        ("Persistent", "persistence"),
    ],
)
def test_shares_are_the_answers_rounded(answer: Answer, column: str, kind: str) -> None:
    row = _row(answer, kind)
    share, lower, upper = (100 * row[name] for name in ("estimate", "ci_lower", "ci_upper"))
    said = _plain(str(tables.shares(answer).at["Laser", column]))
    assert said == f"{share:.0f}% ({lower:.0f}–{upper:.0f})"


def test_who_was_not_assessed_is_a_number_and_its_share(answer: Answer) -> None:
    table = tables.shares(answer)
    for column, kind in (("Not assessed", "not_assessed"), ("Not recorded", "not_recorded")):
        row = _row(answer, kind)
        assert re.fullmatch(rf"{row['events']} \([\d.]+%\)", str(table.at["Laser", column]))
    assert set(table.loc[["Laser", "Peel"], "Written down clear, but treated again first"]) == {
        "none"
    }
    assert table.at["Laser", "Patients assessed"] == str(_row(answer, "cleared")["episodes"])


def test_hidden_figures_are_words_and_no_numbers(answer: Answer) -> None:
    table = tables.shares(answer)
    for name in ("Electrosurgery", "Observation"):
        assert name.lower() in answer.hidden_groups
        assert not any(re.search(r"\d", str(said)) for said in table.loc[name])
    assert set(table.loc["Electrosurgery"]) == {"hidden: too few"}


def test_times_are_those_of_a_retinoid_and_observation(made_up_store: Folder) -> None:
    table = tables.times(_ask(made_up_store, min_patients=1))
    assert list(table.index) == ["Retinoid", "Observation"]
    assert list(table.columns) == [
        "Patients",
        "Clear within 42 days",
        "Clear within 84 days",
        "Clear within 6 months",
        "Half of them clear by",
    ]
    assert all(re.fullmatch(r"day \d+|not reached", said) for said in table.iloc[:, -1])


def test_comparisons_are_with_the_reference_alone(answer: Answer) -> None:
    for table in (_cleared(answer), _persistent(answer)):
        assert table.index.name == "Compared with Extraction"
        assert not {"Extraction", "DIY attempt", "Observation"} & set(table.index)
        assert len(table) >= 3
        assert all(re.search(r"\d", said) for said in table["p, Holm"])


@pytest.mark.parametrize("table", _TABLES)
def test_nobody_gives_an_empty_table_and_no_error(made_up_store: Folder, table: Any) -> None:
    assert table(_ask(made_up_store, Cohort((("sex", ("other",)),)))).empty


@pytest.mark.parametrize("table", _TABLES)
@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("by", ["treatment", "clinic", "skin_type"])
def test_every_cell_is_text(made_up_store: Folder, table: Any, by: str, unit: str) -> None:
    said = table(_ask(made_up_store, group_by=by, unit=unit))
    assert all(isinstance(cell, str) and cell for column in said for cell in said[column])
    assert not any("nan" in cell.lower() for column in said for cell in said[column])
