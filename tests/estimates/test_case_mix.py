"""Who is set aside, so that every level that is left is found in every arm?"""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import assume, given, settings

from dashboard.errors import BadInput
from dashboard.estimates.case_mix import coded, common_support
from dashboard.estimates.design import design
from dashboard.estimates.propensity import propensity
from tests.estimates.by_hand import table
from tests.estimates.test_propensity import PAIR, SITES, counted


def test_who_is_set_aside() -> None:
    """Eyelid and body are each one arm's own. Without the eyelid peel still has nobody deep."""
    support = common_support(coded(SITES, PAIR, ["site", "deep"]))
    assert support.set_aside == (
        ("peel", "site", "body", 2.0),
        ("laser", "site", "eyelid", 3.0),
        ("laser", "deep", "yes", 6.0),
    )
    assert support.kept.tolist() == [True, False, True, False, True, True, False]
    assert support.before.tolist() == [23, 27]
    assert support.after.tolist() == [14, 25]


def test_setting_aside_goes_on_until_nothing_changes() -> None:
    """The body is peel's own; with it goes the last inflamed of peel, and with those the nose."""
    counts = table(
        """
        group | inflamed | site  | patients
        laser | yes      | nose  | 1
        laser | no       | cheek | 1
        peel  | yes      | body  | 1
        peel  | no       | nose  | 1
        peel  | no       | cheek | 1
        """
    )
    support = common_support(coded(counts, PAIR, ["inflamed", "site"]))
    assert [level for _, _, level, _ in support.set_aside] == ["body", "yes", "nose"]
    assert support.kept.tolist() == [False, True, False, False, True]


def test_nothing_is_left_where_no_level_is_shared() -> None:
    counts = pd.DataFrame({"group": PAIR, "site": ["nose", "cheek"], "patients": [9, 9]})
    support = common_support(coded(counts, PAIR, ["site"]))
    assert support.after.tolist() == [0, 0]
    fitted = propensity(design(coded(counts, PAIR, ["site"]).where(support.kept)))
    assert fitted.status == "not_comparable"
    assert "nobody in laser" in fitted.reason


@given(counted(arms="ABC", levels=4, covariates=3))
@settings(max_examples=60)
def test_every_kept_level_is_found_in_every_arm(counts: pd.DataFrame) -> None:
    names = ["x0", "x1", "x2"]
    assume({"A", "B"} <= set(counts["group"]))
    arms = sorted(set(counts["group"]))
    rows, mix = coded(counts, arms if len(arms) > 2 else "AB", names).between("AB")
    support = common_support(mix)
    kept = counts.iloc[rows[support.kept]]
    for name in names:
        assert set(kept.loc[kept["group"] == "A", name]) == set(
            kept.loc[kept["group"] == "B", name]
        )
    assert (kept["group"] != "C").all()
    gone = sum(patients for *_, patients in support.set_aside)
    assert gone == (support.before - support.after).sum()
    turned = common_support(coded(counts.iloc[rows], "BA", names[::-1]))
    assert turned.kept.tolist() == support.kept.tolist()


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="cannot be compared"):
        coded(SITES, ["laser"], ["site"])
    with pytest.raises(BadInput, match="'site' of the counts has a blank"):
        coded(SITES.assign(site=None), PAIR, ["site"])
