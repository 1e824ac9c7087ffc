"""What each import brought, from the ledger: rules by clinic and month, small numbers, earlier versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.answers.answer import Answer
from dashboard.store import Folder, imports_of, open_release, read_entry
from dashboard.store.ledger import write_entry
from tests.answers.test_quality import ask
from tests.store.keeping import Keeper

Row = dict[Any, Any]


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    (tmp_path / "desk").mkdir()
    return Keeper(Folder(tmp_path / "data"), tmp_path / "desk")


def _file(clinic: str, months: dict[str, tuple[int, int]]) -> str:
    """Month → (records, of which so many have a pain beyond its range)."""
    lines = ["patient_key,start_month,treatment,last_seen_day,episode_key,clinic,pain"]
    for month, (records, wrong) in months.items():
        lines += [
            f"{clinic}{month}{number},{month},peel,20,{clinic}{month}{number},{clinic},{99 if number < wrong else 3}"
            for number in range(records)
        ]
    return "\n".join(lines) + "\n"


def _charts(answer: Answer, measure: str) -> dict[tuple[str, ...], Row]:
    table = answer.tables["charts"]
    rows = table[table["measure"].eq(measure)].to_dict("records")
    return {(row["chart"], row["unit_of_chart"], row["period"], row["signal"]): row for row in rows}


RULE = "episodes.number_outside_range"


def test_broken_rules_stand_by_clinic_month_and_import(keeper: Keeper) -> None:
    keeper.bring(_file("north", {"2026-01": (10, 2), "2026-02": (20, 5)}))
    keeper.bring(_file("south", {"2026-02": (30, 3)}))
    answer = ask(keeper.folder)
    told = {key: row["events"] for key, row in _charts(answer, "violations").items()}
    assert told == {
        (RULE, "north", "all", "release 1"): 7,
        (RULE, "north", "2026-01", "release 1"): 2,
        (RULE, "north", "2026-02", "release 1"): 5,
        (RULE, "south", "all", "release 2"): 3,
        (RULE, "south", "2026-02", "release 2"): 3,
    }
    whole = _charts(answer, "violations")[RULE, "north", "all", "release 1"]
    assert (whole["denominator"], whole["value"]) == (30, pytest.approx(7 / 30))
    imports = {
        (chart, period): row for (chart, _, period, _), row in _charts(answer, "imports").items()
    }
    assert imports["read", "release 1"]["events"] == 30
    pain = imports["episodes.pain.number_outside_range", "release 1"]
    assert (pain["events"], pain["denominator"], pain["signal"]) == (7, 30, "blank")


def test_months_are_those_of_the_last_import_that_brought_the_clinic(keeper: Keeper) -> None:
    keeper.bring(_file("north", {"2026-01": (10, 2)}))
    keeper.bring(_file("north", {"2026-01": (10, 1), "2026-03": (8, 4)}))
    keys = set(_charts(ask(keeper.folder), "violations"))
    assert keys == {
        (RULE, "north", "all", "release 1"),
        (RULE, "north", "all", "release 2"),
        (RULE, "north", "2026-01", "release 2"),
        (RULE, "north", "2026-03", "release 2"),
    }


@pytest.mark.parametrize("wrong", [0, 1, 3])
def test_a_small_month_is_hidden_whatever_it_broke(keeper: Keeper, wrong: int) -> None:
    """3 patients in January: their month goes, another with it, and nothing tells what they broke."""
    months = {"2026-01": (3, wrong), "2026-02": (9, 9 - wrong), "2026-03": (20, 4)}
    keeper.bring(_file("north", months))
    told = {key[2]: row for key, row in _charts(ask(keeper.folder), "violations").items()}
    assert told["2026-01"]["status"] == "hidden_small_number"
    assert told["2026-02"]["status"] == "hidden_with_another"
    for month in ("2026-01", "2026-02"):
        assert all(pd.isna(told[month][name]) for name in ("denominator", "events", "value"))
    assert told["all"]["events"] == 13
    assert told["2026-03"]["events"] == 4


def test_a_small_clinic_is_hidden_with_another(keeper: Keeper) -> None:
    text = _file("north", {"2026-01": (3, 2)})
    for clinic, numbers in (("south", (9, 4)), ("west", (30, 5))):
        text += _file(clinic, {"2026-01": numbers}).split("\n", 1)[1]
    keeper.bring(text)
    told = {
        key[1]: row
        for key, row in _charts(ask(keeper.folder), "violations").items()
        if key[2] == "all"
    }
    assert {clinic: row["status"] for clinic, row in told.items()} == {
        "north": "hidden_small_number",
        "south": "hidden_with_another",
        "west": "shown",
    }
    published = _charts(ask(keeper.folder, policy="publication"), "violations")
    west = published[RULE, "west", "all", "release 1"]
    # Of 30 records 5 broke the rule: too few to be published.
    assert west["status"] == "hidden_small_number"


def test_a_small_import_is_hidden_and_a_large_one_published_rounded(keeper: Keeper) -> None:
    keeper.bring(_file("north", {"2026-01": (3, 3)}))
    keeper.bring(_file("north", {"2026-02": (52, 13)}))
    rows = {
        (chart, period): row
        for (chart, _, period, _), row in _charts(ask(keeper.folder), "imports").items()
    }
    assert rows["read", "release 1"]["status"] == "hidden_small_number"
    assert rows["read", "release 2"]["events"] == 52
    published = {
        (chart, period): row
        for (chart, _, period, _), row in _charts(
            ask(keeper.folder, policy="publication"), "imports"
        ).items()
    }
    pain = published["episodes.pain.number_outside_range", "release 2"]
    assert (pain["events"], pain["denominator"], pain["value"]) == (15, 50, 0.3)


def test_a_ledger_of_an_earlier_version_still_reads(keeper: Keeper) -> None:
    keeper.bring(_file("north", {"2026-01": (10, 2)}))
    entry = read_entry(keeper.folder, 1)
    del entry["intake"]["tallies"], entry["anonymity"]
    write_entry(keeper.folder, 1, entry)
    answer = ask(keeper.folder)
    assert not _charts(answer, "violations")
    assert any(chart == "read" for chart, *_ in _charts(answer, "imports"))
    assert any(
        "of release 1 were not kept by the version that imported" in note for note in answer.notes
    )


def test_a_release_without_an_import_says_so(made_up_store: Folder) -> None:
    answer = ask(made_up_store)
    assert imports_of(open_release(made_up_store)) == ()
    assert any("came without an import" in note for note in answer.notes)


def test_imports_undone_and_of_another_kind_are_not_told(keeper: Keeper) -> None:
    keeper.bring(_file("made_up", {"2026-01": (10, 2)}), synthetic=True)
    keeper.bring(_file("north", {"2026-01": (10, 3)}))
    keeper.bring(_file("north", {"2026-02": (10, 4)}))
    assert [one.number for one in imports_of(open_release(keeper.folder))] == [2, 3]
    assert [one.number for one in imports_of(open_release(keeper.folder, 2))] == [2]
