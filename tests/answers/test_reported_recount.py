"""The answer about what patients say, on the sample records, recounted from the file without the program."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from scipy import stats

from dashboard.answers import reported
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers import recount, recount_clearance, recount_reported
from tests.answers.recount import Row

EPISODES = Path(__file__).resolve().parents[2] / "sample_data" / "episodes.csv"
# What is asked: filters, grouping, unit.
QUESTIONS: dict[str, tuple[dict[str, tuple[str, ...]], str, str]] = {
    "by treatment": ({}, "treatment", "patient"),
    "filtered": ({"diy_before": ("none", "not_asked")}, "treatment", "patient"),
    "by site": ({}, "site", "patient"),
    "episodes": ({}, "clinic", "episode"),
}
ALL = pytest.mark.parametrize("name", QUESTIONS)
MEANS = [
    (measure, kind) for measure in ("dlqi", "distress") for kind in ("before", "after", "change")
]
SHARES = (
    *((measure, "answered") for measure in ("reported", *recount_reported.HALVES)),
    *(("dlqi", "improved"), ("dlqi", "worsened"), ("dlqi_able", "improved")),
    *(("satisfaction", kind) for kind in ("satisfied", "neither", "dissatisfied")),
)
Ask = Callable[[str], Answer]


@cache
def _groups(name: str) -> dict[str, list[Row]]:
    filters, group_by, unit = QUESTIONS[name]
    groups: dict[str, list[Row]] = {}
    for row in recount_clearance.counted(recount.read(EPISODES), filters, group_by, unit):
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
        return reported.answer(release, cohort, Choices(group_by=group_by, unit=unit), settings)

    return ask


def _rows(answer: Answer, measure: str, kind: str) -> dict[str, dict[Any, Any]]:
    table = answer.tables["estimates"]
    chosen = table[table["measure"].eq(measure) & table["kind"].eq(kind)]
    return {str(row["group"]): row for row in chosen.to_dict("records")}


@ALL
@pytest.mark.parametrize(("measure", "kind"), SHARES)
def test_every_share_with_its_limits(name: str, measure: str, kind: str, answer_to: Ask) -> None:
    told = _rows(answer_to(name), measure, kind)
    wanted = {
        group: recount_reported.share(rows, measure, kind) for group, rows in _groups(name).items()
    }
    assert set(told) == {group for group, (_, total) in wanted.items() if total}
    for group, row in told.items():
        events, total = wanted[group]
        assert (row["events"], row["episodes"]) == (events, total)
        assert row["estimate"] == pytest.approx(events / total, rel=0, abs=1e-12)
        if QUESTIONS[name][2] == "episode":
            assert math.isnan(row["ci_lower"])
        else:
            limits = recount_clearance.wilson(events, total)
            assert (row["ci_lower"], row["ci_upper"]) == pytest.approx(limits, rel=0, abs=1e-9)


@pytest.mark.parametrize("name", ["by treatment", "filtered", "by site"])
@pytest.mark.parametrize(("measure", "kind"), MEANS)
def test_every_mean_with_its_t_interval(name: str, measure: str, kind: str, answer_to: Ask) -> None:
    told = _rows(answer_to(name), measure, kind)
    assert told
    for group, row in told.items():
        values = recount_reported.scores(_groups(name)[group], measure, kind)
        assert row["episodes"] == row["patients"] == len(values)
        assert row["estimate"] == pytest.approx(sum(values) / len(values), rel=0, abs=1e-12)
        limits = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
        assert row["std_error"] == pytest.approx(stats.sem(values), rel=1e-9)
        assert (row["ci_lower"], row["ci_upper"]) == pytest.approx(tuple(limits), rel=0, abs=1e-9)


@pytest.mark.parametrize(("measure", "kind"), MEANS)
def test_episodes_of_a_patient_are_one_in_the_error(
    measure: str, kind: str, answer_to: Ask
) -> None:
    """The error of a mean over clusters, from each patient's own sums: Cochran, 9A.3."""
    several = 0
    for group, row in _rows(answer_to("episodes"), measure, kind).items():
        own = recount_reported.by_patient(_groups("episodes")[group], measure, kind)
        episodes = sum(len(values) for values in own.values())
        mean = sum(sum(values) for values in own.values()) / episodes
        squares = sum((sum(values) - mean * len(values)) ** 2 for values in own.values())
        error = math.sqrt(squares * len(own) / (len(own) - 1)) / episodes
        assert (row["episodes"], row["patients"]) == (episodes, len(own))
        assert row["estimate"] == pytest.approx(mean, rel=0, abs=1e-12)
        assert row["std_error"] == pytest.approx(error, rel=1e-9)
        assert row["ci_lower"] < mean < row["ci_upper"]
        several += episodes - len(own)
    assert several > 20


@ALL
@pytest.mark.parametrize(
    ("kind", "part"), [("quantile_25", 0.25), ("median", 0.5), ("quantile_75", 0.75)]
)
def test_every_quartile_of_pain(name: str, kind: str, part: float, answer_to: Ask) -> None:
    for group, row in _rows(answer_to(name), "pain", kind).items():
        given = [int(one["pain"]) for one in _groups(name)[group] if one["pain"]]
        assert row["estimate"] == pytest.approx(recount_reported.quantile(given, part), abs=1e-12)


def test_every_difference_of_mean_changes(answer_to: Ask) -> None:
    answer = answer_to("by treatment")
    table = answer.tables["comparisons"]
    rows = table[table["kind"].eq("change") & table["measure"].eq("dlqi")].to_dict("records")
    assert len(rows) == 21
    for row in rows:
        own, other = (
            recount_reported.scores(_groups("by treatment")[row[side]], "dlqi", "change")
            for side in ("group", "reference")
        )
        wanted = stats.ttest_ind(own, other, equal_var=False)
        limits = wanted.confidence_interval(0.95)
        assert row["p_value"] == pytest.approx(wanted.pvalue, rel=1e-9)
        assert (row["ci_lower"], row["ci_upper"]) == pytest.approx(tuple(limits), rel=0, abs=1e-9)


@ALL
def test_every_step_of_the_attrition(name: str, answer_to: Ask) -> None:
    told = {step.name: step.number for step in answer_to(name).attrition}
    rows = [row for group in _groups(name).values() for row in group]
    answered = sum(recount_reported.complete(row, "reported") for row in rows)
    assert told["held"] == len(recount.read(EPISODES))
    assert (told["eligible"], told["no_answer"]) == (answered, len(rows) - answered)
