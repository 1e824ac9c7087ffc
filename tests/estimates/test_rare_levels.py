"""Rare levels are told together by one rule, until few enough combinations are left."""

from __future__ import annotations

import pandas as pd

from dashboard.estimates.rare_levels import RARE, merge_rare

_CELLS = pd.DataFrame(
    {
        "group": ["a"] * 6,
        "site": ["nose", "chin", "cheek", "eyelid", "nose", "not_recorded"],
        "sex": ["f", "f", "f", "m", "m", "f"],
        "patients": [50.0, 3.0, 5.0, 20.0, 30.0, 1.0],
    }
)


def test_few_enough_stay_as_they_are() -> None:
    told, merged = merge_rare(_CELLS, ("site", "sex"), ("not_recorded",), most=6)
    pd.testing.assert_frame_equal(told, _CELLS)
    assert merged == {}


def test_the_rarest_go_together_and_not_recorded_never() -> None:
    told, merged = merge_rare(_CELLS, ("site", "sex"), ("not_recorded",), most=5)
    assert merged == {"site": ("chin", "cheek")}
    assert told["site"].tolist() == ["nose", RARE, RARE, "eyelid", "nose", "not_recorded"]
    assert told["sex"].tolist() == _CELLS["sex"].tolist()


def test_it_goes_on_until_it_can_go_no_further() -> None:
    told, merged = merge_rare(_CELLS, ("site", "sex"), ("not_recorded",), most=1)
    assert merged["site"] == ("chin", "cheek", "eyelid", "nose")
    assert set(told["site"]) == {RARE, "not_recorded"}
    assert set(told["sex"]) == {RARE}
    assert told["patients"].sum() == _CELLS["patients"].sum()
