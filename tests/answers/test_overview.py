"""The overview borrows: each figure is the one of its own topic, and nothing hidden there is told here."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.answers import overview, overview_words
from dashboard.answers.answer import SHAPES, Answer, Choices
from dashboard.answers.topics import TOPICS
from dashboard.cohort import Cohort
from dashboard.settings import Settings
from dashboard.store import Folder, Release, open_release
from tests.answers import recount
from tests.house.repository import ROOT
from tests.made_up import add_release, made_up_complications, made_up_episodes

_SAME = [
    "kind",
    "horizon_days",
    "patients",
    "episodes",
    "events",
    "estimate",
    "ci_lower",
    "ci_upper",
]
_SAME += ["std_error", "value_unit", "method", "status"]


def _ask(folder: Folder, cohort: Cohort | None = None, **choices: Any) -> Answer:
    settings = Settings(folder.root)
    return overview.answer(open_release(folder), cohort or Cohort(), Choices(**choices), settings)


def _of(answer: Answer, measure: str) -> pd.DataFrame:
    rows = answer.tables["estimates"]
    return rows[rows["measure"].eq(measure)].set_index("group")


def _row(table: pd.DataFrame, measure: str, group: str) -> dict[Any, Any]:
    (row,) = table[table["measure"].eq(measure) & table["group"].eq(group)].to_dict("records")
    return row


@pytest.mark.parametrize("policy", ["clinic", "publication"])
@pytest.mark.parametrize("by", ["treatment", "site"])
@pytest.mark.parametrize(
    "column", [column for column in overview.INDICATORS if column.topic != "overview"]
)
def test_a_borrowed_figure_is_the_one_of_its_topic(
    sample_store: Folder, column: overview.Indicator, by: str, policy: str
) -> None:
    cohort = Cohort((("skin_type", ("II", "III", "IV")),))
    here = _of(_ask(sample_store, cohort, group_by=by, policy=policy), column.name)
    release, settings = open_release(sample_store), Settings(sample_store.root)
    choices = Choices(group_by=by, policy=policy)
    there = TOPICS[column.topic](release, cohort, choices, settings)
    table = there.tables["estimates"]
    table = table[table["measure"].eq(column.measure) & table["kind"].eq(column.kind)]
    if column.timed:
        table = table[table["horizon_days"].eq(there.horizons[-1])]
    table = table[table["subgroup"].eq("")].set_index("group")
    assert len(here) >= 2
    pd.testing.assert_frame_equal(here[_SAME], table.loc[here.index, _SAME])


def test_patients_and_replies_are_those_of_the_file(sample_store: Folder) -> None:
    rows = recount.firsts(recount.read(ROOT / "sample_data" / "episodes.csv"))
    answer = _ask(sample_store)
    for treatment in ("extraction", "laser", "retinoid"):
        group = [row for row in rows if row["treatment"] == treatment]
        assert _of(answer, "overview").loc[treatment, "patients"] == len(group)
        pains = [int(row["pain"]) for row in group if row["pain"]]
        pain = _of(answer, "pain").loc[treatment]
        assert (pain["events"], pain["episodes"]) == (sum(p >= 4 for p in pains), len(pains))
        said = [int(row["satisfaction"]) for row in group if row["satisfaction"]]
        happy = _of(answer, "satisfaction").loc[treatment]
        assert (happy["events"], happy["episodes"]) == (sum(s >= 4 for s in said), len(said))
        known = [gone for gone in map(recount.never_seen, group) if gone is not None]
        never = _of(answer, "never_seen").loc[treatment]
        assert (never["events"], never["episodes"]) == (sum(known), len(known))


@pytest.mark.parametrize("unit", ["patient", "episode"])
@pytest.mark.parametrize("by", ["treatment", "clinic", "skin_type"])
def test_tables_have_the_columns_of_their_shape(made_up_store: Folder, by: str, unit: str) -> None:
    answer = _ask(made_up_store, group_by=by, unit=unit)
    for shape, table in answer.tables.items():
        assert tuple(table.columns) == SHAPES[shape]
    assert answer.tables["estimates"]["measure"].iloc[0] == "overview"
    assert "Not adjusted" in answer.sentence


def test_too_few_patients_are_hidden_in_every_column(made_up_store: Folder) -> None:
    answer = _ask(made_up_store)
    assert "electrosurgery" in answer.hidden_groups
    rows = answer.tables["estimates"]
    told = rows[rows["group"].eq("electrosurgery")]
    assert told["estimate"].isna().all()
    assert "electrosurgery" not in answer.groups


def _finding(
    figures: dict[str, dict[str, float]],
    release: Release,
    settings: Settings,
    by: str = "treatment",
) -> Any:
    rows = [
        {"measure": name, "group": group, "estimate": value, "status": "shown"}
        for name, values in figures.items()
        for group, value in values.items()
    ]
    asked = overview._Asked(release, Cohort(), Choices(group_by=by), settings)
    return overview_words.Finding(asked, pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        # Each treatment is ahead on something.
        (((0.1, 9.0, 0.2), (0.2, 5.0, 0.1)), True),
        # One is ahead on all three: the overview keeps silent, since nothing is adjusted.
        (((0.1, 5.0, 0.1), (0.2, 9.0, 0.2)), False),
        # Level on one outcome, ahead on the others.
        (((0.1, 5.0, 0.1), (0.2, 5.0, 0.2)), False),
    ],
)
def test_the_trade_off_is_said_where_nobody_is_ahead_on_all(
    made_up_store: Folder,
    figures: tuple[tuple[float, ...], ...],
    said: bool,  # noqa: FBT001 - of the cases
) -> None:
    by_name = {
        name: {"extraction": figures[0][place], "laser": figures[1][place]}
        for place, name in enumerate(("recurrence", "healing", "complications"))
    }
    finding = _finding(by_name, open_release(made_up_store), Settings(made_up_store.root))
    sentence = overview_words.trade_off(finding)
    assert bool(sentence) == said
    assert sentence in (
        "",
        "No treatment is ahead on recurrence, healing and complications together.",
    )


def test_of_groups_that_nobody_chooses_no_trade_off_is_said(made_up_store: Folder) -> None:
    figures = {
        "recurrence": {"cheek": 0.1, "nose": 0.2},
        "healing": {"cheek": 9.0, "nose": 5.0},
        "complications": {"cheek": 0.2, "nose": 0.1},
    }
    finding = _finding(figures, open_release(made_up_store), Settings(made_up_store.root), "site")
    assert set(finding.shown) >= {"cheek", "nose"}
    assert overview_words.trade_off(finding) == ""


def _second_release(folder: Folder, more: int) -> None:
    """The same records with `more` further extractions, all of them clear."""
    episodes = made_up_episodes()
    new = [
        {**episodes[0], "patient_key": f"new-{number}", "episode_key": f"new-{number}"}
        | {"cleared": "yes", "cleared_day": 20, "recurred_day": None, "retreated_day": None}
        | {"recurred_where": None}
        for number in range(more)
    ]
    complications = made_up_complications(episodes)
    add_release(folder, [*episodes, *new], 2, complications=complications)


def test_nothing_changed_where_there_is_no_release_before(made_up_store: Folder) -> None:
    assert _ask(made_up_store).tables["comparisons"].empty


@pytest.mark.parametrize(("more", "hidden"), [(0, False), (3, True), (20, False)])
def test_what_changed_since_the_release_before(
    tmp_path: Path,
    more: int,
    hidden: bool,  # noqa: FBT001 - of the cases
) -> None:
    folder = Folder(tmp_path)
    episodes = made_up_episodes()
    add_release(folder, episodes, complications=made_up_complications(episodes))
    before = _ask(folder)
    _second_release(folder, more)
    now = _ask(folder)
    moved = now.tables["comparisons"]
    assert set(moved["reference"]) == {"release 1"}
    cleared, patients = (_row(moved, name, "extraction") for name in ("cleared", "overview"))
    if hidden:
        # Three more patients: with both figures known, what became of them could be worked out.
        assert {cleared["status"], patients["status"]} == {"hidden_small_number"}
        assert np.isnan(cleared["estimate"])
        assert np.isnan(patients["estimate"])
    else:
        assert patients["estimate"] == more
        shares = [
            _row(answer.tables["estimates"], "cleared", "extraction")["estimate"]
            for answer in (now, before)
        ]
        assert cleared["estimate"] == pytest.approx(shares[0] - shares[1], abs=1e-15)
    # Nothing happened to the others.
    assert _row(moved, "cleared", "laser")["estimate"] == 0.0


@pytest.mark.parametrize("policy", ["clinic", "publication"])
def test_a_clinic_that_the_release_before_did_not_have_can_be_the_reference(
    own_store: Folder, policy: str
) -> None:
    episodes = made_up_episodes()
    moved = [{**row, "clinic": "new"} if row["clinic"] == "north" else row for row in episodes]
    add_release(own_store, moved, 2, complications=made_up_complications(episodes))
    answer = _ask(own_store, group_by="clinic", reference="new", policy=policy)
    assert answer.reference == "new"
    told = answer.tables["comparisons"]
    assert "south" in set(told["group"])
    pd.testing.assert_frame_equal(
        told, _ask(own_store, group_by="clinic", policy=policy).tables["comparisons"]
    )


def _pooled(answer: Answer) -> list[int | None]:
    """Which shares of all groups together does the sentence say: clear, and never seen again?"""
    told = ("of those assessed were clear", "were never seen again")
    found = [re.search(rf"(\d+) in 100 {words}", answer.sentence) for words in told]
    return [int(one.group(1)) if one else None for one in found]


@pytest.mark.parametrize(
    ("by", "treatment", "exact", "published"),
    [
        ("clinic", "", [83, 6], [83, 6]),
        # Hidden, published: electrosurgery, and nothing else.
        ("treatment", "", [83, 6], [83, None]),
        # Of most clinics, all but 1 to 7 were clear: the others had 77 in 100.
        ("clinic", "laser", [87, 6], [None, None]),
        ("clinic", "peel", [71, 4], [None, None]),
    ],
)
def test_published_shares_of_all_groups_are_those_of_all_or_none(
    sample_store: Folder,
    by: str,
    treatment: str,
    exact: list[int],
    published: list[int | None],
) -> None:
    cohort = Cohort((("treatment", (treatment,)),) if treatment else ())
    inside, outside = (
        _ask(sample_store, cohort, group_by=by, policy=policy)
        for policy in ("clinic", "publication")
    )
    assert _pooled(inside) == exact
    assert _pooled(outside) == published


def test_an_unknown_cohort_is_said(made_up_store: Folder) -> None:
    answer = _ask(made_up_store, Cohort((("sex", ("other",)),)))
    assert answer.sentence.startswith("Nobody in this cohort")
    assert answer.groups == ()


def test_small_numbers_can_be_shown_by_whoever_holds_the_folder(made_up_store: Folder) -> None:
    settings = replace(Settings(made_up_store.root), min_patients=1)
    answer = overview.answer(open_release(made_up_store), Cohort(), Choices(), settings)
    assert answer.hidden_figures == 0
    assert _of(answer, "overview").loc["electrosurgery", "patients"] == 3


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("treatment", "treatment by treatment"),
        ("clinic", "clinic by clinic"),
        ("sex", "group by group"),
    ],
)
def test_the_question_follows_the_groups(made_up_store: Folder, by: str, said: str) -> None:
    settings = Settings(made_up_store.root)
    answer = overview.answer(open_release(made_up_store), Cohort(), Choices(group_by=by), settings)
    assert answer.question == f"How are we doing, {said}?"
