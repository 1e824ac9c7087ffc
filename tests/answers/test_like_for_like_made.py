"""Like for like on hand-made stores in which the answer is known: a case mix that makes a difference, or tells all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.answers.like_for_like_plain import way
from dashboard.cohort import Cohort
from dashboard.store import Folder
from tests.answers.alike import Row, ask, difference, share
from tests.made_up import add_release


def _patients(arm: str, deep: str | None, fates: dict[str, int], **more: Any) -> list[Row]:
    """So many patients of one arm and depth: gone for good, or back on day 100."""
    rows = []
    for fate, size in fates.items():
        for number in range(size):
            key = f"{arm}-{deep}-{fate}-{number}-{len(more)}"
            rows.append(
                {
                    "patient_key": key,
                    "episode_key": key,
                    "start_month": dt.date(2024, 1, 1),
                    "treatment": arm,
                    "deep": deep,
                    "cleared": "yes",
                    "cleared_day": 10,
                    "last_seen_day": 500,
                    **(
                        {"recurred_day": 100, "recurred_where": "same_site"}
                        if fate == "back"
                        else {}
                    ),
                    **more,
                }
            )
    return rows


def _confounded() -> list[Row]:
    """Deep ones come back in 40 of 100, others in 10, whatever the arm; laser gets the deep."""
    return [
        *_patients("extraction", "no", {"back": 32, "well": 288}),
        *_patients("extraction", "yes", {"back": 32, "well": 48}),
        *_patients("laser", "no", {"back": 8, "well": 72}),
        *_patients("laser", "yes", {"back": 96, "well": 144}),
    ]


def test_a_difference_that_the_case_mix_makes_is_taken_away(tmp_path: Path) -> None:
    add_release(Folder(tmp_path), _confounded())
    asked = ask(Folder(tmp_path))
    crude, adjusted = (difference(asked, "laser", name) for name in ("crude", "overlap"))
    # 64 of 400 against 104 of 320.
    assert crude["estimate"] == pytest.approx(64 / 400 - 104 / 320)
    assert crude["p_holm"] < 0.001
    assert adjusted["estimate"] == pytest.approx(0.0, abs=1e-9)
    assert "stays open" in asked.sentence
    # Overlap in a stratum: n1 n0 / (n1 + n0); so 64 and 60 patients' worth of shallow and deep.
    assert share(asked, "laser", "extraction") == pytest.approx((64 * 0.9 + 60 * 0.6) / 124)
    deep = asked.tables["balance"].query("group == 'laser' and level == 'yes'").iloc[0]
    assert deep["share"] == pytest.approx(0.75)
    assert deep["weighted_share"] == pytest.approx(60 / 124)


def test_a_difference_that_stays_may_be_said(tmp_path: Path) -> None:
    rows = [
        *_patients("extraction", "no", {"back": 100, "well": 100}),
        *_patients("extraction", "yes", {"back": 30, "well": 20}),
        *_patients("laser", "no", {"back": 10, "well": 90}),
        *_patients("laser", "yes", {"back": 40, "well": 160}),
    ]
    add_release(Folder(tmp_path), rows)
    said = ask(Folder(tmp_path)).sentence
    assert "more often after laser than after extraction" in said


def test_losses_that_could_turn_it_stop_the_word(tmp_path: Path) -> None:
    """As above, but half of the laser patients were last seen on day 20."""
    rows = [
        *_patients("extraction", "no", {"back": 100, "well": 100}),
        *_patients("extraction", "yes", {"back": 30, "well": 20}),
        *_patients("laser", "no", {"back": 10, "well": 90}),
        *_patients("laser", "yes", {"back": 40, "well": 160}),
        *_patients("laser", "no", {"well": 500}, last_seen_day=20, clinic=None),
        *_patients("laser", "yes", {"well": 500}, last_seen_day=20, clinic=None),
    ]
    add_release(Folder(tmp_path), rows)
    asked = ask(Folder(tmp_path))
    assert "more often" not in asked.sentence
    assert any("lost to follow-up could turn" in note for note in asked.notes)


def test_what_the_case_mix_alone_tells_is_not_compared(tmp_path: Path) -> None:
    """Every level stands in both arms, but who is neither or both tells the arm: no adjusted figure, and why."""
    rows = []
    for arm, marks in (("extraction", ("no", "no")), ("laser", ("yes", "yes"))):
        for deep, inflamed in (marks, ("yes", "no"), ("no", "yes")):
            fates = {"back": 20, "well": 80}
            rows += _patients(arm, deep, fates, inflamed_at_start=inflamed)
    rows = [
        {**row, "patient_key": f"{number}", "episode_key": f"{number}"}
        for number, row in enumerate(rows)
    ]
    add_release(Folder(tmp_path), rows)
    asked = ask(Folder(tmp_path))
    assert "Laser cannot be compared with extraction" in asked.sentence
    row = difference(asked, "laser", "overlap")
    assert row["status"] == "not_comparable"
    assert np.isnan(row["estimate"])
    assert "alone tells" in row["method"]
    adjusted = asked.tables["estimates"].query("adjustment == 'overlap' and kind != 'set_aside'")
    assert adjusted["estimate"].isna().all()
    assert any("not comparable with extraction" in note for note in asked.notes)
    assert asked.tables["balance"]["weighted_smd"].isna().all()


def test_who_has_a_case_mix_of_his_own_is_set_aside(tmp_path: Path) -> None:
    rows = [*_confounded(), *_patients("extraction", None, {"back": 6, "well": 14})]
    add_release(Folder(tmp_path), rows)
    asked = ask(Folder(tmp_path))
    aside = asked.tables["estimates"].query("kind == 'set_aside' and measure == 'failure_free'")
    assert aside.set_index("group")["events"].to_dict() == {"extraction": 20, "laser": 0}
    assert {step.name: step.number for step in asked.attrition}["set_aside"] == 20
    assert difference(asked, "laser", "overlap")["estimate"] == pytest.approx(0.0, abs=1e-9)


def test_few_set_aside_cannot_be_worked_out(tmp_path: Path) -> None:
    rows = [*_confounded(), *_patients("extraction", None, {"well": 3})]
    add_release(Folder(tmp_path), rows)
    asked = ask(Folder(tmp_path))
    mine = asked.tables["estimates"].query("group == 'extraction' and subgroup == 'laser'")
    assert mine["patients"].dropna().eq(403).all()
    assert mine[mine["kind"].ne("set_aside")]["patients"].isna().all()
    assert mine[mine["kind"].eq("set_aside")]["events"].isna().all()
    curve = asked.tables["curves"].query("group == 'extraction' and adjustment == 'overlap'")
    assert len(curve)
    assert curve[["at_risk", "events", "censored"]].isna().all().all()
    levels = asked.tables["balance"].query("group == 'extraction' and covariate == 'deep'")
    assert (levels["patients"].isna() & levels["share"].isna() & levels["smd"].isna()).sum() >= 2
    assert {step.name: step.number for step in asked.attrition}["set_aside"] is None


def test_an_empty_cohort_and_a_single_arm(tmp_path: Path) -> None:
    add_release(Folder(tmp_path), _patients("laser", "no", {"back": 10, "well": 30}))
    assert "nothing to compare" in ask(Folder(tmp_path)).sentence
    nobody = ask(Folder(tmp_path), Cohort((("sex", ("male",)),)))
    assert "Nobody in this cohort" in nobody.sentence
    assert all(table.empty for table in nobody.tables.values())
    few = ask(Folder(tmp_path), least=50)
    assert "Fewer than 50 patients" in few.sentence


@pytest.mark.parametrize(
    ("crude", "adjusted", "said"),
    [
        (-0.08, -0.02, "shrinks"),
        (-0.02, -0.08, "widens"),
        (-0.08, 0.06, "turns"),
        (0.08, 0.082, "hardly moves"),
    ],
)
def test_which_way_a_difference_moves(crude: float, adjusted: float, said: str) -> None:
    assert way(crude, adjusted) == said
