"""What a test answers, and when it has no answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.estimates.distributions import chi_square_p

SHOWN = "shown"
NOT_ESTIMABLE = "not_estimable"

# A variance matrix counts as singular where, scaled to a unit diagonal, its smallest eigenvalue
# is below this. Matrices of rank r < n come out at 1e-16, the thinnest honest ones seen at 1e-5.
_SINGULAR = 1e-10


@dataclass(frozen=True)
class ChiSquareTest:
    """Which statistic, on how many degrees of freedom, and how surprising would it be?

    Attributes
    ----------
    statistic, p_value
        NaN where the test has no answer.
    df
        Degrees of freedom; 0 where the test has no answer.
    status
        `shown` or `not_estimable`.
    reason
        Why there is no answer, or what the answer leaves out; else empty.
    """

    statistic: float
    df: int
    p_value: float
    status: str = SHOWN
    reason: str = ""

    @classmethod
    def of(cls, statistic: float, df: int, reason: str = "") -> ChiSquareTest:
        """What does a chi-square statistic say?"""
        return cls(statistic, df, chi_square_p(statistic, df), SHOWN, reason)

    @classmethod
    def impossible(cls, reason: str) -> ChiSquareTest:
        """Why has the test no answer?"""
        return cls(float("nan"), 0, float("nan"), NOT_ESTIMABLE, reason)


def quadratic_form(
    score: NDArray[np.float64], variance: NDArray[np.float64], negligible: float = 0.0
) -> float | None:
    """How large is `score' variance^-1 score`? None where the variance is singular.

    Parameters
    ----------
    score
        Shape (n,).
    variance
        Shape (n, n), symmetric and not negative.
    negligible
        A variance up to here is rounding, and counts as 0.
    """
    own = np.diag(variance)
    if score.size == 0 or not np.isfinite(own).all() or (own <= negligible).any():
        return None
    scale = np.sqrt(own)
    correlation = variance / np.outer(scale, scale)
    if np.linalg.eigvalsh(correlation)[0] < _SINGULAR:
        return None
    standardised = score / scale
    return float(standardised @ np.linalg.solve(correlation, standardised))
