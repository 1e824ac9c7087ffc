"""The clearance answer on the sample records, recounted from the file without the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from dashboard.answers import clearance
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers import recount, recount_clearance
from tests.answers.recount import Row, Spell

EPISODES = Path(__file__).resolve().parents[2] / "sample_data" / "episodes.csv"
HORIZONS = (42, 84, 180)
# What is asked: filters, grouping, unit.
QUESTIONS: dict[str, tuple[dict[str, tuple[str, ...]], str, str]] = {
    "by treatment": ({}, "treatment", "patient"),
    "filtered": (
        {"site": ("cheek", "eyelid"), "diy_before": ("none", "not_asked")},
        "treatment",
        "patient",
    ),
    "by skin type": ({"skin_type": ("II", "VI", "not_recorded")}, "skin_type", "patient"),
    "by site": ({}, "site", "patient"),
    "episodes": ({}, "treatment", "episode"),
}
ALL = pytest.mark.parametrize("name", QUESTIONS)
KINDS = (
    *(("clearance", kind) for kind in ("cleared", "partial", "not_cleared")),
    *(("persistence", kind) for kind in ("persistence", "retreated_before_clear")),
    *(("assessment", kind) for kind in ("assessed", "not_assessed", "not_recorded")),
)
Ask = Callable[[str], Answer]


@cache
def _groups(name: str) -> dict[str, list[Row]]:
    filters, group_by, unit = QUESTIONS[name]
    groups: dict[str, list[Row]] = {}
    for row in recount_clearance.counted(recount.read(EPISODES), filters, group_by, unit):
        groups.setdefault(row[group_by] or "not_recorded", []).append(row)
    return groups


@cache
def _spells(name: str) -> dict[str, list[Spell]]:
    spells: dict[str, list[Spell]] = {}
    for group, rows in _groups(name).items():
        for row in rows:
            spell = recount_clearance.until_clear(row, group)
            if spell:
                spells.setdefault(group, []).append(spell)
    return spells


@pytest.fixture(scope="module")
def answer_to(sample_store: Folder) -> Ask:
    # Nothing hidden, so that everything can be compared.
    settings = Settings(sample_store.root, min_patients=1, min_at_risk=1)
    release = open_release(sample_store)

    @cache
    def ask(name: str) -> Answer:
        filters, group_by, unit = QUESTIONS[name]
        cohort = Cohort(tuple(sorted((key, tuple(kept)) for key, kept in filters.items())))
        return clearance.answer(release, cohort, Choices(group_by=group_by, unit=unit), settings)

    return ask


def _rows(answer: Answer, shape: str, measure: str, kind: str = "") -> pd.DataFrame:
    table = answer.tables[shape]
    table = table[table["measure"] == measure]
    return table[table["kind"] == kind] if kind else table


@ALL
@pytest.mark.parametrize(("measure", "kind"), KINDS)
def test_every_share_with_its_limits(name: str, measure: str, kind: str, answer_to: Ask) -> None:
    told = _rows(answer_to(name), "estimates", measure, kind).set_index("group")
    wanted = {
        group: recount_clearance.events(rows, measure, kind)
        for group, rows in _groups(name).items()
        if recount_clearance.events(rows, measure, kind)[1]
    }
    by_group = told.to_dict("index")
    assert set(by_group) == set(wanted)
    for group, (events, total) in wanted.items():
        row = by_group[group]
        assert (row["events"], row["episodes"]) == (events, total)
        assert row["estimate"] == pytest.approx(events / total, rel=0, abs=1e-12)
        if QUESTIONS[name][2] == "episode":
            assert pd.isna(row["ci_lower"])
            assert pd.isna(row["ci_upper"])
        else:
            lower, upper = recount_clearance.wilson(events, total)
            assert row["ci_lower"] == pytest.approx(lower, rel=0, abs=1e-9)
            assert row["ci_upper"] == pytest.approx(upper, rel=0, abs=1e-9)


@ALL
def test_every_step_of_the_attrition(name: str, answer_to: Ask) -> None:
    told = {step.name: step.number for step in answer_to(name).attrition}
    outcomes = Counter(
        recount_clearance.outcome(row) for rows in _groups(name).values() for row in rows
    )
    assert told["held"] == len(recount.read(EPISODES))
    assert told["eligible"] == outcomes["yes"] + outcomes["partial"] + outcomes["no"]
    for unknown in ("not_assessed", "not_recorded"):
        assert told.get(unknown, 0) == outcomes[unknown]


@ALL
def test_every_row_of_every_curve(name: str, answer_to: Ask) -> None:
    curves = _rows(answer_to(name), "curves", "time_to_clearance")
    assert set(curves["group"]) == set(_spells(name))
    for group, rows in curves.groupby("group"):
        watched = _spells(name)[str(group)]
        ends = Counter((spell.day, spell.end) for spell in watched)
        told = {
            (int(row["day"]), end): int(row[column])
            for row in rows.to_dict("records")
            for end, column in (
                ("event", "events"),
                ("competing", "competing"),
                ("censored", "censored"),
            )
            if row[column]
        }
        assert told == dict(ends)
        for row in rows.to_dict("records"):
            assert row["at_risk"] == recount.at_risk(watched, int(row["day"]))
            share = recount.incidence(watched, int(row["day"]))
            assert row["estimate"] == pytest.approx(share, rel=0, abs=1e-9)


@ALL
def test_every_share_documented_clear(name: str, answer_to: Ask) -> None:
    rows = _rows(answer_to(name), "estimates", "time_to_clearance", "cumulative_incidence")
    assert len(rows) == len(_spells(name)) * len(HORIZONS)
    compared = 0
    for row in rows.to_dict("records"):
        watched, horizon = _spells(name)[row["group"]], int(row["horizon_days"])
        assert row["episodes"] == len(watched)
        assert row["events"] == recount.ended(watched, "event", horizon)
        assert row["competing"] == recount.ended(watched, "competing", horizon)
        if row["status"] == "shown":
            share = recount.incidence(watched, horizon)
            assert row["estimate"] == pytest.approx(share, rel=0, abs=1e-9)
            compared += 1
    assert compared > 0.6 * len(rows)


@ALL
def test_every_median(name: str, answer_to: Ask) -> None:
    rows = _rows(answer_to(name), "estimates", "time_to_clearance", "median")
    told = {
        row["group"]: None if pd.isna(row["estimate"]) else row["estimate"]
        for row in rows.to_dict("records")
    }
    assert told == {
        group: recount_clearance.median(spells) for group, spells in _spells(name).items()
    }
    assert set(rows.loc[rows["estimate"].isna(), "status"]) <= {"not_reached"}


@pytest.mark.parametrize("name", ["by treatment", "filtered", "by skin type"])
@pytest.mark.parametrize(("measure", "kind"), [KINDS[0], KINDS[3]])
def test_every_contrast(name: str, measure: str, kind: str, answer_to: Ask) -> None:
    rows = _rows(answer_to(name), "comparisons", measure, kind)
    groups = {
        group: recount_clearance.events(episodes, measure, kind)
        for group, episodes in _groups(name).items()
        if group not in ("diy", "observation", "not_recorded")
    }
    assert len(rows) == 3 * len(groups) * (len(groups) - 1) / 2
    for row in rows.to_dict("records"):
        own, other = groups[row["group"]], groups[row["reference"]]
        if row["contrast"] == "difference":
            wanted = recount_clearance.newcombe(own, other)
            told = (row["estimate"], row["ci_lower"], row["ci_upper"])
            assert told == pytest.approx(wanted, rel=0, abs=1e-9)
        elif row["contrast"] == "ratio" and other[0]:
            ratio = own[0] / own[1] / (other[0] / other[1])
            assert row["estimate"] == pytest.approx(ratio, rel=1e-9)
        elif row["contrast"] == "fisher_test":
            assert row["p_value"] == pytest.approx(recount_clearance.fisher(own, other), rel=1e-6)


def test_the_questions_ask_different_things() -> None:
    told = {
        tuple(sorted((group, len(rows)) for group, rows in _groups(name).items()))
        for name in QUESTIONS
    }
    assert len(told) == len(QUESTIONS)
