"""The answer to "how often are the milia gone": a store worked by hand, hiding, what is said, publication."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard import words
from dashboard.answers import clearance
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from tests.answers.hand_made import (
    AGAIN,
    CLEAR,
    FIRST_CLEAR,
    NO_DAY,
    NOT,
    NOT_ASSESSED,
    NOT_RECORDED,
    PARTLY,
    Fates,
    ask,
    row,
    store,
)
from tests.house.test_words import COMPARES


@pytest.fixture(scope="module")
def release(made_up_store: Folder) -> Release:
    return open_release(made_up_store)


@pytest.fixture(scope="module")
def plain(made_up_store: Folder) -> Answer:
    return ask(made_up_store)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """Extraction: 10 clear, of whom 3 are treated again first and 1 on the day, but clear first; 4 partly, 2 not."""
    fates: Fates = {
        "extraction": [
            *((6, CLEAR), (3, AGAIN), (1, FIRST_CLEAR), (4, PARTLY), (2, NOT)),
            *((5, NOT_ASSESSED), (7, NOT_RECORDED)),
        ],
        "laser": [(9, CLEAR), (1, NO_DAY)],
    }
    return ask(store(tmp_path_factory.mktemp("worked"), fates))


@pytest.mark.parametrize(
    ("measure", "kind", "events", "total"),
    [
        ("clearance", "cleared", 10, 16),
        ("clearance", "partial", 4, 16),
        ("clearance", "not_cleared", 2, 16),
        # Those treated again on the day of clearance persist, unless clear was written down first.
        ("persistence", "persistence", 9, 16),
        ("persistence", "retreated_before_clear", 3, 16),
        ("assessment", "assessed", 16, 28),
        ("assessment", "not_assessed", 5, 28),
        ("assessment", "not_recorded", 7, 28),
    ],
)
def test_worked_by_hand(worked: Answer, measure: str, kind: str, events: int, total: int) -> None:
    told = row(worked, measure, kind, "extraction")
    assert (told["events"], told["patients"], told["episodes"]) == (events, total, total)
    assert told["estimate"] == pytest.approx(events / total)
    assert told["ci_lower"] < told["estimate"] < told["ci_upper"]
    assert told["status"] == "shown"


def test_all_clear_has_a_lower_limit_and_nobody_persistent_an_upper(worked: Answer) -> None:
    clear, stay = (
        row(worked, *[*("clearance", "cleared"), "laser"]),
        row(worked, "persistence", "persistence", "laser"),
    )
    # Wilson for 10 of 10: n / (n + z²).
    assert clear["ci_lower"] == pytest.approx(10 / (10 + 1.959963984540054**2))
    assert clear["ci_upper"] == 1.0
    assert (stay["events"], stay["ci_lower"]) == (0, 0.0)
    assert stay["ci_upper"] == pytest.approx(1 - clear["ci_lower"])


def test_time_is_followed_where_nothing_is_taken_out(worked: Answer, tmp_path: Path) -> None:
    assert worked.tables["curves"].empty
    fates: Fates = {"retinoid": [(6, CLEAR), (2, AGAIN), (4, NOT), (1, NO_DAY), (3, NOT_ASSESSED)]}
    answer = ask(store(tmp_path, fates), least=1, horizons=(29, 30, 59))
    rows = answer.tables["estimates"].query("measure == 'time_to_clearance' and kind != 'median'")
    # Of 15 with a known day: 6 clear and 2 treated again on day 30; the others last seen on day 60.
    assert rows["patients"].tolist() == [15, 15, 15]
    assert rows["events"].tolist() == [0, 6, 6]
    assert rows["competing"].tolist() == [0, 2, 2]
    assert rows["estimate"].tolist() == pytest.approx([0.0, 0.4, 0.4])
    assert row(answer, "time_to_clearance", "median", "retinoid")["status"] == "not_reached"
    assert set(answer.tables["curves"]["measure"]) == {"time_to_clearance"}


def test_a_half_on_the_day_counts_as_reached(tmp_path: Path) -> None:
    answer = ask(store(tmp_path, {"observation": [(6, CLEAR), (6, NOT)]}), least=1)
    assert row(answer, "time_to_clearance", "median", "observation")["estimate"] == 30


@pytest.mark.parametrize("shape", ["estimates", "curves", "comparisons"])
def test_tables_have_exactly_the_columns_of_their_shape(plain: Answer, shape: str) -> None:
    assert tuple(plain.tables[shape].columns) == SHAPES[shape]
    assert plain.tables["estimates"]["measure"].iloc[0] == "clearance"
    assert plain.tables["estimates"]["kind"].iloc[0] == "cleared"


def test_a_group_of_three_is_hidden_with_another_in_every_measure(plain: Answer) -> None:
    assert "electrosurgery" in plain.hidden_groups
    assert len(plain.hidden_groups) >= 2
    for shape, table in plain.tables.items():
        touched = table["group"].isin(plain.hidden_groups)
        if "reference" in table:
            touched |= table["reference"].isin(plain.hidden_groups)
        numbers = (
            table.loc[touched].select_dtypes("number").drop(columns="horizon_days", errors="ignore")
        )
        assert numbers.isna().all(axis=None), shape


def test_those_not_assessed_do_not_give_a_hidden_group_away(tmp_path: Path) -> None:
    """Of 40 counted after laser 37 were not assessed: told, the 3 who were could be worked out."""
    fates: Fates = {
        "extraction": [(60, CLEAR), (20, NOT)],
        "laser": [(3, CLEAR), (37, NOT_ASSESSED)],
        "peel": [(30, CLEAR)],
    }
    answer = ask(store(tmp_path, fates))
    assert answer.hidden_groups == ("peel", "laser")
    for kind in ("assessed", "not_assessed", "not_recorded"):
        assert pd.isna(row(answer, "assessment", kind, "laser")["patients"])


def test_a_group_of_whom_nobody_was_assessed_has_its_number_and_no_share(tmp_path: Path) -> None:
    answer = ask(store(tmp_path, {"extraction": [(20, CLEAR)], "laser": [(12, NOT_RECORDED)]}))
    assert row(answer, "assessment", "not_recorded", "laser")["events"] == 12
    assert answer.groups == ("extraction",)
    assert "laser" not in set(answer.tables["estimates"].query("measure == 'clearance'")["group"])


def test_rare_outcomes_of_large_groups_are_shown_inside_the_clinic(tmp_path: Path) -> None:
    answer = ask(store(tmp_path, {"extraction": [(200, CLEAR), (1, NOT)]}))
    assert row(answer, "clearance", "not_cleared", "extraction")["events"] == 1


@pytest.mark.parametrize("unit", ["patient", "episode"])
def test_parts_add_up_to_their_whole(made_up_store: Folder, unit: str) -> None:
    table = ask(made_up_store, unit=unit, least=1).tables["estimates"]
    for measure in ("clearance", "assessment"):
        rows = table[table["measure"].eq(measure)]
        wholes = rows.groupby("group")["episodes"].first()
        assert rows.groupby("group")["events"].sum().equals(wholes.rename("events"))
        assert np.allclose(rows.groupby("group")["estimate"].sum(), 1.0)


def test_diy_and_observation_are_described_and_never_compared(plain: Answer) -> None:
    compared = plain.tables["comparisons"]
    assert not ({"diy", "observation"} & {*compared["group"], *compared["reference"]})
    assert plain.groups[-1] == "diy"
    assert any("They enter no comparison" in note for note in plain.notes)


def test_holm_runs_over_the_pairs_of_a_measure(plain: Answer) -> None:
    rows = plain.tables["comparisons"].query("contrast == 'fisher_test' and status == 'shown'")
    assert set(rows["measure"]) == {"clearance", "persistence"}
    for _, of_measure in rows.groupby("measure"):
        tests = of_measure.sort_values("p_value")
        steps = tests["p_value"] * np.arange(len(tests), 0, -1)
        assert tests["p_holm"].tolist() == pytest.approx(steps.cummax().clip(upper=1.0).tolist())


def test_episodes_have_no_score_limits_and_no_tests(made_up_store: Folder) -> None:
    answer = ask(made_up_store, unit="episode")
    shares = answer.tables["estimates"].query("measure == 'clearance' and status == 'shown'")
    assert shares["estimate"].notna().all()
    assert shares["ci_lower"].isna().all()
    compared = answer.tables["comparisons"]
    assert "shown" not in set(compared["status"])
    assert compared["p_value"].isna().all()
    assert any("Episodes are counted" in note for note in answer.notes)
    assert "The ranges hold" not in answer.sentence


def test_persistence_is_told_from_recurrence(plain: Answer) -> None:
    said = " ".join(plain.notes)
    assert "persist: they never went away" in said
    assert "came back are a recurrence, which has a page of its own" in said


def test_who_was_not_assessed_is_a_number_of_its_own(worked: Answer) -> None:
    said = " ".join(worked.notes)
    assert "not assessed in 5 patients and not recorded in 7 patients" in said
    assert "in no share of those clear" in said


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("group_by", list(words.DIMENSIONS))
def test_what_is_said_never_compares(release: Release, group_by: str, unit: str) -> None:
    settings = Settings(release.path.parent)
    answer = clearance.answer(release, Cohort(), Choices(group_by=group_by, unit=unit), settings)
    said = re.sub(r"[Ff]ewer than|more groups?", "", " ".join([answer.sentence, *answer.notes]))
    assert not COMPARES.search(said), COMPARES.findall(said)
    assert "Not adjusted" in answer.sentence or not answer.groups


def test_an_empty_cohort_says_so(made_up_store: Folder) -> None:
    for policy in ("clinic", "publication"):
        answer = ask(made_up_store, Cohort((("clinic", ("nowhere",)),)), policy=policy)
        assert answer.empty
        assert "widen the filters" in answer.sentence
        assert all(len(table) == 0 for table in answer.tables.values())


@pytest.mark.parametrize("policy", ["clinic", "publication"])
def test_a_cohort_of_three_shows_no_number(made_up_store: Folder, policy: str) -> None:
    answer = ask(made_up_store, Cohort((("treatment", ("electrosurgery",)),)), policy=policy)
    assert answer.empty
    assert "3" not in answer.sentence + " ".join(answer.notes)
    assert {step.name: step.number for step in answer.attrition}["eligible"] is None
    numbers = answer.tables["estimates"].select_dtypes("number").drop(columns="horizon_days")
    assert numbers.isna().all(axis=None)


@pytest.mark.parametrize("policy", ["clinic", "publication"])
@pytest.mark.parametrize("fate", [CLEAR, AGAIN, NOT, NOT_ASSESSED, NOT_RECORDED, NO_DAY])
def test_one_record_has_no_number(tmp_path: Path, fate: dict[str, Any], policy: str) -> None:
    answer = ask(store(tmp_path, {"retinoid": [(1, fate)]}), policy=policy)
    assert answer.empty
    for table in answer.tables.values():
        numbers = table.select_dtypes("number").drop(columns="horizon_days", errors="ignore")
        assert numbers.isna().all(axis=None)


def test_with_nothing_hidden_all_groups_stand(made_up_store: Folder, release: Release) -> None:
    answer = ask(made_up_store, least=1)
    assert answer.hidden_figures == 0
    assert row(answer, "clearance", "cleared", "electrosurgery")["patients"] == 3
    assert any("not hidden" in note for note in answer.notes)
    settings = replace(Settings(made_up_store.root), clearance_horizons=(10, 20))
    assert clearance.answer(release, Cohort(), Choices(), settings).horizons == (10, 20)
