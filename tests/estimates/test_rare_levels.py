"""Rare levels are told together by one rule, until few enough combinations are left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.estimates.case_mix import Covariate, coded
from dashboard.estimates.rare_levels import RARE, merge_few, merge_rare

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


_EVENTS = np.array([12.0, 2.0, 4.0, 9.0, 25.0, 3.0])


def test_levels_with_too_few_events_go_together_with_the_next_until_they_have_enough() -> None:
    told, merged = merge_few(_MIX, _EVENTS)
    # 2, 4, 9 and 3 events are too few for a level each, and together enough.
    assert merged == {"site": ("cheek", "chin", "eyelid", "not_recorded")}
    site, sex = told.covariates
    assert _told(site) == ["nose", RARE, RARE, RARE, "nose", RARE]
    assert _told(sex) == _CELLS["sex"].tolist()
    few = _EVENTS * np.array([1.0, 1.0, 0.0, 0.0, 1.0, 0.0])
    assert merge_few(_MIX, few)[1]["site"] == ("cheek", "chin", "eyelid", "nose", "not_recorded")


def test_of_shares_those_without_must_be_enough_as_well() -> None:
    without = np.array([30.0, 30.0, 30.0, 3.0, 3.0, 30.0])
    assert merge_few(_MIX, _EVENTS, without)[1]["sex"] == ("f", "m")
    assert merge_few(_MIX, np.full(6, 10.0), np.full(6, 10.0))[1] == {}
