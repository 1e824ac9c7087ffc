"""Propensity, weights, balance and weighted risks agree with R."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.reference import cases
from tests.reference_weighting import TOLERANCE, compared, counted

BIG = "iptw_big_synthetic"
CASES = [BIG]
BLOCKS = {"ps_model", "ps_own_arm", "truncation_limits", "weights", "smd", "binary"}
WORDS = {"arm_levels", "n", "ps_formula", "weight_definitions"}
READ_ELSEWHERE = {"weighted_km"}  # by test_reference_weighted.py


@pytest.fixture(scope="module")
def found() -> dict[str, float]:
    rows = cases.records("surv_big_synthetic")
    frame = pd.DataFrame(
        {
            "group": rows["arm"],
            "events": rows["complication"],
            "age": rows["age"],
            "sex": rows["sex"],
            "stage": rows["sev"].astype(str),
            "sev": rows["sev"],
        }
    )
    counts = counted(frame, ["age", "sex", "stage", "sev"])
    said = cases.expected(BIG)
    assert counts.groupby("group")["patients"].sum().tolist() == said["n"]
    return compared(said, counts, ["age", "sex", "stage"], ["age", "sex", "sev"])


def test_every_number_agrees(found: dict[str, float]) -> None:
    assert len(found) == 5 + 5 * 12 + 4 * 6
    assert {what: apart for what, apart in found.items() if not apart <= TOLERANCE} == {}


def test_no_block_is_forgotten(found: dict[str, float]) -> None:
    said = cases.expected(BIG)
    assert set(said) == BLOCKS | WORDS | READ_ELSEWHERE
    told = {what.split(":")[0] for what in found if ":" in what}
    for block in ("weights", "smd", "binary"):
        assert set(said[block]) - {"outcome", "formula", "definition"} <= told
