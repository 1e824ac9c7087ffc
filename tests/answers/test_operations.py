"""The answer about running the clinic: a store worked by hand, drop-outs, hiding, months, what is said, publication."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.answers import operations_counts
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.answers.courses import CLEAR, NOT, UNSEEN, Courses, ask, row, store
from tests.house.test_words import COMPARES
from tests.made_up import add_release, made_up_episodes


@pytest.fixture(scope="module")
def plain(made_up_store: Folder) -> Answer:
    return ask(made_up_store)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """Laser: 6 cleared at 100, 3 not at 150, 1 never assessed at 50, 5 cleared without a cost on record."""
    courses: Courses = {
        "laser": [
            (6, {**CLEAR, "cost": 100, "price": 220, "chair_minutes": 30}),
            (3, {**NOT, "cost": 150, "price": 250, "chair_minutes": 45, "complaint": "yes"}),
            (1, {**UNSEEN, "cost": 50, "last_seen_day": 0, "complaint": "no"}),
            (5, {**CLEAR, "reviews_planned": 4, "reviews_attended": 6}),
        ],
        "diy": [(9, {"technique": "squeezing"})],
    }
    return ask(store(tmp_path_factory.mktemp("worked"), courses))


def test_all_costs_are_divided_by_those_cleared(worked: Answer) -> None:
    """(6 · 100 + 3 · 150 + 50) / 6: the cost of failures and of those never assessed is in it."""
    told = row(worked, "cost_per_cleared", "laser")
    assert told["estimate"] == pytest.approx(1100 / 6)
    assert told["patients"] == 10
    assert told["ci_lower"] < 1100 / 6 < told["ci_upper"]


def test_a_margin_is_of_courses_with_all_three_on_record(worked: Answer) -> None:
    """(6 · 120 + 3 · 100) of (6 · 30 + 3 · 45) minutes."""
    told = row(worked, "margin_per_hour", "laser")
    assert told["patients"] == 9
    assert told["estimate"] == pytest.approx(1020 / (315 / 60))


def test_what_is_not_recorded_is_not_counted_as_none(worked: Answer) -> None:
    complaint = row(worked, "complaint", "laser")
    assert pd.isna(complaint["estimate"])
    assert complaint["status"] == "hidden_small_number"
    assert row(worked, "never_seen", "laser")["events"] == 1
    assert row(worked, "never_seen", "laser")["episodes"] == 15


def test_no_more_reviews_are_attended_than_were_planned(worked: Answer) -> None:
    told = row(worked, "reviews_attended", "laser")
    assert told["estimate"] == 1.0
    assert pd.isna(told["ci_lower"])


def test_attempts_at_home_are_left_out(worked: Answer) -> None:
    assert "diy" not in worked.groups
    assert {step.name: step.number for step in worked.attrition}["attempt"] == 9


_DROPPED = {"sessions_planned": 3, "sessions": 1, "cleared": "partial"}


@pytest.mark.parametrize(
    ("changed", "events", "of"),
    [
        ({}, 8, 20),
        ({"cleared": "yes"}, 0, 20),
        ({"retreated_day": 20}, 0, 20),
        ({"sessions": 3}, 0, 20),
        ({"sessions": None}, 0, 12),
        ({"sessions_planned": 1}, 0, 12),
        ({"cleared": None}, 8, 20),
        ({"start_month": dt.date(2026, 8, 1)}, 0, 12),
        ({"start_month": dt.date(2026, 7, 1), "last_session_day": 30}, 0, 12),
        ({"start_month": dt.date(2026, 5, 1)}, 8, 20),
    ],
)
def test_who_dropped_out(tmp_path: Path, changed: dict[str, Any], events: int, of: int) -> None:
    """Of 20 courses of several sessions, 8 changed like this; records speak up to 30 September 2026."""
    finished = {"sessions_planned": 2, "sessions": 2, "cleared": "yes"}
    answer = ask(store(tmp_path, {"peel": [(12, finished), (8, {**_DROPPED, **changed})]}))
    told = row(answer, "dropped_out", "peel")
    assert (told["events"], told["episodes"]) == (events, of)


def test_what_an_attempt_at_home_cost_afterwards(tmp_path: Path) -> None:
    tried = [(6, {"diy_before": "product", "cost": 60}), (6, {"diy_before": "both", "cost": 90})]
    others = [
        (8, {"diy_before": "none", "cost": 40}),
        (9, {"diy_before": "not_asked", "cost": 999}),
    ]
    others.append((4, {"diy_before": "none", "cost": 70}))
    answer = ask(store(tmp_path, {"laser": tried, "peel": others}))
    table = answer.tables["estimates"].query("measure == 'after_diy' and kind == 'cost'")
    told = table.set_index("subgroup")
    assert told.loc["tried", "estimate"] == 75.0
    assert told.loc["none", "estimate"] == 50.0
    assert set(told.index) == {"none", "tried"}
    (compared,) = (
        answer.tables["comparisons"]
        .query("measure == 'after_diy' and kind == 'cost'")
        .to_dict("records")
    )
    assert (compared["group"], compared["reference"], compared["estimate"]) == (
        "tried",
        "none",
        25.0,
    )
    # The figures stand in the table; that they are not adjusted is said once.
    assert (
        sum("after an attempt at home" in note and "not adjusted" in note for note in answer.notes)
        == 1
    )


def test_tables_have_their_shapes_and_the_main_measure_comes_first(plain: Answer) -> None:
    assert set(plain.tables) == {"estimates", "comparisons", "charts"}
    for name, table in plain.tables.items():
        assert tuple(table.columns) == SHAPES[name]
    assert plain.tables["estimates"]["measure"].iloc[0] == "operations"


def test_the_sentence_says_cost_else_minutes(worked: Answer, tmp_path: Path) -> None:
    assert worked.sentence.startswith(
        "All direct costs, for each patient found clear: 183 after laser (between "
    )
    courses: Courses = {
        "peel": [(9, {**CLEAR, "chair_minutes": 20}), (3, {**NOT, "chair_minutes": 30})]
    }
    other = ask(store(tmp_path, courses))
    assert other.sentence.startswith(
        "Minutes in the chair, for each patient found clear: 30 after peel"
    )


def test_where_hardly_anybody_was_cleared_a_note_says_that_there_is_no_limit(
    tmp_path: Path,
) -> None:
    courses: Courses = {"laser": [(1, {**CLEAR, "cost": 90}), (19, {**NOT, "cost": 110})]}
    answer = ask(store(tmp_path, courses))
    assert pd.isna(row(answer, "cost_per_cleared", "laser")["ci_upper"])
    assert any("no upper limit: laser" in note for note in answer.notes)


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("group_by", ["treatment", "site", "clinic", "operator_role", "start_year"])
def test_what_is_said_never_compares(made_up_store: Folder, group_by: str, unit: str) -> None:
    answer = ask(made_up_store, group_by=group_by, unit=unit)
    said = re.sub(r"[Ff]ewer than|more groups?", "", " ".join([answer.sentence, *answer.notes]))
    assert not COMPARES.search(said), COMPARES.findall(said)
    assert "Not adjusted" in answer.sentence


def test_episodes_have_clustered_errors_and_no_comparison(made_up_store: Folder) -> None:
    answer = ask(made_up_store, unit="episode")
    assert (
        row(answer, "cost_per_cleared", "extraction")["method"] == "fieller_t_clustered_by_patient"
    )
    assert pd.isna(row(answer, "unplanned", "extraction")["ci_lower"])
    assert "shown" not in set(answer.tables["comparisons"]["status"])


def test_another_release_is_summed_up_anew(made_up_store: Folder, tmp_path: Path) -> None:
    """What one question remembers does not answer another."""
    folder = Folder(tmp_path)
    add_release(folder, [{**one, "cost": 10} for one in made_up_episodes()])
    settings = Settings(made_up_store.root)
    asked = operations_counts.AskedOfClinics(
        open_release(made_up_store), Cohort(), Choices(), settings
    )
    item = next(item for item in operations_counts.ITEMS if item.name == "cost")
    assert not asked.sums(item)["y"].eq(10 * asked.sums(item)["x"]).any()
    other = replace(asked, release=open_release(folder))
    assert other.sums(item)["y"].eq(10 * other.sums(item)["x"]).all()
