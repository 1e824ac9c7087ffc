"""What is hidden of attempts at home, and that nothing gives it away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.answers.answer import Answer
from dashboard.store import Folder
from tests.answers.attempts import HIDING, NUMBERS, Store, ask, by_hand, of, rows
from tests.answers.test_diy_alike import BACK, BEFORE, CREAM, WELL, confounded


def test_a_small_method_goes_with_another_and_nothing_adds_up_to_it(tmp_path: Path) -> None:
    store = by_hand().tried(3, "x", "exfoliant", harm={"complication": "irritation"})
    answer = ask(store.at(tmp_path))
    assert answer.hidden_groups == ("exfoliant", "not_recorded")
    for row in rows(answer, "diy") + rows(answer, "assessment"):
        if row["group"] in answer.hidden_groups:
            assert row["status"] in HIDING
            assert all(pd.isna(row[name]) for name in NUMBERS)
    whole = of(answer, "all_attempts", kind="any")
    shown = [row for row in rows(answer, "diy", kind="any") if row["status"] == "shown"]
    assert whole["episodes"] == sum(row["episodes"] for row in shown)
    paths = [row for row in rows(answer, "pathway") if row["group"] in answer.hidden_groups]
    assert all(row["status"] in HIDING and pd.isna(row["episodes"]) for row in paths)


def test_cells_of_pathways_are_hidden_so_that_a_total_tells_none(tmp_path: Path) -> None:
    store = Store().tried(30, "a", "squeezing").tried(30, "b", "scrub")
    store.add(2, "a", "laser").add(9, "b", "peel")
    for number, treatment in ((6, "extraction"), (8, "cryotherapy")):
        already = len([row for row in store.episodes if row["treatment"] != "diy"])
        for one in range(number):
            store.add(1, f"a{already + one}x", treatment)
            store.episodes[-1]["patient_key"] = f"a{already + one}"
    answer = ask(store.at(tmp_path))
    told = {row["subgroup"]: row for row in rows(answer, "pathway", group="squeezing")}
    hidden = [name for name, row in told.items() if row["status"] in HIDING]
    assert told["laser"]["status"] == "hidden_small_number"
    assert len(hidden) >= 2
    shown = sum(row["events"] for row in told.values() if row["status"] == "shown")
    assert 30 - shown >= 5
    assert all(pd.isna(told[name]["events"]) for name in hidden)


def test_two_hidden_cells_are_not_told_by_what_is_left_of_their_total(tmp_path: Path) -> None:
    """One who had a laser and five who had a peel: six in all, of which one part is 5 or more."""
    store = Store().tried(26, "a", "squeezing").tried(30, "b", "scrub")
    for one in range(26):
        treatment = (
            "laser"
            if one < 1
            else "peel"
            if one < 6
            else "extraction"
            if one < 16
            else "cryotherapy"
        )
        store.add(1, f"t{one}", treatment)
        store.episodes[-1]["patient_key"] = f"a{one}"
    answer = ask(store.at(tmp_path))
    told = {row["subgroup"]: row for row in rows(answer, "pathway", group="squeezing")}
    hidden = [name for name, row in told.items() if row["status"] in HIDING]
    assert {"laser", "peel"} < set(hidden)
    whole = of(answer, "pathway", group="scrub", subgroup="none")
    assert (whole["events"], whole["status"]) == (30, "shown")


@pytest.mark.parametrize("at_least", [1, 5, 12])
def test_nothing_rests_on_too_few(made_up_store: Folder, at_least: int) -> None:
    table = ask(made_up_store, at_least=at_least).tables["estimates"]
    shown = table[table["status"].eq("shown")]
    assert len(shown) > 20
    assert (shown["patients"] >= at_least).all()
    cells = shown[shown["measure"].eq("pathway") & shown["events"].gt(0)]
    assert (cells["events"] >= at_least).all()


def test_where_all_are_hidden_the_page_says_what_to_do(tmp_path: Path) -> None:
    answer = ask(Store().tried(3, "a", "squeezing").at(tmp_path))
    assert answer.empty
    assert "Fewer than 5 patients" in answer.sentence
    numbers = answer.tables["estimates"][NUMBERS]
    assert numbers.isna().all().all()


@pytest.mark.parametrize("unit", ["patient", "episode"])
def test_one_record(tmp_path: Path, unit: str) -> None:
    folder = Store().tried(1, "a", "squeezing", harm={"complication": "scar"}).at(tmp_path)
    assert of(ask(folder, at_least=1, unit=unit), "diy", kind="scar")["events"] == 1
    assert ask(folder, unit=unit).empty


def test_published_pathways_hold_no_small_count(
    made_up_store: Folder, sample_store: Folder
) -> None:
    for folder in (made_up_store, sample_store):
        exact = ask(folder, at_least=1)
        for row in rows(ask(folder, policy="publication"), "pathway"):
            if row["status"] == "shown":
                count = of(exact, "pathway", group=row["group"], subgroup=row["subgroup"])["events"]
                assert count == 0 or count >= 8
                assert row["events"] == 5 * ((count + 2) // 5)


def _with_fates(
    place: Path, hidden: dict[str, Any], next_to: dict[str, Any], *, back: bool
) -> Answer:
    """Three patients of a group too small to show, and ten of the next in size: all of them back, or all well."""
    column = next(iter(hidden))
    store = confounded(BEFORE if column == "diy_before" else CREAM)
    fates = BACK if back else WELL
    if column == "heavy_cream":
        # Of two answers the other one goes with it: all ten who have the habit.
        store.episodes = [row for row in store.episodes if row.get(column) != "yes"]
    store.add(10, "next", "extraction", **{**fates, **next_to, "deep": "no"})
    return ask(store.add(3, "few", "extraction", **{**fates, **hidden, "deep": "no"}).at(place))


@pytest.mark.parametrize(
    ("hidden", "next_to"),
    [
        ({"diy_before": "both"}, {"diy_before": "product"}),
        ({"heavy_cream": None}, {"heavy_cream": "yes"}),
    ],
)
def test_like_for_like_is_the_same_whatever_became_of_hidden_patients(
    tmp_path: Path, hidden: dict[str, Any], next_to: dict[str, Any]
) -> None:
    well, back = (
        _with_fates(tmp_path / f"{each}", hidden, next_to, back=each) for each in (False, True)
    )
    (column,) = hidden
    of = {"comparisons": "group_by", "estimates": "group_by", "balance": "group_by"}
    for name, by in of.items():
        one, other = (
            answer.tables[name][answer.tables[name][by].eq(column)] for answer in (well, back)
        )
        pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))
    estimates = well.tables["estimates"].query("group_by == @column and horizon_days == 365")
    assert estimates["status"].isin(HIDING).sum() >= 2
    signals = [answer.tables["charts"] for answer in (well, back)]
    if column == "heavy_cream":
        signals = [table[table["unit_of_chart"].eq(column)] for table in signals]
    else:
        signals = [table[table["measure"].ne("new_milia")] for table in signals]
    one, other = (table.reset_index(drop=True) for table in signals)
    pd.testing.assert_frame_equal(one, other)
