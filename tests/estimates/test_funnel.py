"""Exact limits keep their promise; R's cases are in `test_reference_charts.py`."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from dashboard.errors import BadInput
from dashboard.estimates.funnel import binomial_limits, overdispersed_limits, ratio_limits


def test_one_patient_by_hand() -> None:
    """One of p = 0.05: F(0) = 0.95, so 0.975 is half way from 0 to 1."""
    limits = binomial_limits([1], 0.05)
    assert limits.upper[0] == pytest.approx(0.5)
    assert limits.lower[0] == 0.0


@given(st.integers(1, 2000), st.floats(0.01, 0.99))
def test_limits_of_99_8_enclose_those_of_95_and_the_centre(n: int, centre: float) -> None:
    narrow, wide = binomial_limits([n], centre), binomial_limits([n], centre, 0.998)
    assert wide.lower <= narrow.lower
    assert narrow.upper <= wide.upper
    # Of one patient whose event is rarer than one in 40, interpolation leaves no room at all.
    if min(centre, 1 - centre) * n >= 1:
        assert narrow.lower <= centre <= narrow.upper


def test_so_many_of_a_hundred_lie_between_them() -> None:
    for n, centre in ((40, 0.1), (300, 0.05), (2000, 0.3)):
        (low,), (high,) = binomial_limits([n], centre)
        inside = binom.cdf(np.floor(high * n), n, centre) - binom.cdf(
            np.ceil(low * n) - 1, n, centre
        )
        assert inside == pytest.approx(0.95, abs=0.03)


def test_ratios_of_large_units_lie_as_a_normal_number_would() -> None:
    (low,), (high,) = ratio_limits([40_000.0])
    assert (low, high) == pytest.approx((1 - 1.96 / 200, 1 + 1.96 / 200), abs=1e-4)


def test_variance_times_four_doubles_the_width() -> None:
    narrow = overdispersed_limits(0.4, [0.001])
    wide = overdispersed_limits(0.4, [0.001], 4.0)
    np.testing.assert_allclose(wide.upper - 0.4, 2 * (narrow.upper - 0.4))
    assert overdispersed_limits(1.0, [9.0], high=np.inf).lower.tolist() == [0.0]


def test_nobody_and_certainty() -> None:
    assert np.isnan(np.ravel(binomial_limits([0], 0.3))).all()
    assert np.isnan(np.ravel(ratio_limits([0.0]))).all()
    assert np.ravel(binomial_limits([7], 1.0)).tolist() == [1.0, 1.0]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="centred"):
        binomial_limits([5], 1.1)
    with pytest.raises(BadInput, match="level"):
        ratio_limits([5.0], 1.0)
