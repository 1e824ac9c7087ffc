"""What the answer about running the clinic hides: groups, items, months, whoever tried at home, published numbers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.answers import overview
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers.courses import CLEAR, Courses, ask, row, store


@pytest.fixture(scope="module")
def plain(made_up_store: Folder) -> Answer:
    return ask(made_up_store)


def test_where_few_had_tried_at_home_neither_side_is_told(tmp_path: Path) -> None:
    courses: Courses = {
        "laser": [(3, {"diy_before": "both", "cost": 60}), (20, {"diy_before": "none", "cost": 40})]
    }
    answer = ask(store(tmp_path, courses))
    rows = answer.tables["estimates"].query("measure == 'after_diy'")
    assert "shown" not in set(rows["status"])
    assert rows[["patients", "episodes", "estimate", "ci_lower"]].isna().all(axis=None)
    assert answer.tables["comparisons"].query("measure == 'after_diy'").empty
    assert not any("attempt at home" in note for note in answer.notes)


def test_a_hidden_group_has_no_number_in_any_measure(plain: Answer) -> None:
    assert "electrosurgery" in plain.hidden_groups
    assert len(plain.hidden_groups) >= 2
    for name in ("estimates", "comparisons"):
        table = plain.tables[name]
        touched = table["group"].isin(plain.hidden_groups)
        numbers = table.loc[touched].select_dtypes("number").drop(columns="horizon_days")
        assert numbers.isna().all(axis=None)
    assert not set(plain.tables["charts"]["unit_of_chart"]) & set(plain.hidden_groups)


def test_an_item_on_record_of_few_is_hidden_with_another_group(tmp_path: Path) -> None:
    courses: Courses = {
        "laser": [(3, {"price": 100}), (30, {})],
        "peel": [(30, {"price": 90})],
        "extraction": [(40, {"price": 80})],
    }
    answer = ask(store(tmp_path, courses))
    assert row(answer, "price", "laser")["status"] == "hidden_small_number"
    assert pd.isna(row(answer, "price", "laser")["patients"])
    assert row(answer, "price", "peel")["status"] == "hidden_with_another"
    assert row(answer, "operations", "laser")["patients"] == 33


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("group_by", ["treatment", "clinic", "operator_role"])
def test_no_small_month_is_told_and_months_add_up(
    made_up_store: Folder, group_by: str, unit: str
) -> None:
    charts = ask(made_up_store, group_by=group_by, unit=unit).tables["charts"]
    assert charts["events"].dropna().ge(5).mean() > 0.5
    told = charts[charts["status"].eq("shown")]
    assert not told["events"].between(1, 4).any()
    hidden = charts[charts["status"].ne("shown")]
    assert hidden[["events", "denominator", "value"]].isna().all(axis=None)
    assert not told["denominator"].between(1, 4).any()
    # Of a month of which all is told: the parts are the whole, or what is hidden is at least five.
    whole = charts[charts["chart"].eq("volume")].set_index("period")["events"].astype(float)
    parts = told[told["chart"].eq("mix")].groupby("period")["events"].sum().astype(float)
    rest = (whole - parts).dropna()
    assert ((rest == 0) | (rest >= 5)).all()


def test_of_a_hidden_month_not_even_a_none_is_told(tmp_path: Path) -> None:
    """Three began in March, none of them after a peel: that none did would tell of how many."""
    early, late = ({"start_month": dt.date(2025, month, 1)} for month in (1, 3))
    courses: Courses = {"laser": [(20, early), (3, late)], "peel": [(20, early)]}
    charts = ask(store(tmp_path, courses)).tables["charts"]
    march = charts[charts["period"].eq("2025-03")]
    assert len(march) == 3
    assert "shown" not in set(march["status"])
    assert march[["events", "denominator", "value"]].isna().all(axis=None)


def test_published_months_are_rounded_and_so_are_their_shares(made_up_store: Folder) -> None:
    charts = ask(made_up_store, policy="publication").tables["charts"]
    told = charts[charts["status"].eq("shown")]
    for column in ("events", "denominator"):
        numbers = told[column].dropna()
        assert (numbers % 5 == 0).all()
        assert not numbers.between(1, 7).any()
    mix = told[told["chart"].eq("mix")].astype({"events": float, "denominator": float})
    assert mix["value"].tolist() == pytest.approx((mix["events"] / mix["denominator"]).tolist())


def test_published_numbers_of_patients_are_rounded_in_every_column(made_up_store: Folder) -> None:
    table = ask(made_up_store, policy="publication").tables["estimates"]
    told = table[table["measure"].eq("operations") & table["status"].eq("shown")]
    assert told["estimate"].tolist() == told["patients"].tolist()
    amounts = table[table["value_unit"].isin(("currency", "minutes"))]["estimate"].dropna()
    assert (amounts % 1 == 0).all()


def test_a_published_count_of_the_overview_is_rounded_too(made_up_store: Folder) -> None:
    settings, choices = Settings(made_up_store.root), Choices(policy="publication")
    told = overview.answer(open_release(made_up_store), Cohort(), choices, settings)
    rows = told.tables["estimates"].query("measure == 'overview' and status == 'shown'")
    assert rows["estimate"].tolist() == rows["patients"].tolist()


@pytest.mark.parametrize("policy", ["clinic", "publication"])
def test_empty_and_tiny_cohorts_show_no_number(made_up_store: Folder, policy: str) -> None:
    for cohort in (
        Cohort((("clinic", ("nowhere",)),)),
        Cohort((("treatment", ("electrosurgery",)),)),
        Cohort((("treatment", ("diy",)),)),
    ):
        answer = ask(made_up_store, cohort, policy=policy)
        assert answer.empty
        assert "widen the filters" in answer.sentence
        for table in answer.tables.values():
            numbers = table.select_dtypes("number").drop(columns="horizon_days", errors="ignore")
            assert numbers.isna().all(axis=None)


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("least", [1, 5])
@pytest.mark.parametrize("took", [{}, {**CLEAR, "cost": 80, "sessions_planned": 2, "sessions": 2}])
def test_one_record(tmp_path: Path, took: dict[str, Any], least: int, unit: str) -> None:
    answer = ask(store(tmp_path, {"retinoid": [(1, took)]}), least=least, unit=unit)
    if least == 5:
        assert answer.empty
        assert answer.tables["estimates"]["estimate"].isna().all()
    else:
        assert row(answer, "operations", "retinoid")["estimate"] == 1.0
        assert answer.hidden_figures == 0
