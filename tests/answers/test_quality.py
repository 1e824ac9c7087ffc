"""The answer as a whole: every dimension and unit, empty and tiny cohorts, what is hidden, and what is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import words
from dashboard.answers import quality, quality_words
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.answers.quality_items import JUDGED
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, open_release
from tests.made_up import add_release, made_up_episodes

_NUMBERS = ["patients", "episodes", "events", "estimate", "ci_lower", "ci_upper"]


def ask(folder: Folder, cohort: Cohort | None = None, *, least: int = 5, **choices: Any) -> Answer:
    settings = Settings(folder.root, min_patients=least)
    chosen = Choices(**{"group_by": "clinic", **choices})
    return quality.answer(open_release(folder), cohort or Cohort(), chosen, settings)


def row(answer: Answer, kind: str, group: str) -> dict[Any, Any]:
    table = answer.tables["estimates"]
    chosen = table["kind"].eq(kind) & table["group"].eq(group) & table["subgroup"].eq("")
    (found,) = table[chosen].to_dict("records")
    return found


@pytest.mark.parametrize("policy", ["clinic", "publication"])
@pytest.mark.parametrize("by", list(words.DIMENSIONS))
def test_any_dimension_can_be_the_groups(made_up_store: Folder, by: str, policy: str) -> None:
    answer = ask(made_up_store, group_by=by, policy=policy)
    for shape, table in answer.tables.items():
        assert tuple(table.columns) == SHAPES[shape]
        assert set(table["topic"]) <= {"quality"}
    estimates = answer.tables["estimates"]
    assert estimates["measure"].iloc[0] == "quality"
    assert set(estimates["group_by"]) == {by, "release"}
    # What makes the groups is not asked about.
    assert by not in set(estimates["kind"])
    key = ["measure", "kind", "group", "subgroup"]
    assert not estimates.duplicated(key).any()
    assert "Not adjusted" in answer.sentence


@pytest.mark.parametrize("by", ["clinic", "treatment"])
def test_where_episodes_are_counted_there_is_no_interval(made_up_store: Folder, by: str) -> None:
    answer = ask(made_up_store, group_by=by, unit="episode")
    shown = answer.tables["estimates"].query("status == 'shown'")
    assert len(shown) > 50
    assert shown["ci_lower"].isna().all()
    assert (shown["patients"] <= shown["episodes"]).all()
    assert "Count patients, each once" in answer.sentence
    assert not answer.tables["charts"]["measure"].eq("ring").any()


def test_nobody_in_the_cohort(made_up_store: Folder) -> None:
    answer = ask(made_up_store, Cohort((("sex", ("other",)),)))
    assert answer.sentence == "Nobody in this cohort: widen the filters."
    assert answer.groups == ()
    # The release is there all the same.
    assert set(answer.tables["estimates"]["measure"]) == {"anonymity", "smallest_group"}


def test_three_patients_are_too_few(made_up_store: Folder) -> None:
    cohort = Cohort((("treatment", ("electrosurgery",)),))
    answer = ask(made_up_store, cohort, group_by="treatment")
    assert answer.sentence.startswith("Fewer than 5 patients in any group")
    own = answer.tables["estimates"].query("group_by == 'treatment'")
    assert own[_NUMBERS].isna().all().all()
    charts = answer.tables["charts"].query("measure == 'months'")
    assert charts[["denominator", "value"]].isna().all().all()
    assert not charts["chart"].eq("months").any()


def _one_record(folder: Path) -> Folder:
    made = Folder(folder)
    add_release(made, made_up_episodes()[:1])
    return made


@pytest.mark.parametrize("least", [1, 5])
def test_a_store_of_one_record(tmp_path: Path, least: int) -> None:
    answer = ask(_one_record(tmp_path), least=least)
    table = answer.tables["estimates"]
    if least == 1:
        assert answer.hidden_figures == 0
        assert table.query("measure == 'smallest_group'")["estimate"].tolist() == [1.0] * 6
    else:
        assert table[_NUMBERS].isna().all().all()
        assert answer.hidden_figures >= 12


def test_a_store_without_records(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    add_release(folder, [])
    answer = ask(folder)
    assert answer.tables["estimates"].empty
    assert "Nobody in this cohort" in answer.sentence


def _clinics(folder: Path, fates: dict[str, list[dict[str, Any]]]) -> Folder:
    """A store of patients with one extraction each: clinic → what is written of each patient."""
    made = Folder(folder)
    base = {"treatment": "extraction", "last_seen_day": 60, "start_month": dt.date(2025, 1, 1)}
    episodes = [
        {**base, "patient_key": f"{clinic}{number}", "episode_key": f"{clinic}{number}"}
        | {"clinic": clinic, **fate}
        for clinic, several in fates.items()
        for number, fate in enumerate(several)
    ]
    add_release(made, episodes)
    return made


def test_a_column_that_applies_to_few_is_hidden_with_another(tmp_path: Path) -> None:
    """Secondary milia: 3 in the north, 6 in the south, 20 in the west. The 3 would follow from a total."""
    numbers = {"north": 3, "south": 6, "west": 20}
    fates = {
        clinic: [{"milia_type": "secondary", "secondary_cause": "burn"}] * number
        + [{"milia_type": "primary"}] * (30 - number)
        for clinic, number in numbers.items()
    }
    answer = ask(_clinics(tmp_path, fates))
    told = {clinic: row(answer, "secondary_cause", clinic) for clinic in numbers}
    assert {clinic: one["status"] for clinic, one in told.items()} == {
        "north": "hidden_small_number",
        "south": "hidden_with_another",
        "west": "shown",
    }
    for clinic in ("north", "south"):
        assert all(pd.isna(told[clinic][name]) for name in _NUMBERS)
    assert (told["west"]["events"], told["west"]["episodes"]) == (20, 20)


def test_what_became_of_hidden_patients_changes_nothing(tmp_path: Path) -> None:
    """Four patients of the north, with everything blank and with everything recorded."""
    others = {"south": [{"skin_type": "II", "sex": "male"}] * 40, "west": [{"sex": "male"}] * 60}
    blank: dict[str, Any] = {}
    full: dict[str, Any] = {
        "skin_type": "IV",
        "sex": "male",
        "reviews_planned": 2,
        "reviews_attended": 1,
    }
    answers = [
        ask(_clinics(tmp_path / name, {"north": [fate] * 4, **others}))
        for name, fate in (("blank", blank), ("full", full))
    ]
    for shape in SHAPES:
        tables = [answer.tables[shape] for answer in answers if shape in answer.tables]
        own = [
            table[~table["measure"].isin(("anonymity", "smallest_group", "imports"))].reset_index(
                drop=True
            )
            for table in tables
        ]
        shown = [
            table[~table["status"].str.startswith("hidden")].reset_index(drop=True) for table in own
        ]
        if shown:
            first, second = shown
            pd.testing.assert_frame_equal(first, second)
        for table in own:
            hidden = table[table["status"].str.startswith("hidden")]
            numbers = hidden.select_dtypes("number")
            assert numbers.isna().all().all()
    assert answers[0].sentence == answers[1].sentence


def test_the_sentence_says_whom_to_ring_and_about_what(tmp_path: Path) -> None:
    good: dict[str, Any] = {"skin_type": "II"}
    bad: dict[str, Any] = {"skin_type": None}
    reviews = {"reviews_planned": 4, "reviews_attended": 4}
    missed = {"reviews_planned": 4, "reviews_attended": 1}
    fates = {
        "A": [{**good, **reviews}] * 95 + [{**bad, **missed}] * 5,
        "B": [{**good, **reviews}] * 98 + [{**bad, **missed}] * 2,
        "C": [{**bad, **missed}] * 36 + [{**good, **reviews}] * 64,
    }
    answer = ask(_clinics(tmp_path, fates))
    # By hand: 36 of 100; of 400 reviews 36 x 3 were missed; elsewhere 7 of 200, and 21 of 800.
    assert answer.sentence.startswith(
        "Ring C: skin type is blank in 36 in 100 (between 27 and 46; "
    )
    assert "elsewhere 4) and 27 in 100 planned reviews were missed (" in answer.sentence
    assert "elsewhere 3)" in answer.sentence
    assert "Ring A" not in answer.sentence


def test_where_nobody_stands_apart_the_sentence_says_so(made_up_store: Folder) -> None:
    answer = ask(made_up_store)
    assert answer.sentence.startswith("Nobody to ring: of ")


def test_the_smallest_group_is_told_only_where_it_is_large_enough(tmp_path: Path) -> None:
    """Two groups of patients alike, of 6 and 9."""
    fates: dict[str, list[dict[str, Any]]] = {"north": [{}] * 6, "south": [{}] * 9}
    folder = _clinics(tmp_path, fates)
    for least, told in ((5, 6.0), (6, 6.0), (1, 6.0)):
        table = ask(folder, least=least).tables["estimates"].set_index(["measure", "kind"])
        assert table.loc[("smallest_group", "as_stored"), "estimate"] == told
    table = ask(folder, least=7).tables["estimates"].set_index(["measure", "kind"])
    assert table.loc[("smallest_group", "as_stored"), "status"] == "hidden_small_number"
    # Without the clinic all 15 are alike.
    assert table.loc[("smallest_group", "without_clinic"), "estimate"] == 15
    published = ask(folder, policy="publication").tables["estimates"]
    smallest = published[published["measure"].eq("smallest_group")].set_index("kind")
    assert smallest.loc["as_stored", "status"] == "hidden_small_number"
    assert smallest.loc["without_clinic", "estimate"] == 15


def test_alike_but_for_the_key(tmp_path: Path) -> None:
    """Two of ten patients have a second record that says the same under another key."""
    folder = Folder(tmp_path)
    twins = [
        {"patient_key": f"p{number}", "episode_key": f"p{number}-{copy}", "clinic": "north"}
        | {"treatment": "peel", "last_seen_day": 30, "start_month": dt.date(2025, 1, 1), "pain": 3}
        for number in range(10)
        for copy in range(2 if number < 2 else 1)
    ]
    add_release(folder, twins)
    answer = ask(folder)
    assert (row(answer, "alike", "north")["events"], row(answer, "alike", "north")["episodes"]) == (
        2,
        10,
    )
    answer = ask(folder, unit="episode")
    assert (row(answer, "alike", "north")["events"], row(answer, "alike", "north")["episodes"]) == (
        4,
        12,
    )
    # One differs in what was said of pain: no twin.
    changed = [*twins[:-1], {**twins[-1], "patient_key": "p0", "pain": 4}]
    add_release(folder, changed, 2)
    assert row(ask(folder, unit="episode"), "alike", "north")["events"] == 4


def test_thresholds_are_those_of_the_settings(made_up_store: Folder) -> None:
    settings = replace(Settings(made_up_store.root), horizons=(30,))
    choices = Choices(group_by="clinic")
    answer = quality.answer(open_release(made_up_store), Cohort(), choices, settings)
    charts = answer.tables["charts"]
    # Nobody of the made-up records began within 30 days of the cut-off, in September 2026.
    assert not charts["status"].eq("not_mature").any()
    recent = charts[charts["chart"].eq("too_recent")]
    assert set(recent["period"]) == {""}
    assert set(recent["value"]) == {0.0}


def test_where_all_are_wanting_it_is_said_of_none() -> None:
    said = {item.name: quality_words._of_none(item.wanting) for item in JUDGED}
    assert said["diy_not_asked"] == "none was asked about attempts at home"
    assert said["complications_not_assessed"] == "complications were looked for in none"
    assert said["healing_not_assessed"] == "healing was looked at in none"
    assert said["never_followed"] == "none was ever followed up"
    assert said["skin_type"] == "skin type is blank in all"
    assert not any("{share}" in text or "all were not" in text for text in said.values())
