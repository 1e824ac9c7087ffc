"""What is published of clearance: no hidden part follows from the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.answers.answer import Answer
from tests.answers.hand_made import (
    AGAIN,
    CLEAR,
    NOT,
    NOT_ASSESSED,
    PARTLY,
    Fates,
    ask,
    row,
    store,
)


def published(folder: Path, *fates: tuple[int, dict[str, Any]]) -> Answer:
    """What is published of an arm with these fates, beside a large one."""
    arms: Fates = {"extraction": [(100, CLEAR), (40, PARTLY), (30, NOT)], "laser": list(fates)}
    return ask(store(folder, arms), policy="publication")


def told(answer: Answer, measure: str, kinds: tuple[str, ...]) -> dict[str, Any]:
    rows = {kind: row(answer, measure, kind, "laser") for kind in kinds}
    return {kind: None if pd.isna(one["events"]) else one["events"] for kind, one in rows.items()}


PARTS = ("cleared", "partial", "not_cleared")


def test_published_counts_are_to_the_nearest_five(tmp_path: Path) -> None:
    answer = published(tmp_path, (101, CLEAR), (22, PARTLY), (13, NOT))
    assert told(answer, "clearance", PARTS) == {"cleared": 100, "partial": 20, "not_cleared": 15}
    clear = row(answer, "clearance", "cleared", "laser")
    assert clear["patients"] == 135
    assert clear["estimate"] == pytest.approx(0.74)


def test_a_part_hidden_for_publication_takes_the_next_smallest_along(tmp_path: Path) -> None:
    answer = published(tmp_path, (101, CLEAR), (22, PARTLY), (3, NOT))
    assert told(answer, "clearance", PARTS) == {
        "cleared": 100,
        "partial": None,
        "not_cleared": None,
    }
    hidden = [row(answer, "clearance", kind, "laser")["status"] for kind in PARTS]
    assert hidden == ["shown", "hidden_with_another", "hidden_small_number"]
    # Nor does a contrast with the other arm give it away: only those cleared are compared, and persistent.
    assert told(answer, "persistence", ("persistence",)) == {"persistence": 25}


def test_two_hidden_parts_need_no_third(tmp_path: Path) -> None:
    answer = published(tmp_path, (101, CLEAR), (5, PARTLY), (4, NOT))
    assert told(answer, "clearance", PARTS) == {
        "cleared": 100,
        "partial": None,
        "not_cleared": None,
    }


def test_those_treated_again_first_do_not_follow_from_the_other_shares(tmp_path: Path) -> None:
    """Of 110 clear 3 were treated again first: persistent less partly and not clear would be those 3."""
    answer = published(tmp_path, (107, CLEAR), (3, AGAIN), (30, PARTLY), (20, NOT))
    assert told(answer, "clearance", PARTS) == {"cleared": 110, "partial": 30, "not_cleared": 20}
    both = ("persistence", "retreated_before_clear")
    assert told(answer, "persistence", both) == dict.fromkeys(both)
    contrasts = answer.tables["comparisons"].query("measure == 'persistence'")
    assert contrasts["status"].isin(["hidden_small_number", "hidden_with_another"]).all()
    assert contrasts[["estimate", "ci_lower", "p_value"]].isna().all(axis=None)


def test_a_few_not_assessed_do_not_follow_from_the_number_counted(tmp_path: Path) -> None:
    answer = published(tmp_path, (101, CLEAR), (22, PARTLY), (13, NOT), (3, NOT_ASSESSED))
    kinds = ("assessed", "not_assessed", "not_recorded")
    for kind in kinds[:2]:
        hidden = row(answer, "assessment", kind, "laser")
        assert pd.isna(hidden["events"])
        assert pd.isna(hidden["estimate"])
    assert all(pd.isna(row(answer, "assessment", kind, "laser")["patients"]) for kind in kinds)
    assert row(answer, "assessment", "assessed", "extraction")["patients"] == 170
