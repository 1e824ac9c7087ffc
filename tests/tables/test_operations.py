"""The tables of running the clinic: every figure is the answer's, rounded; what is hidden is a word."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.answers import operations
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort, month_in_words
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from dashboard.tables import comparisons, formats
from dashboard.tables import operations as tables


def _ask(folder: Folder, cohort: Cohort | None = None, **how: Any) -> Answer:
    settings = Settings(folder.root)
    return operations.answer(open_release(folder), cohort or Cohort(), Choices(**how), settings)


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    return _ask(made_up_store)


def _plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2060", "")


def _row(answer: Answer, measure: str, group: str = "laser") -> dict[Any, Any]:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["group"].eq(group)
    return dict(table[chosen].to_dict("records")[0])


def test_figures_are_the_answers_rounded(answer: Answer) -> None:
    cost = _row(answer, "cost_per_cleared")
    told = _plain(tables.costs(answer).loc["Laser", "Cost for each cleared"])
    assert told == f"{cost['estimate']:.0f} ({cost['ci_lower']:.0f}–{cost['ci_upper']:.0f})"
    share = _row(answer, "unplanned")
    told = _plain(tables.seen(answer).loc["Laser", "With an unplanned visit"])
    assert told.startswith(f"{100 * share['estimate']:.0f}% (")
    assert "Dropped out, of courses of several sessions" in tables.course(answer)


def test_what_is_hidden_is_a_word(answer: Answer) -> None:
    for table in (tables.costs(answer), tables.course(answer), tables.seen(answer)):
        assert set(table.loc["Electrosurgery"]) <= {"hidden: too few", "hidden with another", "–"}


def test_months_are_the_answers_the_newest_first(answer: Answer) -> None:
    table = tables.months(answer)
    charts = answer.tables["charts"]
    periods = sorted(set(charts["period"]), reverse=True)
    assert list(table.index) == [month_in_words(period) for period in periods]
    own = charts[charts["unit_of_chart"].eq("extraction")].set_index("period")
    for period in periods:
        row, told = own.loc[period], table.loc[month_in_words(period), "Extraction"]
        assert told == (
            formats.number(row["events"])
            if row["status"] == "shown"
            else formats.STATUS_WORDS[row["status"]]
        )


def test_comparisons_are_against_the_reference(answer: Answer) -> None:
    table = comparisons.amounts(answer, "cost_per_cleared", "ratio", "amount")
    assert table.index.name == "Compared with Extraction"
    assert "Laser" in table.index
    assert "Laser" in comparisons.shares(answer, "complaint", "share").index


@pytest.mark.parametrize(
    ("value", "said"),
    [(212.4, "212"), (1234.5, "1,234"), (19.94, "19.9"), (0.204, "0.20"), (-3.14, "−3.14")],
)
def test_amounts_have_about_three_digits(value: float, said: str) -> None:
    nan = float("nan")
    places = formats.amount_decimals([nan, value])
    assert formats.amount(value, nan, nan, places) == said
    assert _plain(formats.amount(value, value, value, places)) == f"{said} ({said}–{said})"
    assert formats.amount(nan, nan, nan, places) == "–"


def test_a_column_has_one_precision(answer: Answer) -> None:
    for table in (tables.costs(answer), tables.course(answer), tables.seen(answer)):
        for title in table.columns[1:]:
            told = [_plain(cell).split(" ")[0].rstrip("%") for cell in table[title]]
            numbers = [text for text in told if text[-1].isdigit()]
            assert len({len(text.partition(".")[2]) for text in numbers}) == 1, title


def test_nobody_gives_empty_tables(made_up_store: Folder) -> None:
    empty = _ask(made_up_store, Cohort((("sex", ("other",)),)))
    for make in (tables.costs, tables.course, tables.seen, tables.after_diy, tables.months):
        assert make(empty).empty
