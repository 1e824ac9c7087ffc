"""The answer about attempts at home on the sample records, recounted from the files without the program."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.answers import clearance, complications, diy, recurrence
from dashboard.answers.answer import Answer, Choices
from dashboard.answers.diy_supposed import suppose
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from sample_data.synthetic.parameters.community import ATTENDS
from sample_data.synthetic.parameters.outcomes import NEW_ELSEWHERE, RECURRENCE_CASE_MIX
from tests.answers import recount, recount_alike
from tests.answers import recount_diy as again
from tests.answers.recount import Row

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
# What is asked: filter and unit.
QUESTIONS: dict[str, tuple[tuple[tuple[str, tuple[str, ...]], ...], str]] = {
    "all": ((), "patient"),
    "around the eye": ((("site", ("eyelid", "periorbital")),), "patient"),
    "all episodes": ((), "episode"),
    "attempts and laser": ((("treatment", ("diy", "laser")),), "patient"),
}
ALL = pytest.mark.parametrize("name", QUESTIONS)
KINDS = (
    *("any", "inflammation", "infection", "scar", "hyperpigmentation", "contact_dermatitis", "hsv"),
    *("antibiotics", "permanent", "antibiotics_not_recorded", "permanent_not_recorded"),
)


@cache
def _records() -> list[Row]:
    return recount.read(SAMPLE / "episodes.csv")


@cache
def _harms() -> dict[str, list[Row]]:
    return again.harms_of(recount.read(SAMPLE / "complications.csv"))


def _within(name: str, rows: list[Row]) -> list[Row]:
    filters = QUESTIONS[name][0]
    return [row for row in rows if all(row[column] in kept for column, kept in filters)]


@cache
def _attempts(name: str) -> list[Row]:
    first = QUESTIONS[name][1] == "patient"
    return _within(name, again.attempts(_records(), first=first))


@pytest.fixture(scope="module")
def answers(sample_store: Folder) -> dict[str, Answer]:
    # Nothing hidden, so that everything can be compared.
    settings = Settings(sample_store.root, min_patients=1, min_at_risk=1)
    release = open_release(sample_store)
    return {
        name: diy.answer(release, Cohort(filters), Choices(unit=unit), settings)
        for name, (filters, unit) in QUESTIONS.items()
    }


def _rows(answer: Answer, measure: str, **more: Any) -> list[dict[Any, Any]]:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure)
    for column, value in {"adjustment": "crude", **more}.items():
        chosen &= table[column].eq(value)
    return table[chosen].to_dict("records")


def _wilson(k: int, n: int) -> tuple[float, float]:
    z = 1.959963984540054
    middle, half = k + z * z / 2, z * sqrt(k * (n - k) / n + z * z / 4)
    return (middle - half) / (n + z * z), (middle + half) / (n + z * z)


@ALL
@pytest.mark.parametrize("kind", KINDS)
def test_every_share_by_method(name: str, kind: str, answers: dict[str, Answer]) -> None:
    looked = [row for row in _attempts(name) if row["complications_assessed"] == "yes"]
    of = Counter(again.method(row) for row in looked)
    harmed = Counter(
        again.method(row) for row in looked if again.has(_harms().get(row["episode_key"], []), kind)
    )
    rows = _rows(answers[name], "diy", kind=kind)
    assert {row["group"] for row in rows} == set(of)
    for row in rows:
        k, n = harmed[row["group"]], of[row["group"]]
        assert (row["events"], row["episodes"]) == (k, n)
        assert row["estimate"] == pytest.approx(k / n, abs=1e-12)
        if QUESTIONS[name][1] == "patient":
            assert (row["ci_lower"], row["ci_upper"]) == pytest.approx(_wilson(k, n), abs=1e-9)
        else:
            assert pd.isna(row["ci_lower"])
    (whole,) = _rows(answers[name], "all_attempts", kind=kind)
    assert (whole["events"], whole["episodes"]) == (harmed.total(), of.total())


@ALL
def test_who_looked(name: str, answers: dict[str, Answer]) -> None:
    said = {"yes": "assessed", "no": "not_assessed", "": "not_recorded"}
    counted = Counter(
        (again.method(row), said[row["complications_assessed"]]) for row in _attempts(name)
    )
    rows = _rows(answers[name], "assessment")
    assert {(row["group"], row["kind"]): row["events"] for row in rows if row["events"]} == counted
    steps = {step.name: step.number for step in answers[name].attrition}
    assert steps["eligible"] == len(_attempts(name))
    everybody = len(_within(name, again.attempts(_records(), first=False)))
    assert steps.get("later_episode", 0) == everybody - len(_attempts(name))
    assert steps["in_cohort"] == len(_within(name, _records()))
    assert steps.get("no_attempt", 0) == steps["in_cohort"] - everybody


@ALL
def test_every_pathway(name: str, answers: dict[str, Answer]) -> None:
    first = _within(name, again.attempts(_records()))
    counted = again.pathways(_records(), first)
    rows = _rows(answers[name], "pathway")
    told = {(row["group"], row["subgroup"]): row["events"] for row in rows if row["events"]}
    assert told == counted
    of = Counter(again.method(row) for row in first)
    assert all(row["episodes"] == row["patients"] == of[row["group"]] for row in rows)


@ALL
def test_how_patients_came(name: str, answers: dict[str, Answer]) -> None:
    rows = _within(name, again.treated(_records(), first=QUESTIONS[name][1] == "patient"))
    said = {"yes": "inflamed", "no": "not_inflamed", "": "not_recorded"}
    counted = Counter(
        (row["diy_before"] or "not_recorded", said[row["inflamed_at_start"]]) for row in rows
    )
    told = [*_rows(answers[name], "inflamed"), *_rows(answers[name], "inflammation_known")]
    found = {
        (row["group"], row["kind"]): row["events"]
        for row in told
        if row["events"] and row["kind"] != "recorded"
    }
    assert found == counted


@ALL
def test_every_habit(name: str, answers: dict[str, Answer]) -> None:
    rows = _within(name, again.treated(_records()))
    compared = 0
    for habit in again.HABITS:
        spells = again.spells_of(rows, habit)
        for row in _rows(answers[name], "new_milia", kind=habit):
            own, horizon = spells[row["group"]], row["horizon_days"]
            assert row["episodes"] == row["patients"] == len(own)
            assert row["events"] == recount.ended(own, "event", horizon)
            assert row["competing"] == recount.ended(own, "competing", horizon)
            assert row["group_by"] == habit
            assert (row["definition"], row["analysis_unit"]) == ("C", "patient")
            if row["status"] == "shown":
                assert row["estimate"] == pytest.approx(recount.incidence(own, horizon), abs=1e-9)
                compared += 1
    assert compared >= 30


def _weighted(answer: Answer, measure: str, kind: str, own: str, other: str) -> float:
    (row,) = _rows(
        answer,
        measure,
        kind=kind,
        group=own,
        subgroup=other,
        horizon_days=365,
        adjustment="overlap",
    )
    return float(row["estimate"])


@pytest.mark.parametrize("arm", ["mechanical", "both"])
def test_weighted_shares_are_those_of_a_fit_to_the_rows(
    arm: str, answers: dict[str, Answer]
) -> None:
    """By what had been tried before, which is then no part of the case mix."""
    mix = tuple(name for name in recount_alike.CASE_MIX if name != "diy_before")
    patients = recount_alike.failing(_records())
    kept = recount_alike.alike(patients, ("none", arm), "diy_before", mix)
    weights = recount_alike.overlap(kept, arm, "diy_before", mix)
    for own, other in ((arm, "none"), ("none", arm)):
        of = [place for place, (row, _) in enumerate(kept) if row["diy_before"] == own]
        failed = recount_alike.weighted_incidence(
            [kept[place][1] for place in of], [weights[place] for place in of], 365
        )
        told = _weighted(answers["all"], "failure_free", "failure_free", own, other)
        assert told == pytest.approx(1.0 - failed, abs=1e-6)


@pytest.mark.parametrize("habit", ["heavy_cream", "guided_retinol"])
def test_weighted_new_milia_are_those_of_a_fit_to_the_rows(
    habit: str, answers: dict[str, Answer]
) -> None:
    cleared = [row for row in again.treated(_records()) if recount.eligibility(row) == "eligible"]
    patients = [(row, recount.since_clearance(row, row[habit], "C")) for row in cleared]
    kept = recount_alike.alike(patients, ("no", "yes"), habit)
    weights = recount_alike.overlap(kept, "yes", habit)
    for own, other in (("yes", "no"), ("no", "yes")):
        of = [place for place, (row, _) in enumerate(kept) if row[habit] == own]
        share = recount_alike.weighted_incidence(
            [kept[place][1] for place in of], [weights[place] for place in of], 365
        )
        told = _weighted(answers["all"], "new_milia", habit, own, other)
        assert told == pytest.approx(share, abs=1e-6)


def test_no_word_of_a_habit_is_against_the_generators_truth(answers: dict[str, Answer]) -> None:
    """Its effects on the hazards of a new milium, at the same place and elsewhere, have one direction."""
    table = answers["all"].tables["charts"].query("measure == 'new_milia'")
    told = table[table["signal"].isin(("less often", "more often"))].to_dict("records")
    assert told
    for row in told:
        effects = [
            effect.value[row["unit_of_chart"]]["yes"]
            for effect in (RECURRENCE_CASE_MIX, NEW_ELSEWHERE)
            if row["unit_of_chart"] in effect.value
        ]
        sign = 1 if row["signal"] == "more often" else -1
        assert effects
        assert all(effect * sign > 0 for effect in effects)


@pytest.mark.parametrize(
    ("topic", "measure", "kind", "own"),
    [
        (clearance, "clearance", "cleared", "cleared"),
        (recurrence, "recurrence", "cumulative_incidence", "cumulative_incidence"),
        (complications, "complications", "any", "any"),
        (complications, "recorded", "antibiotics", "antibiotics"),
    ],
)
def test_what_became_of_those_treated_is_what_its_own_page_says(
    topic: Any, measure: str, kind: str, own: str, answers: dict[str, Answer], sample_store: Folder
) -> None:
    settings = Settings(sample_store.root, min_patients=1, min_at_risk=1)
    page = topic.answer(
        open_release(sample_store), Cohort(), Choices(group_by="diy_before"), settings
    )
    table = page.tables["estimates"]
    there = table[table["measure"].eq(measure) & table["kind"].eq(own) & table["subgroup"].eq("")]
    here = pd.DataFrame(_rows(answers["all"], measure, kind=kind))
    assert len(here) == len(there) > 5
    drop = ["topic", "definition"]
    pd.testing.assert_frame_equal(
        here.drop(columns=drop).reset_index(drop=True),
        there.drop(columns=drop).reset_index(drop=True),
        check_dtype=False,
    )


def test_the_truth_lies_in_the_range_that_the_generators_attendance_gives(
    answers: dict[str, Answer],
) -> None:
    """The harm among all who try is known there, and so is who comes: a program drew both."""
    truth = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
    true = truth["this_sample"]["diy"]["community"]["harmed_by_first_attempt"]
    coming = {name: round(100 * value) for name, value in ATTENDS.value.items()}
    found = suppose(
        answers["all"],
        round(100 * true),
        (coming["harmed"], coming["harmed"]),
        (coming["went_well"], coming["no_effect"]),
    )
    assert found.seen is not None
    assert found.fits is not None
    assert found.seen.limits[0] > 2 * true
    assert found.fits[0] < true < found.fits[1]
    assert found.would_be_seen[0] < found.seen.share < found.would_be_seen[1]
