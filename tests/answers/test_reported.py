"""The answer to "what do patients say": a store worked by hand, hiding, what is said, publication."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.answers import reported
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.house.test_words import COMPARES
from tests.made_up import add_release

Replies = dict[str, list[tuple[int, dict[str, Any]]]]


def ask(folder: Folder, cohort: Cohort | None = None, *, least: int = 5, **choices: Any) -> Answer:
    settings = Settings(folder.root, min_patients=least)
    return reported.answer(open_release(folder), cohort or Cohort(), Choices(**choices), settings)


def store(folder: Path, replies: Replies) -> Folder:
    """A store of patients with one episode each: arm → (how many, what they said)."""
    episodes = [
        {
            "patient_key": f"{arm}-{kind}-{number}",
            "episode_key": f"{arm}-{kind}-{number}",
            "start_month": dt.date(2025, 1, 1),
            "treatment": arm,
            "last_seen_day": 60,
            **said,
        }
        for arm, kinds in replies.items()
        for kind, (size, said) in enumerate(kinds)
        for number in range(size)
    ]
    made = Folder(folder)
    add_release(made, episodes)
    return made


def row(answer: Answer, measure: str, kind: str, group: str) -> dict[str, Any]:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["kind"].eq(kind) & table["group"].eq(group)
    (found,) = table[chosen].to_dict("records")
    return {str(name): value for name, value in found.items()}


def _dlqi(before: int | None, after: int | None) -> dict[str, Any]:
    return {"dlqi_before": before, "dlqi_after": after}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """Extraction: 10 fall from 8 to 2, 10 from 3 to 1, 5 rise from 2 to 6; 7 have one half, 8 none."""
    replies: Replies = {
        "extraction": [
            *((10, _dlqi(8, 2)), (10, _dlqi(3, 1)), (5, _dlqi(2, 6))),
            *((4, _dlqi(9, None)), (3, _dlqi(None, 0)), (8, {})),
        ],
        "laser": [(12, {"pain": 2, "satisfaction": 5}), (12, {"pain": 7, "satisfaction": 3})],
    }
    return ask(store(tmp_path_factory.mktemp("worked"), replies))


@pytest.fixture(scope="module")
def plain(made_up_store: Folder) -> Answer:
    return ask(made_up_store)


def test_a_change_is_of_those_with_both_halves(worked: Answer) -> None:
    """(10 · −6 + 10 · −2 + 5 · 4) / 25 = −2.4; t on 24 degrees of freedom is 2.0638985616."""
    told = row(worked, "dlqi", "change", "extraction")
    assert (told["patients"], told["episodes"]) == (25, 25)
    assert told["estimate"] == pytest.approx(-2.4)
    variance = (10 * 3.6**2 + 10 * 0.4**2 + 5 * 6.4**2) / 24
    assert told["std_error"] == pytest.approx((variance / 25) ** 0.5)
    assert told["ci_upper"] == pytest.approx(-2.4 + 2.0638985616 * (variance / 25) ** 0.5)
    assert row(worked, "dlqi", "before", "extraction")["estimate"] == pytest.approx(120 / 25)
    assert row(worked, "dlqi", "after", "extraction")["estimate"] == pytest.approx(60 / 25)


@pytest.mark.parametrize(
    ("measure", "kind", "events", "of"),
    [
        ("dlqi", "improved", 10, 25),
        ("dlqi", "worsened", 5, 25),
        ("dlqi_able", "improved", 10, 10),
        ("dlqi", "answered", 25, 40),
        ("distress", "answered", 0, 40),
        ("reported", "answered", 25, 40),
    ],
)
def test_shares_of_the_worked_store(
    worked: Answer, measure: str, kind: str, events: int, of: int
) -> None:
    told = row(worked, measure, kind, "extraction")
    assert (told["events"], told["episodes"]) == (events, of)


def test_half_an_answer_is_no_answer(worked: Answer) -> None:
    steps = {step.name: step.number for step in worked.attrition}
    assert steps["eligible"] == 25 + 24
    assert steps["no_answer"] == 15


def test_pain_and_satisfaction_of_the_worked_store(worked: Answer) -> None:
    quartiles = [
        row(worked, "pain", kind, "laser")["estimate"]
        for kind in ("quantile_25", "median", "quantile_75")
    ]
    assert quartiles == [2.0, 4.5, 7.0]
    assert row(worked, "satisfaction", "satisfied", "laser")["events"] == 12
    assert row(worked, "satisfaction", "neither", "laser")["events"] == 12
    assert row(worked, "satisfaction", "dissatisfied", "laser")["estimate"] == 0.0


def test_the_sentence_says_how_many_answered(worked: Answer) -> None:
    assert (
        "improved by 4 points or more: 40 in 100 after extraction (between 23 and 59; 62 in 100 answered)"
        in worked.sentence
    )


def test_without_a_dlqi_satisfaction_is_said(tmp_path: Path) -> None:
    answer = ask(
        store(tmp_path, {"laser": [(9, {"satisfaction": 4}), (9, {"satisfaction": 2}), (2, {})]})
    )
    assert answer.sentence.startswith(
        "Satisfied with the result: 50 in 100 after laser (between 29 and 71; 90 in 100 answered)."
    )


def test_tables_have_their_shapes_and_the_main_measure_comes_first(plain: Answer) -> None:
    assert set(plain.tables) == {"estimates", "comparisons"}
    for name, table in plain.tables.items():
        assert tuple(table.columns) == SHAPES[name]
    assert plain.tables["estimates"]["measure"].iloc[0] == "reported"


def test_every_figure_has_beside_it_who_answered(plain: Answer) -> None:
    table = plain.tables["estimates"]
    for (measure, group), rows in table.groupby(["measure", "group"]):
        assert "answered" in set(rows["kind"]), (measure, group)


def test_where_few_answered_nothing_of_that_answer_is_told(tmp_path: Path) -> None:
    """Of 30 after laser 3 gave a DLQI: neither they nor the share they are."""
    both = {**_dlqi(8, 2), "satisfaction": 4}
    replies: Replies = {
        "extraction": [(30, both), (10, {"satisfaction": 3})],
        "laser": [(3, both), (27, {"satisfaction": 3})],
        "peel": [(20, both), (20, {"satisfaction": 2})],
    }
    answer = ask(store(tmp_path, replies))
    assert answer.hidden_groups == ()
    numbers = ["patients", "episodes", "events", "estimate", "ci_lower", "ci_upper"]
    table = answer.tables["estimates"]
    for measure in ("dlqi", "dlqi_able"):
        hidden = table[table["measure"].eq(measure) & table["status"].ne("shown")]
        assert set(hidden["group"]) == {"laser", "peel"}
        assert hidden[numbers].isna().all(axis=None)
    assert row(answer, "satisfaction", "satisfied", "laser")["events"] == 3
    compared = answer.tables["comparisons"].query("measure == 'dlqi'")
    assert compared.empty


def test_a_hidden_group_has_no_number_in_any_measure(plain: Answer) -> None:
    assert "electrosurgery" in plain.hidden_groups
    assert len(plain.hidden_groups) >= 2
    for table in plain.tables.values():
        touched = table["group"].isin(plain.hidden_groups)
        numbers = table.loc[touched].select_dtypes("number").drop(columns="horizon_days")
        assert numbers.isna().all(axis=None)


def test_quartiles_need_four_times_as_many(tmp_path: Path) -> None:
    answer = ask(store(tmp_path, {"laser": [(19, {"pain": 3})], "peel": [(20, {"pain": 4})]}))
    assert row(answer, "pain", "median", "laser")["status"] == "hidden_small_number"
    assert row(answer, "pain", "median", "peel")["estimate"] == 4.0


def test_a_change_that_all_share_has_no_interval(tmp_path: Path) -> None:
    told = row(ask(store(tmp_path, {"laser": [(9, _dlqi(8, 2))]})), "dlqi", "change", "laser")
    assert told["estimate"] == -6.0
    assert pd.isna(told["ci_lower"])


def test_episodes_have_clustered_means_and_no_score_limits(made_up_store: Folder) -> None:
    answer = ask(made_up_store, unit="episode")
    assert pd.isna(row(answer, "dlqi", "improved", "extraction")["ci_lower"])
    assert row(answer, "dlqi", "change", "extraction")["ci_lower"] < 0
    assert "shown" not in set(answer.tables["comparisons"]["status"])
    assert any("Episodes are counted" in note for note in answer.notes)


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("group_by", ["treatment", "site", "clinic", "skin_type", "start_year"])
def test_what_is_said_never_compares(made_up_store: Folder, group_by: str, unit: str) -> None:
    answer = ask(made_up_store, group_by=group_by, unit=unit)
    said = re.sub(r"[Ff]ewer than|more groups?", "", " ".join([answer.sentence, *answer.notes]))
    assert not COMPARES.search(said), COMPARES.findall(said)
    assert "Not adjusted" in answer.sentence or not answer.groups


@pytest.mark.parametrize("policy", ["clinic", "publication"])
def test_empty_and_tiny_cohorts_show_no_number(made_up_store: Folder, policy: str) -> None:
    nobody = ask(made_up_store, Cohort((("clinic", ("nowhere",)),)), policy=policy)
    assert nobody.empty
    assert all(len(table) == 0 for table in nobody.tables.values())
    three = ask(made_up_store, Cohort((("treatment", ("electrosurgery",)),)), policy=policy)
    assert three.empty
    for answer in (nobody, three):
        assert "widen the filters" in answer.sentence
    numbers = three.tables["estimates"].select_dtypes("number").drop(columns="horizon_days")
    assert numbers.isna().all(axis=None)


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("least", [1, 5])
@pytest.mark.parametrize("said", [{}, _dlqi(8, 2), {"pain": 3}])
def test_one_record(tmp_path: Path, said: dict[str, Any], least: int, unit: str) -> None:
    answer = ask(store(tmp_path, {"retinoid": [(1, said)]}), least=least, unit=unit)
    if least == 5:
        numbers = answer.tables["estimates"].select_dtypes("number").drop(columns="horizon_days")
        assert numbers.isna().all(axis=None)
    elif said:
        assert row(answer, "reported", "answered", "retinoid")["estimate"] == 1.0
        assert answer.hidden_figures == 0


def test_published_means_have_one_decimal(made_up_store: Folder) -> None:
    told = row(ask(made_up_store, policy="publication"), "dlqi", "change", "extraction")
    exact = row(ask(made_up_store), "dlqi", "change", "extraction")
    assert told["estimate"] == round(exact["estimate"], 1)
    assert told["episodes"] % 5 == 0
