"""Balance before and after weighting, and whether arms can be compared at all."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings

from dashboard.errors import BadInput
from dashboard.estimates.balance import Judgement, balance, comparable, largest_of, remaining
from dashboard.estimates.case_mix import coded, common_support
from dashboard.estimates.design import design
from dashboard.estimates.propensity import propensity
from dashboard.estimates.weights import overlap_weights
from tests.estimates.by_hand import designed, row, table
from tests.estimates.test_propensity import PAIR, counted

# Laser: 3/4 deep, mean age 25; peel: 1/4 deep, mean age 30.
COUNTS = table(
    """
    group | deep | age | patients
    laser | yes  | 20  | 30
    laser | no   | 40  | 10
    peel  | yes  | 30  | 5
    peel  | no   | 30  | 15
    """
)


def judged(counts: pd.DataFrame, covariates: list[str], arms: tuple[str, ...] = PAIR) -> Judgement:
    mix = coded(counts, arms, covariates)
    support = common_support(mix)
    kept = mix.where(support.kept)
    return comparable(kept, propensity(design(kept)), support)


def sized(laser: tuple[int, int], peel: tuple[int, int]) -> pd.DataFrame:
    """So many patients of each arm on the cheek and on the nose."""
    return pd.DataFrame(
        {
            "group": ["laser", "laser", "peel", "peel"],
            "site": ["cheek", "nose"] * 2,
            "patients": [*laser, *peel],
        }
    )


def test_worked_by_hand() -> None:
    weights = np.array([1.0, 3.0, 3.0, 1.0])
    mix = coded(COUNTS, PAIR, ["deep", "age"])
    told = balance(mix, weights)
    assert told["level"].tolist() == ["no", "yes", ""]
    deep = row(told, covariate="deep", level="yes")
    assert (deep["group"], deep["reference"]) == ("peel", "laser")
    assert (deep["patients"], deep["share"], deep["weighted_share"]) == (5, 0.25, 0.5)
    assert (deep["reference_patients"], deep["reference_share"]) == (30, 0.75)
    assert deep["reference_weighted_share"] == 0.5
    assert deep["smd"] == pytest.approx(-0.5 / np.sqrt(0.1875))
    assert deep["weighted_smd"] == 0

    age = row(told, covariate="age")
    assert (age["share"], age["reference_share"], age["reference_weighted_share"]) == (30, 25, 30)
    spread = np.sqrt(3000 / 39 / 2)  # 30 times 5 squared and 10 times 15 squared; peel has none
    assert age["smd"] == pytest.approx(5 / spread)
    assert age["weighted_smd"] == 0
    assert largest_of(remaining(mix, weights)) == 0


def test_where_nothing_varies() -> None:
    """A trait that all have differs by 0; one that tells the arms apart, without bound."""
    counts = COUNTS.assign(all="same", arm=COUNTS["group"])
    mix, weights = coded(counts, PAIR, ["all", "arm"]), np.full(4, 0.1)
    told = balance(mix, weights)
    assert row(told, covariate="all")["smd"] == 0
    assert row(told, covariate="all")["weighted_smd"] == 0
    assert row(told, covariate="arm", level="peel")["smd"] == np.inf
    assert remaining(mix, weights) == {"all": 0, "arm": np.inf}


def test_every_pair_of_three_arms() -> None:
    counts = pd.DataFrame({"group": list("ABC"), "site": "nose", "patients": [3, 4, 5]})
    told = balance(coded(counts, "ABC", ["site"]), np.ones(3))
    assert told[["group", "reference"]].to_numpy().tolist() == [["B", "A"], ["C", "A"], ["C", "B"]]
    assert told["patients"].tolist() == [4, 5, 5]


@given(counted(levels=3, covariates=3))
@settings(max_examples=60)
def test_overlap_weights_balance_what_is_in_the_model(counts: pd.DataFrame) -> None:
    """In a pair, exactly; and rows in another order are the same counts."""
    names = ["x0", "x1", "x2"]
    kept = counts[common_support(coded(counts, "AB", names)).kept]
    assume(kept["group"].nunique() == 2)
    mix = coded(kept, "AB", names)
    fitted = propensity(design(mix))
    assume(fitted.status == "shown")
    told = balance(mix, overlap_weights(fitted))
    np.testing.assert_allclose(told["weighted_share"], told["reference_weighted_share"], atol=1e-9)

    turned = kept.iloc[::-1]
    other = propensity(design(coded(turned, "AB", names)))
    again = balance(other.design.mix, overlap_weights(other))
    for column in ("smd", "weighted_share"):
        np.testing.assert_allclose(again[column], told[column], atol=1e-9)


def test_doubled_counts_are_as_balanced() -> None:
    fits = [
        propensity(designed(COUNTS.assign(patients=COUNTS["patients"] * times), PAIR, ["deep"]))
        for times in (1, 2)
    ]
    once, twice = (balance(fit.design.mix, overlap_weights(fit)) for fit in fits)
    columns = ["share", "weighted_share", "smd", "weighted_smd"]
    np.testing.assert_allclose(once[columns], twice[columns], atol=1e-12)


def test_comparable() -> None:
    judgement = judged(sized((40, 60), (70, 30)), ["site"])
    assert (judgement.status, judgement.reason) == ("shown", "")
    assert judgement.largest == pytest.approx(0, abs=1e-9)
    # Overlap weights: laser 70/110 and 30/90, peel 40/110 and 60/90.
    laser = (40 * 70 / 110 + 60 * 30 / 90) ** 2 / (40 * (70 / 110) ** 2 + 60 * (30 / 90) ** 2)
    assert judgement.effective[0] == pytest.approx(laser)


def test_too_few_once_weighted() -> None:
    assert judged(sized((30, 30), (30, 30)), ["site"]).status == "shown"
    judgement = judged(sized((15, 14), (30, 30)), ["site"])
    assert judgement.status == "not_comparable"
    assert judgement.reason == "the effective sample size of laser is under 30"


def test_a_tenth_of_an_arm_is_too_little() -> None:
    """Nearly all of laser is on the cheek, where nearly none of peel is, and vice versa."""
    judgement = judged(sized((200_000, 40), (40, 200_000)), ["site"])
    assert judgement.reason == (
        "the effective sample size of laser is under 10% of its patients; "
        "the effective sample size of peel is under 10% of its patients"
    )


def test_more_than_half_set_aside() -> None:
    third = pd.DataFrame({"group": ["laser"], "site": ["body"], "patients": [200]})
    half = pd.concat([sized((100, 100), (100, 100)), third])
    assert judged(half, ["site"]).status == "shown"
    judgement = judged(pd.concat([half, third]), ["site"])
    assert judgement.status == "not_comparable"
    assert judgement.reason.startswith("more than half of the patients in laser")


def test_separation_is_told() -> None:
    counts = sized((100, 100), (100, 1)).iloc[:3]
    mix = coded(counts, PAIR, ["site"])
    judgement = comparable(mix, propensity(design(mix)))
    assert judgement.status == "not_comparable"
    assert "(site) alone tells" in judgement.reason
    assert np.isnan(judgement.effective).all()
    assert np.isnan(judgement.largest)


def test_a_large_difference_left() -> None:
    """The depth is not in the model, and the arms differ in it."""
    counts = pd.DataFrame(
        product(PAIR, ["no", "yes"], ["no", "yes"]), columns=["group", "x", "deep"]
    )
    counts["patients"] = [200, 100, 200, 100, 100, 200, 100, 200]
    fitted = propensity(designed(counts, PAIR, ["x"]))
    assert comparable(fitted.design.mix, fitted).status == "shown"
    judgement = comparable(coded(counts, PAIR, ["x", "deep"]), fitted)
    assert judgement.reason == "a standardised difference above 0.25 is left after weighting (deep)"
    assert judgement.largest == pytest.approx((1 / 3) / np.sqrt(2 / 9))


def test_weights_of_other_counts_are_refused() -> None:
    with pytest.raises(BadInput, match="3 weights do not belong to a case mix of 4 rows"):
        balance(coded(COUNTS, PAIR, ["deep"]), np.ones(3))
