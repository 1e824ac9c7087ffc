"""That there is a best fit is never claimed where coefficients run away, wherever one stands."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dashboard.estimates.optimum import has_optimum
from dashboard.estimates.propensity import propensity
from dashboard.estimates.told_apart import reason_why_told_apart
from tests.estimates.by_hand import designed
from tests.estimates.test_propensity import counted, runs_away

NO_ROUNDING = np.zeros(2)


def logit(x: np.ndarray, seen: np.ndarray, beta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradient and information of a binary logit, from the definition; `seen`: (n, 2) patients."""
    p = 1 / (1 + np.exp(-(x @ beta)))
    total = seen.sum(axis=1)
    return x.T @ (seen[:, 1] - total * p), (x * (total * p * (1 - p))[:, None]).T @ x


@given(counted(), st.lists(st.floats(-4, 4), min_size=3, max_size=3), st.floats(0, 30))
@settings(max_examples=150)
def test_it_is_never_claimed_where_a_direction_runs_away(
    counts: pd.DataFrame, start: list[float], further: float
) -> None:
    assume(counts["group"].nunique() == 2)
    model = designed(counts, "AB", ["x0", "x1"])
    assume(len(model.terms) == 3)
    x = model.columns.written_out
    beta = np.array(start) * (1 + further)
    gradient, information = logit(x, model.patients, beta)
    if has_optimum(gradient, np.zeros(3), information, np.abs(x).max(axis=0)):
        assert not runs_away(model)
        assert reason_why_told_apart(x, model.patients > 0, model.arms, model.of_covariate) == ""


@given(counted())
@settings(max_examples=60)
def test_at_the_best_fit_it_is_found(counts: pd.DataFrame) -> None:
    """With enough patients: rounding is then small beside the curvature."""
    assume(counts["group"].nunique() == 2)
    model = designed(counts, "AB", ["x0", "x1"])
    fitted = propensity(model)
    assume(fitted.status == "shown")
    x = model.columns.written_out
    gradient, information = logit(x, model.patients, fitted.coefficients[:, 0])
    rounding = np.full(len(model.terms), 1e-12)
    assert has_optimum(gradient, rounding, information, np.abs(x).max(axis=0))


def test_by_hand() -> None:
    """With a curvature of 4 each way, scaled by 2: g^2 / 4 times 2 / 4 is below 1 while g^2 is below 8."""
    information, width = 4 * np.eye(2), np.ones(2)
    assert has_optimum(np.array([1.9, 0.0]), NO_ROUNDING, information, width)
    assert has_optimum(np.array([1.4, 1.4]), NO_ROUNDING, information, width)
    assert not has_optimum(np.array([2.9, 0.0]), NO_ROUNDING, information, width)
    assert not has_optimum(np.array([1.9, 0.0]), np.ones(2), information, width)
    assert not has_optimum(np.array([1.9, 0.0]), NO_ROUNDING, information, 2 * width)


@pytest.mark.parametrize(
    ("gradient", "information"),
    [
        (np.zeros(2), np.zeros((2, 2))),
        (np.zeros(2), np.diag([1.0, 0.0])),
        (np.array([np.nan, 0.0]), np.eye(2)),
        (np.full(2, 1e-13), np.ones((2, 2))),
    ],
)
def test_nothing_is_proved_without_curvature(gradient: np.ndarray, information: np.ndarray) -> None:
    assert not has_optimum(gradient, np.full(2, 1e-12), information, np.ones(2))
