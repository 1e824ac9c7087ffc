"""Weights from a fitted propensity model, their quantiles and effective sizes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.propensity import Propensity, propensity
from dashboard.estimates.weights import (
    effective_sizes,
    inverse_weights,
    overlap_weights,
    quantile,
    stabilised_weights,
    truncated_weights,
)
from tests.estimates.by_hand import designed, table

# With one covariate the model is full: P(laser | cheek) = 1/4, P(laser | nose) = 4/5.
COUNTS = table(
    """
    group | site  | patients
    laser | cheek | 10
    peel  | cheek | 30
    laser | nose  | 8
    peel  | nose  | 2
    """
)


def fitted(counts: pd.DataFrame, arms: tuple[str, ...] = ("laser", "peel")) -> Propensity:
    return propensity(designed(counts, arms, ["site"]))


def assert_same(mine: FloatArray, by_hand: list[float]) -> None:
    np.testing.assert_allclose(mine, by_hand, rtol=0, atol=1e-12)


def test_weights_worked_by_hand() -> None:
    model = fitted(COUNTS)
    assert_same(overlap_weights(model), [0.75, 0.25, 0.2, 0.8])
    assert_same(inverse_weights(model), [4, 4 / 3, 1.25, 5])
    marginal = np.array([18, 32, 18, 32]) / 50
    assert_same(stabilised_weights(model), list(marginal * [4, 4 / 3, 1.25, 5]))


def test_three_arms_by_hand() -> None:
    """On the cheek 1/2, 1/4, 1/4: h = 1 / (2 + 4 + 4) = 0.1. On the nose 1/3 each: h = 1/9."""
    counts = pd.DataFrame(
        {
            "group": ["A", "B", "C"] * 2,
            "site": ["cheek"] * 3 + ["nose"] * 3,
            "patients": [20, 10, 10, 7, 7, 7],
        }
    )
    mine = overlap_weights(fitted(counts, ("A", "B", "C")))
    assert_same(mine, [0.2, 0.4, 0.4, 1 / 3, 1 / 3, 1 / 3])


def test_truncation_is_at_quantiles_over_patients() -> None:
    """200 patients, of whom one has by far the largest weight: place 197.01 is another's."""
    counts = pd.DataFrame(
        {
            "group": ["laser", "peel", "laser", "peel"],
            "site": ["cheek", "cheek", "nose", "nose"],
            "patients": [98, 1, 50, 51],
        }
    )
    model = fitted(counts)
    whole, cut = stabilised_weights(model), truncated_weights(model)
    one_by_one = np.repeat(whole, counts["patients"])
    assert cut[1] == pytest.approx(np.quantile(one_by_one, 0.99))
    assert cut[1] < whole[1]
    assert_same(cut[[0, 2, 3]], list(whole[[0, 2, 3]]))


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 4)), min_size=1, max_size=20),
    st.floats(0, 1),
)
@settings(max_examples=200)
def test_a_quantile_of_counts_is_that_of_patients(rows: list[tuple[float, int]], at: float) -> None:
    values, patients = (np.array(each, dtype=float) for each in zip(*rows, strict=True))
    one_by_one = np.repeat(values, patients.astype(int))
    mine = quantile(values, patients, at)
    if len(one_by_one) == 0:
        assert np.isnan(mine)
    else:
        assert mine == pytest.approx(np.quantile(one_by_one, at), abs=1e-12)


def test_a_quantile_beyond_all_is_refused() -> None:
    with pytest.raises(BadInput, match=r"no quantile at 1\.5"):
        quantile(np.ones(2), np.ones(2), 1.5)


def test_effective_sizes_by_hand() -> None:
    """Ten of weight 3 and eight of weight 1: 38 squared over 98; thirty-two of one weight: 32."""
    mine = effective_sizes(fitted(COUNTS).design.mix, np.array([3, 2, 1, 2.0]))
    assert_same(mine, [38**2 / 98, 32])


def test_no_weight_has_no_effective_size() -> None:
    model = fitted(COUNTS).design.mix
    assert np.isnan(effective_sizes(model, np.zeros(4))).all()
    tiny = effective_sizes(model, np.array([3, 2, 1, 2]) * 1e-200)
    assert_same(tiny, [38**2 / 98, 32])


@given(
    st.lists(st.integers(1, 30), min_size=9, max_size=9),
    st.sampled_from([overlap_weights, stabilised_weights, truncated_weights, inverse_weights]),
)
@settings(max_examples=60)
def test_properties_of_weights(patients: list[int], weigh: object) -> None:
    """At most the patients are effective; doubled counts weigh alike and are twice as effective."""
    assume(callable(weigh))
    assert callable(weigh)
    counts = pd.DataFrame(
        {"group": list("ABC") * 3, "site": list("xxxyyyzzz"), "patients": patients}
    )
    model = fitted(counts, ("A", "B", "C"))
    weights = weigh(model)
    sizes = effective_sizes(model.design.mix, weights)
    assert (sizes <= model.design.patients.sum(axis=0) * (1 + 1e-12)).all()
    assert (weights > 0).all()

    double = fitted(counts.assign(patients=counts["patients"] * 2), ("A", "B", "C"))
    if weigh is not truncated_weights:  # its quantiles lie between other patients
        np.testing.assert_allclose(weigh(double), weights, rtol=1e-9)
        np.testing.assert_allclose(
            effective_sizes(double.design.mix, weigh(double)), 2 * sizes, rtol=1e-9
        )
    turned = fitted(counts.iloc[::-1], ("A", "B", "C"))
    np.testing.assert_allclose(weigh(turned)[::-1], weights, rtol=1e-9)


def test_what_is_not_comparable_has_no_weights() -> None:
    counts = COUNTS.iloc[:3]
    model = fitted(counts)
    assert model.status == "not_comparable"
    for weigh in (overlap_weights, inverse_weights, stabilised_weights, truncated_weights):
        assert np.isnan(weigh(model)).all()
