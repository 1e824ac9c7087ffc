"""The answer to "how often is there a complication": shapes, statuses, hiding, comparisons, what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard import words
from dashboard.answers import complications
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from tests.answers.test_recurrence import COMPARATIVES
from tests.made_up import add_release, made_up_complications, made_up_episodes

HIDING = ("hidden_small_number", "hidden_with_another")
FIGURES = [
    "patients",
    "episodes",
    "events",
    "competing",
    "estimate",
    "std_error",
    "ci_lower",
    "ci_upper",
]


@pytest.fixture(scope="session")
def release(made_up_store: Folder) -> Release:
    return open_release(made_up_store)


@pytest.fixture(scope="session")
def settings(made_up_store: Folder) -> Settings:
    return Settings(made_up_store.root)


def ask(release: Release, settings: Settings, cohort: Cohort | None = None, **how: Any) -> Answer:
    return complications.answer(release, cohort or Cohort(), Choices(**how), settings)


@pytest.fixture(scope="session")
def plain(release: Release, settings: Settings) -> Answer:
    return ask(release, settings)


def of(answer: Answer, measure: str, kind: str = "", group: str = "") -> pd.DataFrame:
    table = answer.tables["estimates"]
    chosen = table["measure"].eq(measure) & table["subgroup"].eq("")
    if kind:
        chosen &= table["kind"].eq(kind)
    return table[chosen & table["group"].eq(group)] if group else table[chosen]


def of_store(
    folder: Folder, episodes: list[dict[str, Any]], harms: list[dict[str, Any]]
) -> Release:
    add_release(folder, episodes, complications=harms)
    return open_release(folder)


def episode(number: int, **more: Any) -> dict[str, Any]:
    """One of ours, in which somebody looked and nothing else happened."""
    base = made_up_episodes()[0]
    outcomes = dict.fromkeys(("recurred_day", "recurred_where", "retreated_day"))
    return {
        **base,
        **outcomes,
        "patient_key": f"p{number}",
        "episode_key": f"e{number}",
        "last_seen_day": 200,
        "complications_assessed": "yes",
        **more,
    }


@pytest.mark.parametrize("shape", ["estimates", "curves", "comparisons"])
def test_tables_have_exactly_the_columns_of_their_shape(plain: Answer, shape: str) -> None:
    assert tuple(plain.tables[shape].columns) == SHAPES[shape]
    assert plain.tables[shape]["measure"].iloc[0] == "complications"
    assert not plain.tables[shape]["group"].isna().any()


def test_the_horizons_are_those_of_complications(plain: Answer) -> None:
    assert plain.horizons == (30, 90)
    assert set(of(plain, "complications")["horizon_days"]) == {30, 90}
    assert plain.horizon == 90


def test_every_kind_has_a_row_a_group_also_where_there_was_none(
    plain: Answer, release: Release
) -> None:
    lists = release.run("release/labels_by_list")
    kinds = set(lists.loc[lists["list"].eq("complication"), "value"])
    assert len(kinds) == 21
    rows = of(plain, "complications")
    assert set(rows["kind"]) == {"any", *kinds}
    assert len(rows) == 22 * 2 * rows["group"].nunique()
    none = of(plain, "complications", "blister", "laser")
    assert none["estimate"].tolist() == [0.0, 0.0]
    limits = of(plain, "no_event", "blister", "laser")
    assert limits["horizon_days"].isna().sum() == 1
    assert (limits["estimate"] > 0).all()


@pytest.mark.parametrize("how", [{}, {"unit": "episode"}, {"policy": "publication"}])
def test_where_there_is_one_kind_only_it_is_any(tmp_path: Path, how: dict[str, Any]) -> None:
    """Any comes from its own query, kinds from the ends that a complication moves: both must agree."""
    episodes = made_up_episodes()
    harms = [harm for harm in made_up_complications(episodes) if harm["complication"] == "scar"]
    folder = Folder(tmp_path)
    answer = ask(of_store(folder, episodes, harms), Settings(folder.root, min_patients=1), **how)
    for measure in ("complications", "recorded", "no_event"):
        one, other = (
            of(answer, measure, kind).drop(columns="kind").reset_index(drop=True)
            for kind in ("any", "scar")
        )
        pd.testing.assert_frame_equal(one, other, rtol=0, atol=1e-12)
        assert len(one)
    if not answer.published:
        errors = of(answer, "complications", "scar")["std_error"].astype(float)
        assert (errors > 0).sum() > 5


def test_a_case_worked_by_hand(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    # Four patients: a scar on day 10; an infection on day 20, after another treatment on day 15;
    # nothing, last seen on day 25; an infection without a day, last seen on day 40.
    episodes = [
        episode(1),
        episode(2, retreated_day=15),
        episode(3, last_seen_day=25),
        episode(4, last_seen_day=40),
    ]
    harms: list[dict[str, Any]] = [
        {"episode_key": "e1", "complication": "scar", "onset_day": 10, "permanent": "yes"},
        {"episode_key": "e2", "complication": "infection", "onset_day": 20, "antibiotics": "yes"},
        {"episode_key": "e4", "complication": "infection", "grade": 3},
        {"episode_key": "e3", "complication": "bruising", "present_at_start": "yes"},
    ]
    release = of_store(folder, episodes, harms)
    answer = ask(release, Settings(folder.root, min_patients=1, min_at_risk=1), horizons=(30, 40))
    risks = of(answer, "complications").set_index(["kind", "horizon_days"])["estimate"]
    # Day 10: 1 of 4. Day 40: the last one, whom 3/4 × 2/3 = 1/2 had reached free of all.
    assert risks["any", 30] == pytest.approx(1 / 4)
    assert risks["any", 40] == pytest.approx(1 / 4 + 1 / 2)
    assert risks["scar", 40] == pytest.approx(1 / 4)
    # Of infection: the scar does not end observation, retreatment on day 15 does.
    assert risks["infection", 30] == 0.0
    assert risks["infection", 40] == pytest.approx(3 / 4 * 1 / 2)
    assert of(answer, "complications", "infection")["competing"].tolist() == [1, 1]
    assert risks["bruising", 40] == 0.0
    recorded = of(answer, "recorded").set_index("kind")["events"]
    assert recorded["any"] == 3
    assert recorded["infection"] == 2
    assert recorded["permanent"] == recorded["antibiotics"] == recorded["grade_3_or_more"] == 1
    # A blank is no "no": of the other two it is not told.
    assert recorded["permanent_not_recorded"] == recorded["antibiotics_not_recorded"] == 2
    assert recorded["unresolved"] == 3
    assert recorded["grade_not_recorded"] == 2
    assert "In 1 patient a complication has no day of onset" in " ".join(answer.notes)


def test_a_complication_on_the_day_of_retreatment_comes_first(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    harms = [{"episode_key": "e1", "complication": "scar", "onset_day": 15}]
    episodes = [episode(1, retreated_day=15), episode(2)]
    answer = ask(of_store(folder, episodes, harms), Settings(folder.root, min_patients=1))
    for kind in ("any", "scar"):
        row = of(answer, "complications", kind).iloc[0]
        assert (row["events"], row["competing"]) == (1, 0)


def test_diy_and_observation_are_described_and_never_compared(plain: Answer) -> None:
    compared = plain.tables["comparisons"]
    assert not ({"diy", "observation"} & {*compared["group"], *compared["reference"]})
    assert plain.groups[-1] == "diy"
    assert any("the share with a complication looks too large" in note for note in plain.notes)


def test_holm_runs_over_pairs_and_kinds(plain: Answer) -> None:
    rows = plain.tables["comparisons"].query("contrast == 'fisher_test'")
    assert rows["kind"].nunique() > 3
    assert rows.groupby("kind").size().nunique() == 1
    ordered = rows.sort_values("p_value", kind="stable")
    steps = ordered["p_value"] * np.arange(len(ordered), 0, -1)
    assert ordered["p_holm"].tolist() == pytest.approx(steps.cummax().clip(upper=1.0).tolist())


def test_no_file_holds_an_infinite_number(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    episodes = [episode(n) for n in range(30)]
    episodes += [episode(n, treatment="laser") for n in range(30, 60)]
    harms = [{"episode_key": f"e{n}", "complication": "scar", "onset_day": 9} for n in (31, 32, 33)]
    answer = ask(of_store(folder, episodes, harms), Settings(folder.root))
    for table in answer.tables.values():
        assert not np.isinf(table.select_dtypes("number").astype(float).to_numpy()).any()
    ratios = answer.tables["comparisons"].query("contrast == 'ratio' and kind == 'scar'")
    row = ratios.iloc[0]
    assert row["status"] == "shown"
    assert pd.isna(row["estimate"])
    assert pd.isna(row["ci_upper"])
    assert row["ci_lower"] > 0
    assert "infinite" in row["method"]


def test_episodes_have_no_intervals_that_take_them_for_independent(
    release: Release, settings: Settings
) -> None:
    answer = ask(release, settings, unit="episode")
    main = of(answer, "complications").query("status == 'shown' and events > 0")
    assert main["method"].eq("aalen_johansen_cluster_sandwich").all()
    assert main["ci_lower"].notna().all()
    shown = of(answer, "recorded").query("status == 'shown'")
    assert shown["ci_lower"].isna().all()
    assert shown["method"].str.contains("not independent").all()
    compared = answer.tables["comparisons"].query("measure == 'recorded'")
    assert compared["status"].isin(("not_estimable", *HIDING)).all()
    assert compared["p_value"].isna().all()


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("group_by", list(words.DIMENSIONS))
def test_what_is_said_never_compares(
    release: Release, settings: Settings, group_by: str, unit: str
) -> None:
    answer = ask(release, settings, group_by=group_by, unit=unit)
    said = " ".join([answer.sentence, *answer.notes])
    allowed = said.replace("more group", "").replace("Fewer than", "").replace("fewer than", "")
    assert not COMPARATIVES.search(allowed), COMPARATIVES.findall(allowed)
    assert "Not adjusted" in answer.sentence or not answer.groups or "Too early" in answer.sentence


def test_the_sentence_names_the_kind_recorded_in_most(plain: Answer) -> None:
    rows = of(plain, "recorded").query("group not in ('diy', 'observation')")
    kinds = ("hyperpigmentation", "infection", "scar")
    events = {kind: rows.loc[rows["kind"].eq(kind), "events"].sum() for kind in kinds}
    kind = max(kinds, key=lambda name: events[name])
    named = words.value("complication", kind).lower()
    n = rows.loc[rows["kind"].eq("any"), "episodes"].sum()
    assert (
        f"recorded most often is {named}: in {events[kind]:,} of {n:,} patients seen for at least 14 days "
        "after any professional treatment shown here." in plain.sentence
    )


def test_an_empty_cohort_says_so(release: Release, settings: Settings) -> None:
    answer = ask(release, settings, Cohort((("clinic", ("nowhere",)),)))
    assert answer.empty
    assert "widen the filters" in answer.sentence
    assert all(len(table) == 0 for table in answer.tables.values())


def test_nobody_looked(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    rows = [episode(n, complications_assessed="no") for n in range(20)]
    answer = ask(of_store(folder, rows, []), Settings(folder.root))
    assert answer.empty
    assert "did anybody look for complications" in answer.sentence
    assert {step.name: step.number for step in answer.attrition}["not_assessed"] == 20
