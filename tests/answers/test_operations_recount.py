"""The answer about running the clinic, on the sample records, recounted from the file without the program."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from dashboard.answers import operations
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers import recount, recount_clearance, recount_operations
from tests.answers.recount import Row
from tests.answers.recount_operations import MEANS, RATIOS, SHARES

EPISODES = Path(__file__).resolve().parents[2] / "sample_data" / "episodes.csv"
# What is asked: filters, grouping, unit.
QUESTIONS: dict[str, tuple[dict[str, tuple[str, ...]], str, str]] = {
    "by treatment": ({}, "treatment", "patient"),
    "filtered": ({"site": ("cheek", "eyelid")}, "operator_role", "patient"),
    "episodes": ({}, "clinic", "episode"),
}
ALL = pytest.mark.parametrize("name", QUESTIONS)
Ask = Callable[[str], Answer]


@cache
def _groups(name: str) -> dict[str, list[Row]]:
    filters, group_by, unit = QUESTIONS[name]
    rows = recount_clearance.counted(recount.read(EPISODES), filters, group_by, unit)
    groups: dict[str, list[Row]] = {}
    for row in recount_operations.treated(rows):
        groups.setdefault(row[group_by] or "not_recorded", []).append(row)
    return groups


@pytest.fixture(scope="module")
def answer_to(sample_store: Folder) -> Ask:
    # Nothing hidden, so that everything can be compared.
    settings = Settings(sample_store.root, min_patients=1)
    release = open_release(sample_store)

    @cache
    def ask(name: str) -> Answer:
        filters, group_by, unit = QUESTIONS[name]
        cohort = Cohort(tuple(sorted((key, tuple(kept)) for key, kept in filters.items())))
        return operations.answer(release, cohort, Choices(group_by=group_by, unit=unit), settings)

    return ask


def _rows(answer: Answer, measure: str) -> dict[str, dict[Any, Any]]:
    table = answer.tables["estimates"]
    return {
        str(row["group"]): row for row in table[table["measure"].eq(measure)].to_dict("records")
    }


@ALL
@pytest.mark.parametrize("item", SHARES)
def test_every_share(name: str, item: str, answer_to: Ask) -> None:
    told = _rows(answer_to(name), item)
    compared = 0
    for group, rows in _groups(name).items():
        pairs = [own for row in rows if (own := recount_operations.pair(row, item)) is not None]
        if not pairs:
            assert group not in told
            continue
        events, total = int(sum(y for y, _ in pairs)), len(pairs)
        row = told[group]
        assert (row["events"], row["episodes"]) == (events, total)
        assert row["estimate"] == pytest.approx(events / total, rel=0, abs=1e-12)
        if QUESTIONS[name][2] == "patient":
            limits = recount_clearance.wilson(events, total)
            assert (row["ci_lower"], row["ci_upper"]) == pytest.approx(limits, rel=0, abs=1e-9)
        compared += 1
    assert compared >= 4


@ALL
@pytest.mark.parametrize("item", [*MEANS, *RATIOS])
def test_every_mean_and_ratio_with_its_error(name: str, item: str, answer_to: Ask) -> None:
    for group, row in _rows(answer_to(name), item).items():
        sums, episodes = recount_operations.by_patient(_groups(name)[group], item)
        assert (row["patients"], row["episodes"]) == (len(sums), episodes)
        wanted, error = recount_operations.ratio(sums)
        assert row["estimate"] == pytest.approx(wanted, rel=1e-9)
        if error > 1e-9:
            assert row["std_error"] == pytest.approx(error, rel=1e-8)
        else:
            assert math.isnan(row["std_error"])


@ALL
@pytest.mark.parametrize("item", ["cost", "cost_per_cleared", "margin_per_hour"])
def test_limits_are_what_a_t_test_would_not_reject(name: str, item: str, answer_to: Ask) -> None:
    for group, row in _rows(answer_to(name), item).items():
        sums, _ = recount_operations.by_patient(_groups(name)[group], item)
        y, x = np.array(sums).T
        for limit in (row["ci_lower"], row["ci_upper"]):
            assert stats.ttest_1samp(y - limit * x, 0.0).pvalue == pytest.approx(0.05, abs=1e-7)


@pytest.mark.parametrize("item", ["cost_per_cleared", "margin_per_hour"])
def test_intervals_stand_beside_a_bootstrap_of_patients(item: str, answer_to: Ask) -> None:
    """Error within 6%, limits within a fifth of an error, of 3,000 drawings of the patients after laser."""
    row = _rows(answer_to("by treatment"), item)["laser"]
    sums, _ = recount_operations.by_patient(_groups("by treatment")["laser"], item)
    y, x = np.array(sums).T
    dice = np.random.default_rng(20261126)
    drawn = dice.integers(0, len(y), (3_000, len(y)))
    again = y[drawn].sum(axis=1) / x[drawn].sum(axis=1)
    assert row["std_error"] == pytest.approx(again.std(ddof=1), rel=0.06)
    limits = np.quantile(again, [0.025, 0.975])
    slack = row["std_error"] / 5
    assert (row["ci_lower"], row["ci_upper"]) == pytest.approx(tuple(limits), abs=slack)


@ALL
def test_every_month(name: str, answer_to: Ask) -> None:
    charts = answer_to(name).tables["charts"]
    wanted = Counter(
        (group, row["start_month"]) for group, rows in _groups(name).items() for row in rows
    )
    mix = charts[charts["chart"].eq("mix")]
    told = {
        (row["unit_of_chart"], row["period"]): row["events"]
        for row in mix.to_dict("records")
        if row["events"]
    }
    assert told == dict(wanted)
    whole = Counter(month for (_, month), number in wanted.items() for _ in range(number))
    volume = charts[charts["chart"].eq("volume")]
    assert dict(zip(volume["period"], volume["events"], strict=True)) == dict(whole)
    assert np.allclose(mix["value"], mix["events"].astype(float) / mix["denominator"].astype(float))


@ALL
def test_what_came_after_attempts_at_home(name: str, answer_to: Ask) -> None:
    """Of professional treatments alone, whatever the groups are."""
    filters, _, unit = QUESTIONS[name]
    rows = recount_clearance.counted(recount.read(EPISODES), filters, "diy_before", unit)
    had = ("mechanical", "product", "both")
    parts = {
        "tried": [row for row in rows if row["diy_before"] in had],
        "none": [row for row in rows if row["diy_before"] == "none"],
    }
    table = answer_to(name).tables["estimates"]
    after = table[table["measure"].eq("after_diy")].to_dict("records")
    told = {(row["subgroup"], row["kind"]): row for row in after}
    for subgroup, own in parts.items():
        for kind in ("cost", "chair_minutes", "sessions", "cost_per_cleared"):
            sums, episodes = recount_operations.by_patient(own, kind)
            wanted, error = recount_operations.ratio(sums)
            row = told[subgroup, kind]
            assert (row["patients"], row["episodes"]) == (len(sums), episodes)
            assert row["estimate"] == pytest.approx(wanted, rel=1e-9)
            assert row["std_error"] == pytest.approx(error, rel=1e-8)
    compared = answer_to(name).tables["comparisons"]
    compared = compared[compared["measure"].eq("after_diy") & compared["kind"].eq("cost")]
    if unit == "patient":
        tried, none = (told[subgroup, "cost"]["estimate"] for subgroup in ("tried", "none"))
        assert compared["estimate"].tolist() == pytest.approx([tried - none], rel=1e-9)
    else:
        assert compared["status"].tolist() == ["not_estimable"]


@ALL
def test_every_step_of_the_attrition(name: str, answer_to: Ask) -> None:
    told = {step.name: step.number for step in answer_to(name).attrition}
    assert told["held"] == len(recount.read(EPISODES))
    assert told["eligible"] == sum(len(rows) for rows in _groups(name).values())
    left_out = sum(told.get(name) or 0 for name in ("other_care", "later_episode", "attempt"))
    assert told["in_cohort"] == told["eligible"] + left_out
