"""Every count of the sample records' quality, once more from the file: see `recount_quality`."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import pytest

from dashboard.answers import quality
from dashboard.answers.answer import Answer, Choices
from dashboard.answers.quality_items import COLUMNS
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers import recount, recount_quality
from tests.answers.recount import Row
from tests.house.repository import ROOT

_SAMPLE = ROOT / "sample_data"


@cache
def _rows() -> tuple[Row, ...]:
    return tuple(recount.read(_SAMPLE / "episodes.csv"))


@cache
def _harms() -> dict[str, list[Row]]:
    harms: dict[str, list[Row]] = defaultdict(list)
    for row in recount.read(_SAMPLE / "complications.csv"):
        harms[row["episode_key"]].append(row)
    return dict(harms)


def _ask(folder: Folder, **choices: Any) -> Answer:
    settings = Settings(folder.root, min_patients=1)
    return quality.answer(open_release(folder), Cohort(), Choices(**choices), settings)


def _counted(by: str, unit: str) -> dict[str, list[Row]]:
    """Which episodes are counted in which group?"""
    rows = recount.firsts(_rows()) if unit == "patient" else list(_rows())
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if by == "treatment" or recount_quality.professional(row):
            groups[row[by] or "not_recorded"].append(row)
    return groups


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("by", ["clinic", "treatment", "skin_type"])
def test_every_count_is_that_of_the_file(sample_store: Folder, by: str, unit: str) -> None:
    table = _ask(sample_store, group_by=by, unit=unit).tables["estimates"]
    table = table[table["subgroup"].eq("") & table["measure"].ne("duplicates")]
    table = table[table["group_by"].eq(by) & table["kind"].ne("reviews_attended_of_planned")]
    told = {
        (row["kind"], row["group"]): (row["events"], row["episodes"])
        for row in table.to_dict("records")
    }
    wanted = {
        (kind, group): counts
        for group, rows in _counted(by, unit).items()
        for kind, counts in recount_quality.completeness(rows, _harms()).items()
        if kind != by
    }
    assert told == wanted
    assert {kind for kind, _ in told} >= {item.name for item in COLUMNS} - {by}


def test_every_column_of_the_recount_is_told_and_none_besides() -> None:
    harms = {"onset_day", "grade", "antibiotics", "permanent"}
    assert {item.name for item in COLUMNS} == {*recount_quality.APPLIES, *harms}


@pytest.mark.parametrize("by", ["clinic", "treatment"])
def test_reviews_are_those_of_the_file(sample_store: Folder, by: str) -> None:
    table = _ask(sample_store, group_by=by).tables["estimates"]
    table = table[table["kind"].eq("reviews_attended_of_planned")].set_index("group")
    for group, rows in _counted(by, "patient").items():
        told = recount_quality.reviews(rows)
        if told:
            attended, planned = (sum(part) for part in zip(*told, strict=True))
            row = table.loc[group]
            assert (row["events"], row["episodes"], row["patients"]) == (
                attended,
                planned,
                len(told),
            )
            assert row["estimate"] == pytest.approx(attended / planned, abs=1e-15)
            # Linearisation, written as residuals a patient.
            share = attended / planned
            squares = sum((one - share * of) ** 2 for one, of in told)
            error = (len(told) / (len(told) - 1) * squares) ** 0.5 / planned
            assert row["std_error"] == pytest.approx(error, rel=1e-9)
            assert row["ci_lower"] == pytest.approx(share - 1.96 * error, abs=0.01)
            assert row["ci_upper"] == pytest.approx(share + 1.96 * error, abs=0.01)


def test_never_followed_by_treatment_and_clinic(sample_store: Folder) -> None:
    table = _ask(sample_store, group_by="clinic").tables["estimates"]
    table = table[table["kind"].eq("never_followed") & table["subgroup_by"].eq("treatment")]
    told = {
        (row["group"], row["subgroup"]): (row["events"], row["episodes"])
        for row in table.to_dict("records")
    }
    wanted: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for clinic, rows in _counted("clinic", "patient").items():
        for row in rows:
            gone = recount.never_seen(row)
            wanted[clinic, row["treatment"]][0] += gone is True
            wanted[clinic, row["treatment"]][1] += gone is not None
    assert told == {cell: tuple(counts) for cell, counts in wanted.items() if counts[1]}


def test_months_and_their_horizon(sample_store: Folder) -> None:
    charts = _ask(sample_store, group_by="clinic").tables["charts"]
    rows = charts[charts["chart"].eq("months")].to_dict("records")
    told = {(row["unit_of_chart"], row["period"]): row["denominator"] for row in rows}
    wanted: dict[tuple[str, str], int] = defaultdict(int)
    for clinic, counted in _counted("clinic", "patient").items():
        for row in counted:
            wanted[clinic, row["start_month"]] += 1
    assert told == wanted
    # The records speak up to 30 September 2026: from 1 October 2025 on 364 days and less.
    assert {row["period"] for row in rows if row["status"] == "not_mature"} == {
        month for _, month in wanted if month >= "2025-10"
    }


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("as_stored", {}),
        ("quarters", {"quarters": True}),
        ("wider_ages", {"wider": True}),
        ("without_clinic", {"clinic": False}),
        ("quarters_and_wider_ages", {"quarters": True, "wider": True}),
        ("all_three", {"quarters": True, "wider": True, "clinic": False}),
    ],
)
def test_patients_alike_are_those_of_the_file(
    sample_store: Folder, detail: str, told: dict[str, bool]
) -> None:
    table = _ask(sample_store).tables["estimates"]
    by_measure = table[table["kind"].eq(detail)].set_index("measure")
    smallest, few, patients = recount_quality.alike(_rows(), **told)
    row = by_measure.loc["anonymity"]
    assert (row["events"], row["patients"]) == (few, patients)
    assert row["estimate"] == pytest.approx(few / patients, abs=1e-15)
    assert by_measure.loc["smallest_group", "estimate"] == smallest
