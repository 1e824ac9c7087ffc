"""The tables of the healing page: every figure is the answer's, rounded; what is hidden is a word."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from dashboard.answers import healing
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from dashboard.tables import comparisons, formats
from dashboard.tables import healing as tables
from tests.made_up import add_release

_TABLES = (
    tables.figures,
    tables.means,
    tables.intervals,
    comparisons.differences,
    comparisons.hazard_ratios,
    comparisons.tests,
    lambda answer: comparisons.mean_differences(answer, "restricted_mean"),
)


def _ask(folder: Folder, cohort: Cohort | None = None, **how: Any) -> Answer:
    settings = Settings(folder.root, min_patients=how.pop("min_patients", 5))
    return healing.answer(open_release(folder), cohort or Cohort(), Choices(**how), settings)


@pytest.fixture(scope="module")
def answer(made_up_store: Folder) -> Answer:
    return _ask(made_up_store)


def _plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2060", "")


def _row(answer: Answer, measure: str, kind: str, group: str) -> dict[Any, Any]:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["kind"].eq(kind) & table["group"].eq(group)
    return table[chosen].iloc[0].to_dict()


def test_figures_have_a_row_a_group_and_a_column_a_horizon_and_quartile(answer: Answer) -> None:
    table = tables.figures(answer)
    assert list(table.index) == [
        *("Extraction", "Peel", "Laser", "Cryotherapy", "Electrosurgery", "DIY attempt"),
    ]
    assert list(table.columns) == [
        "Patients",
        *(f"Healed within {days} days" for days in (7, 14, 28)),
        *("Half healed by day", "A quarter to three quarters by day"),
        "Mean days open, of the first 28",
    ]


def test_figures_are_the_answers_rounded(answer: Answer) -> None:
    table = tables.figures(answer)
    assert _plain(table.at["Laser", "Healed within 14 days"]) == _share(answer, "laser", 14)
    half = _row(answer, "healing", "median", "laser")
    said = f"{half['estimate']:g} ({half['ci_lower']:g}–{half['ci_upper']:g})"
    assert _plain(table.at["Laser", "Half healed by day"]) == said
    assert table.at["Laser", "Patients"] == str(half["patients"])


def _share(answer: Answer, group: str, day: int) -> str:
    table = answer.tables["estimates"]
    at = table["measure"].eq("healing") & table["group"].eq(group) & table["horizon_days"].eq(day)
    row = table[at].iloc[0]
    return f"{100 * row['estimate']:.0f}% ({100 * row['ci_lower']:.0f}–{100 * row['ci_upper']:.0f})"


def test_hidden_figures_are_words_and_no_numbers(answer: Answer) -> None:
    assert set(answer.hidden_groups) == {"electrosurgery", "diy"}
    for table in (tables.figures(answer), tables.means(answer), tables.intervals(answer)):
        for name in ("Electrosurgery", "DIY attempt"):
            assert not [said for said in table.loc[name] if re.search(r"\d", str(said))]
    assert tables.figures(answer).at["Peel", "Half healed by day"] == "hidden: too few"


def test_what_is_not_reached_is_said(tmp_path: Path) -> None:
    """Of 24 wounds 8 healed, one a day from day 4 on; the others were last seen open on day 40."""
    rows = [
        {
            "patient_key": f"p{number}",
            "episode_key": f"p{number}",
            "start_month": dt.date(2025, 1, 1),
            "treatment": "peel",
            "sessions": 1,
            "healing_assessed": "yes",
            "last_unhealed_day": 3,
            "healed_day": 4 + number if number < 8 else None,
            "last_seen_day": 40,
        }
        for number in range(24)
    ]
    add_release(Folder(tmp_path), rows)
    answer = _ask(Folder(tmp_path))
    said = tables.figures(answer).loc["Peel"]
    # A quarter of 24 are six: the sixth healed on day 9, the seventh on day 10: the curve is level between.
    assert said["A quarter to three quarters by day"] == "9.5 to not reached"
    days = tables.means(answer).loc["Peel"]
    assert re.fullmatch(r"9\.5 \(\d+ to not reached\)", _plain(days["A quarter by day"]))
    assert days["Three quarters by day"] == "not reached"
    assert said["Half healed by day"] == "not reached"
    bounds = tables.intervals(answer).loc["Peel"]
    assert (bounds["Half healed"], bounds["Three quarters"]) == ("not reached",) * 2
    assert bounds["A quarter"].startswith("after day 3, by day ")


def test_means_are_the_answers_rounded_and_early_ones_are_marked(answer: Answer) -> None:
    table = tables.means(answer)
    assert list(table.columns) == [
        *("A quarter by day", "Three quarters by day"),
        "Mean days open, of the first 28",
        "Mean days open, of the first 84",
        "Followed for (median)",
    ]
    row = _row(answer, "restricted_mean", "restricted_mean", "laser")
    said = f"{row['estimate']:.1f} ({row['ci_lower']:.1f}–{row['ci_upper']:.1f})"
    early = ", too early" if row["status"] == "not_mature" else ""
    assert _plain(table.at["Laser", "Mean days open, of the first 28"]) == said + early


def test_differences_of_means_are_in_days(answer: Answer) -> None:
    table = comparisons.mean_differences(answer, "restricted_mean")
    assert table.index.name == "Compared with Extraction"
    shown = [_plain(said) for said in table["Difference, days (95% interval)"]]
    assert any(re.fullmatch(r"[+−]\d+\.\d \([+−]\d+\.\d to [+−]\d+\.\d\)", said) for said in shown)
    assert set(table["Of the first"]) == {"28 days", "84 days"}


def test_the_tests_are_named(answer: Answer) -> None:
    assert list(comparisons.tests(answer).index) == [
        "Log-rank test (cause-specific)",
        "Proportional hazards (cox.zph)",
    ]


@pytest.mark.parametrize(
    ("value", "lower", "upper", "places", "said"),
    [
        (8.0, 7.0, 10.0, 0, "8 (7–10)"),
        (7.5, 7.0, 9.0, 0, "7.5 (7–9)"),
        (23.0, 19.0, float("nan"), 0, "23 (19 to not reached)"),
        (23.0, float("nan"), float("nan"), 0, "23"),
        (8.04, 7.96, 8.1, 1, "8.0 (8.0–8.1)"),
        (float("nan"), float("nan"), float("nan"), 1, "–"),
    ],
)
def test_days_are_written_with_their_interval(
    value: float, lower: float, upper: float, places: int, said: str
) -> None:
    assert _plain(formats.days(value, lower, upper, places)) == said


def test_days_apart_have_a_sign() -> None:
    assert _plain(formats.apart(-4.09, -7.0, -1.17)) == "−4.1 (−7.0 to −1.2)"
    assert formats.apart(float("nan"), 0.0, 0.0) == "–"


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
