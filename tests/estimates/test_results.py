"""Tail probabilities stay exact far out, and singular matrices give no answer."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from dashboard.estimates.distributions import chi_square_p, normal_quantile, two_sided_p
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN, ChiSquareTest, quadratic_form


def test_known_quantiles_and_tails() -> None:
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054, abs=1e-15)
    assert two_sided_p([1.959963984540054, -1.959963984540054, 0]) == pytest.approx([0.05, 0.05, 1])
    assert np.isnan(two_sided_p(np.nan))
    assert chi_square_p(3.841458820694124, 1) == pytest.approx(0.05, abs=1e-15)


def test_a_tiny_p_value_does_not_become_0() -> None:
    assert two_sided_p(30.0) == pytest.approx(9.813428554538145e-198, rel=1e-10)
    # Two degrees of freedom: exp(-x / 2).
    assert chi_square_p(1000.0, 2) == pytest.approx(np.exp(-500), rel=1e-12)


def test_a_test_with_and_without_an_answer() -> None:
    answered = ChiSquareTest.of(2.0, 2)
    assert answered.p_value == pytest.approx(np.exp(-1))
    assert (answered.status, answered.reason) == (SHOWN, "")
    none = ChiSquareTest.impossible("no event")
    assert (none.status, none.reason, none.df) == (NOT_ESTIMABLE, "no event", 0)
    assert np.isnan([none.statistic, none.p_value]).all()


@pytest.mark.parametrize(
    "variance",
    [
        [[1.0, 1.0], [1.0, 1.0]],
        [[0.0, 0.0], [0.0, 1.0]],
        [[1.0, 0.0], [0.0, np.nan]],
        [[-1e-20, 0.0], [0.0, 1.0]],
    ],
)
def test_a_singular_variance_gives_no_answer(variance: list[list[float]]) -> None:
    assert quadratic_form(np.ones(2), np.array(variance)) is None


def test_a_quadratic_form_does_not_depend_on_units() -> None:
    variance, score = np.array([[2.0, 0.5], [0.5, 1.0]]), np.array([1.0, -1.0])
    units = np.diag([1e-9, 1e9])
    plain = quadratic_form(score, variance)
    assert plain == pytest.approx(score @ np.linalg.inv(variance) @ score)
    assert quadratic_form(units @ score, units @ variance @ units) == pytest.approx(plain)


def test_nothing_loads_scipy_before_it_is_needed() -> None:
    code = (
        "import sys, dashboard.estimates.cox_clusters, dashboard.estimates.gray, "
        "dashboard.estimates.survival; sys.exit('scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
