"""The recurrence answer on the sample records, recounted from the file without the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from dashboard.answers import recurrence
from dashboard.answers.answer import Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers import recount
from tests.answers.recount import Row, Spell

EPISODES = Path(__file__).resolve().parents[2] / "sample_data" / "episodes.csv"
DAYS = (0, 90, 180, 365)
HORIZONS = (90, 180, 365)
DELICATE = Cohort(
    (("diy_before", ("mechanical", "none")), ("site", ("cheek", "eyelid", "periorbital"))),
    from_month="2024-01",
    to_month="2026-03",
)
# What is asked: cohort, grouping, definition.
QUESTIONS = {
    "A": (Cohort(), "treatment", "A"),
    "B": (Cohort(), "treatment", "B"),
    "C": (Cohort(), "treatment", "C"),
    "filtered": (DELICATE, "treatment", "A"),
    "filtered C": (DELICATE, "treatment", "C"),
    "by skin type": (Cohort((("skin_type", ("II", "VI", "not_recorded")),)), "skin_type", "B"),
}
ALL = pytest.mark.parametrize("name", QUESTIONS)


@cache
def _rows() -> list[Row]:
    return recount.read(EPISODES)


@cache
def _in_cohort(name: str) -> list[Row]:
    cohort = QUESTIONS[name][0]
    first, last = cohort.from_month or "0000-00", cohort.to_month or "9999-99"
    return [
        row
        for row in _rows()
        if first <= row["start_month"] <= last
        and all((row[column] or "not_recorded") in kept for column, kept in cohort.filters)
    ]


@cache
def _reasons(name: str) -> dict[str, list[Row]]:
    """The episodes of the cohort by what becomes of them; the first of a patient is flagged before
    the filters apply."""
    by_treatment = QUESTIONS[name][1] == "treatment"
    first = {row["episode_key"] for row in recount.firsts(_rows())}
    sorted_out: dict[str, list[Row]] = {}
    for row in _in_cohort(name):
        if not by_treatment and recount.care(row) != "professional":
            reason = "other_care"
        elif row["episode_key"] not in first:
            reason = "later_episode"
        else:
            reason = recount.eligibility(row)
        sorted_out.setdefault(reason, []).append(row)
    return sorted_out


@cache
def _spells(name: str, measure: str) -> dict[str, list[Spell]]:
    """Group → what was seen of its patients."""
    _, group_by, definition = QUESTIONS[name]
    spells: dict[str, list[Spell]] = {}
    for reason, rows in _reasons(name).items():
        for row in rows:
            group = row[group_by] or "not_recorded"
            if reason in ("other_care", "later_episode"):
                continue
            if measure == "failure_free":
                spell = recount.since_first_session(row, group, definition)
            elif reason == "eligible":
                spell = recount.since_clearance(row, group, definition)
            else:
                continue
            if spell:
                spells.setdefault(group, []).append(spell)
    return spells


@pytest.fixture(scope="module")
def answer_to(sample_store: Folder) -> Callable[[str], Answer]:
    # Nothing hidden, so that everything can be compared.
    settings = Settings(sample_store.root, min_patients=1, min_at_risk=1)
    release = open_release(sample_store)

    @cache
    def ask(name: str) -> Answer:
        cohort, group_by, definition = QUESTIONS[name]
        choices = Choices(group_by=group_by, definition=definition, horizons=HORIZONS)
        return recurrence.answer(release, cohort, choices, settings)

    return ask


Ask = Callable[[str], Answer]


def _table(answer: Answer, shape: str, measure: str) -> pd.DataFrame:
    table = answer.tables[shape]
    return table[table["measure"] == measure]


@ALL
def test_every_step_of_the_attrition(name: str, answer_to: Ask) -> None:
    told = {step.name: step.number for step in answer_to(name).attrition}
    counted: dict[str, int | None] = {key: len(rows) for key, rows in _reasons(name).items()}
    cohort = len(_in_cohort(name))
    expected = {"held": len(_rows()), "in_cohort": cohort, "outside": len(_rows()) - cohort}
    assert told == {key: n for key, n in (counted | expected).items() if n}
    assert sum(len(rows) for rows in _reasons(name).values()) == cohort


@ALL
@pytest.mark.parametrize("measure", ["recurrence", "failure_free"])
def test_every_row_of_every_curve(name: str, measure: str, answer_to: Ask) -> None:
    curves = _table(answer_to(name), "curves", measure)
    spells = _spells(name, measure)
    assert set(curves["group"]) == set(spells)
    for group, rows in curves.groupby("group"):
        watched = spells[str(group)]
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
        at_risk = {int(row["day"]): int(row["at_risk"]) for row in rows.to_dict("records")}
        assert at_risk == {day: recount.at_risk(watched, day) for day in at_risk}


@ALL
@pytest.mark.parametrize("measure", ["recurrence", "failure_free"])
@pytest.mark.parametrize("day", DAYS)
def test_numbers_at_the_days_that_are_shown(
    name: str, measure: str, day: int, answer_to: Ask
) -> None:
    curves = _table(answer_to(name), "curves", measure)
    for group, watched in _spells(name, measure).items():
        rows = curves[curves["group"] == group]
        later = rows[rows["day"] >= day]
        up_to = rows[rows["day"] <= day]
        told = (
            int(later["at_risk"].iloc[0]) if len(later) else 0,
            int(up_to["events"].sum()),
            int(up_to["competing"].sum()),
            int(up_to["censored"].sum()),
        )
        assert told == (
            recount.at_risk(watched, day),
            *(recount.ended(watched, end, day) for end in ("event", "competing", "censored")),
        )


@ALL
@pytest.mark.parametrize("measure", ["recurrence", "failure_free"])
def test_every_estimate(name: str, measure: str, answer_to: Ask) -> None:
    estimates = _table(answer_to(name), "estimates", measure)
    spells = _spells(name, measure)
    compared = 0
    for row in estimates.to_dict("records"):
        watched, horizon = spells[row["group"]], int(row["horizon_days"])
        assert row["patients"] == len(watched)
        assert row["events"] == recount.ended(watched, "event", horizon)
        assert row["competing"] == recount.ended(watched, "competing", horizon)
        if row["status"] == "shown":
            share = recount.incidence(watched, horizon)
            wanted = 1.0 - share if measure == "failure_free" else share
            assert row["estimate"] == pytest.approx(wanted, rel=0, abs=1e-9)
            compared += 1
    assert len(estimates) == len(spells) * len(HORIZONS)
    assert compared > 0.7 * len(estimates)


@ALL
def test_every_bound_for_those_lost(name: str, answer_to: Ask) -> None:
    loss = _table(answer_to(name), "estimates", "loss")
    spells = _spells(name, "recurrence")
    compared = 0
    for row in loss[loss["status"] == "shown"].to_dict("records"):
        watched, horizon = spells[row["group"]], int(row["horizon_days"])
        had = recount.if_lost(watched, horizon, all_recur=row["kind"] == "upper_bound")
        wanted = recount.incidence(had, horizon)
        assert row["estimate"] == pytest.approx(wanted, rel=0, abs=1e-9)
        compared += had != watched
    # Somebody was lost in most groups, so the bounds differ from the estimate.
    assert compared > 0.5 * len(loss)


@ALL
def test_every_median_of_follow_up(name: str, answer_to: Ask) -> None:
    medians = _table(answer_to(name), "estimates", "follow_up").set_index("group")["estimate"]
    wanted = {
        group: recount.median_follow_up(spells)
        for group, spells in _spells(name, "recurrence").items()
    }
    told = {group: None if pd.isna(day) else day for group, day in medians.items()}
    assert told == wanted
    assert any(day is not None for day in wanted.values())


def test_the_questions_ask_different_things() -> None:
    ends = set()
    for name in QUESTIONS:
        spells = [spell for group in _spells(name, "recurrence").values() for spell in group]
        ends.add(tuple(recount.ended(spells, end, 365) for end in ("event", "competing")))
    assert len(ends) == len(QUESTIONS)
