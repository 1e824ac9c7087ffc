"""Rare levels are told together by one rule, until few enough combinations are left."""

from __future__ import annotations

import pandas as pd

from dashboard.estimates.case_mix import Covariate, coded
from dashboard.estimates.rare_levels import RARE, merge_rare

_CELLS = pd.DataFrame(
    {
        "group": ["a"] * 5 + ["b"],
        "site": ["nose", "chin", "cheek", "eyelid", "nose", "not_recorded"],
        "sex": ["f", "f", "f", "m", "m", "f"],
        "patients": [50.0, 3.0, 5.0, 20.0, 30.0, 1.0],
    }
)

_MIX = coded(_CELLS, "ab", ("site", "sex"))


def _told(covariate: Covariate) -> list[str]:
    return [covariate.levels[code] for code in covariate.code]


def test_few_enough_stay_as_they_are() -> None:
    told, merged = merge_rare(_MIX, ("not_recorded",), most=6)
    assert told.covariates == _MIX.covariates
    assert merged == {}


def test_the_rarest_go_together_and_not_recorded_never() -> None:
    told, merged = merge_rare(_MIX, ("not_recorded",), most=5)
    assert merged == {"site": ("chin", "cheek")}
    site, sex = told.covariates
    assert _told(site) == ["nose", RARE, RARE, "eyelid", "nose", "not_recorded"]
    assert site.levels == ("eyelid", "nose", "not_recorded", RARE)
    assert _told(sex) == _CELLS["sex"].tolist()


def test_it_goes_on_until_it_can_go_no_further() -> None:
    told, merged = merge_rare(_MIX, ("not_recorded",), most=1)
    assert merged["site"] == ("chin", "cheek", "eyelid", "nose")
    site, sex = told.covariates
    assert set(_told(site)) == {RARE, "not_recorded"}
    assert set(_told(sex)) == {RARE}
    assert told.patients.sum() == _CELLS["patients"].sum()
