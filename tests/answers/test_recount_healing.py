"""The healing answer on the sample records, recounted from the file without the program."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from dashboard.answers import healing
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers import recount, recount_healing
from tests.answers.recount import Row
from tests.answers.recount_healing import Wound

EPISODES = Path(__file__).resolve().parents[2] / "sample_data" / "episodes.csv"
HORIZONS = (7, 14, 28)
SOME = Cohort(
    (("site", ("cheek", "eyelid", "periorbital")), ("skin_type", ("II", "IV", "not_recorded"))),
    from_month="2024-01",
    to_month="2026-03",
)
QUESTIONS = {
    "all": (Cohort(), "treatment"),
    "some": (SOME, "treatment"),
    "by skin type": (Cohort((("treatment", ("laser", "peel")),)), "skin_type"),
    "by site": (Cohort((("treatment", ("cryotherapy",)),)), "site"),
}
ALL = pytest.mark.parametrize("name", QUESTIONS)
SHARES = {"quantile_25": 0.25, "median": 0.5, "quantile_75": 0.75}


@cache
def _rows() -> list[Row]:
    return recount.read(EPISODES)


@cache
def _reasons(name: str) -> dict[str, list[Row]]:
    """The episodes of the cohort by what becomes of them."""
    cohort, group_by = QUESTIONS[name]
    first, last = cohort.from_month or "0000-00", cohort.to_month or "9999-99"
    firsts = {row["episode_key"] for row in recount.firsts(_rows())}
    sorted_out: dict[str, list[Row]] = {}
    for row in _rows():
        kept = all((row[column] or "not_recorded") in values for column, values in cohort.filters)
        if not (kept and first <= row["start_month"] <= last):
            continue
        if group_by != "treatment" and recount.care(row) != "professional":
            reason = "other_care"
        elif row["episode_key"] not in firsts:
            reason = "later_episode"
        else:
            reason = recount_healing.eligibility(row)
        sorted_out.setdefault(reason, []).append(row)
    return sorted_out


@cache
def _wounds(name: str) -> dict[str, list[Wound]]:
    group_by = QUESTIONS[name][1]
    wounds: dict[str, list[Wound]] = {}
    for row in _reasons(name)["eligible"]:
        group = row[group_by] or "not_recorded"
        wounds.setdefault(group, []).append(recount_healing.wound(row, group))
    return wounds


Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def answer_to(sample_store: Folder) -> Ask:
    # Nothing hidden, so that everything can be compared.
    settings = Settings(sample_store.root, min_patients=1, min_at_risk=1)
    release = open_release(sample_store)

    @cache
    def ask(name: str) -> Answer:
        cohort, group_by = QUESTIONS[name]
        return healing.answer(release, cohort, Choices(group_by=group_by), settings)

    return ask


def _table(answer: Answer, measure: str) -> list[dict[str, object]]:
    table = answer.tables["estimates"]
    return table[table["measure"] == measure].to_dict("records")  # type: ignore[return-value]


@ALL
def test_every_step_of_the_attrition(name: str, answer_to: Ask) -> None:
    told = {step.name: step.number for step in answer_to(name).attrition}
    for reason, rows in _reasons(name).items():
        assert told[reason] == len(rows), reason
    assert told["in_cohort"] == sum(len(rows) for rows in _reasons(name).values())
    assert {"no_wound", "last_session_unknown", "not_assessed"} <= set(_reasons("all"))


@ALL
def test_every_row_of_every_curve(name: str, answer_to: Ask) -> None:
    curves = answer_to(name).tables["curves"]
    wounds = _wounds(name)
    assert set(curves["group"]) == set(wounds)
    for group, rows in curves.groupby("group"):
        watched = wounds[str(group)]
        ends = Counter((one.day, one.end) for one in watched)
        for row in rows.to_dict("records"):
            day = int(row["day"])
            assert row["at_risk"] == recount.at_risk(watched, day)  # type: ignore[arg-type]
            assert (row["events"], row["censored"]) == (ends[day, "event"], ends[day, "censored"])
            share, spread = recount_healing.still_open(watched, day)
            assert row["estimate"] == pytest.approx(1.0 - share, rel=0, abs=1e-9)
            lower, upper = recount_healing.limits(share, spread)
            assert row["ci_lower"] == pytest.approx(1.0 - upper, rel=0, abs=1e-9, nan_ok=True)
            assert row["ci_upper"] == pytest.approx(1.0 - lower, rel=0, abs=1e-9, nan_ok=True)
        assert set(rows["day"]) == {one.day for one in watched}


@ALL
def test_every_share_healed(name: str, answer_to: Ask) -> None:
    wounds = _wounds(name)
    rows = [
        row for row in _table(answer_to(name), "healing") if row["kind"] == "cumulative_incidence"
    ]
    assert len(rows) == len(wounds) * len(HORIZONS)
    compared = 0
    for row in rows:
        watched, horizon = wounds[str(row["group"])], int(str(row["horizon_days"]))
        assert row["patients"] == len(watched)
        assert row["events"] == recount.ended(watched, "event", horizon)  # type: ignore[arg-type]
        if row["status"] == "shown":
            share, _ = recount_healing.still_open(watched, horizon)
            assert row["estimate"] == pytest.approx(1.0 - share, rel=0, abs=1e-9)
            compared += 1
    assert compared > 0.7 * len(rows)


@ALL
def test_every_quartile_and_its_limits(name: str, answer_to: Ask) -> None:
    wounds = _wounds(name)
    rows = [row for row in _table(answer_to(name), "healing") if row["kind"] in SHARES]
    assert len(rows) == len(wounds) * len(SHARES)
    for row in rows:
        wanted = recount_healing.day_by_which(wounds[str(row["group"])], SHARES[str(row["kind"])])
        told = [row[column] for column in ("estimate", "ci_lower", "ci_upper")]
        assert told == pytest.approx(wanted, rel=0, abs=0, nan_ok=True), row
        assert (row["status"] == "not_reached") == math.isnan(wanted[0])


@ALL
def test_every_restricted_mean(name: str, answer_to: Ask) -> None:
    compared = 0
    for row in _table(answer_to(name), "restricted_mean"):
        if row["status"] != "shown":
            continue
        watched, horizon = _wounds(name)[str(row["group"])], int(str(row["horizon_days"]))
        mean, error = recount_healing.mean_days(watched, horizon)
        assert row["estimate"] == pytest.approx(mean, rel=0, abs=1e-9)
        assert row["std_error"] == pytest.approx(error, rel=0, abs=1e-9)
        compared += 1
    assert compared >= len(_wounds(name))


@ALL
def test_every_log_rank_test_of_two_groups(name: str, answer_to: Ask) -> None:
    answer = answer_to(name)
    table = answer.tables["comparisons"]
    rows = table[table["contrast"].eq("log_rank_test") & table["group"].ne("all")]
    assert len(rows) >= 3 or name == "by skin type"
    for row in rows.to_dict("records"):
        wanted = recount_healing.log_rank(
            *(_wounds(name)[row[side]] for side in ("group", "reference"))
        )
        assert row["statistic"] == pytest.approx(wanted, rel=1e-9)
    able = [group for group in answer.groups if group not in ("diy", "not_recorded")]
    assert len(rows) == len(list(combinations(able, 2)))


def test_turnbulls_bounds_are_those_of_his_own_iteration(answer_to: Ask) -> None:
    told = {
        (row["group"], row["kind"], row["horizon_days"]): row["estimate"]
        for row in _table(answer_to("all"), "healing_interval_censored")
        if row["status"] == "shown"
    }
    for group in ("electrosurgery", "combination", "laser"):
        cells = recount_healing.turnbull(_wounds("all")[group])
        for day in (7, 14):
            least = sum(share for _, end, share in cells if end <= day)
            most = sum(share for begin, _, share in cells if begin < day)
            assert told[group, "healed_at_least", day] == pytest.approx(least, abs=2e-3)
            assert told[group, "healed_at_most", day] == pytest.approx(most, abs=2e-3)
        share, place = 0.0, 0
        while share + cells[place][2] < 0.5:
            share, place = share + cells[place][2], place + 1
        ends = [
            row["estimate"]
            for kind in ("median_from", "median_to")
            for row in _table(answer_to("all"), "healing_interval_censored")
            if (row["kind"], row["group"]) == (kind, group)
        ]
        assert ends == [max(cells[place][0], 0), cells[place][1]]


def test_the_questions_ask_different_things() -> None:
    healed = {
        name: sum(one.end == "event" for group in _wounds(name).values() for one in group)
        for name in QUESTIONS
    }
    assert len(set(healed.values())) == len(QUESTIONS)
    assert pd.Series(healed).min() > 100
