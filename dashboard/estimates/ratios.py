"""Of sums by group: how much of one thing comes to one of another, and how sure is that? A mean is such a ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import BadInput
from dashboard.estimates.arrays import BoolArray, FloatArray
from dashboard.estimates.distributions import t_quantile, two_sided_t_p
from dashboard.estimates.proportions import sensible
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN

# A variance this small beside the square of what it belongs to is the rounding of sums.
_ROUNDING = 1e-13


@dataclass(frozen=True, eq=False)
class Sums:
    """What do the patients of each group add up to? Each has shape (n_groups,).

    Attributes
    ----------
    number
        Patients: whoever has several episodes has their sum, so that patients are independent.
    y, x
        Sums of numerator and denominator: costs and patients cleared, say. For a mean x is the number of values.
    yy, xy, xx
        Sums over patients of the squares and the product of each patient's own sums.
    """

    number: FloatArray
    y: FloatArray
    x: FloatArray
    yy: FloatArray
    xy: FloatArray
    xx: FloatArray

    @classmethod
    def of(
        cls,
        number: ArrayLike,
        y: ArrayLike,
        x: ArrayLike,
        yy: ArrayLike,
        xy: ArrayLike,
        xx: ArrayLike,
    ) -> Sums:
        """Which sums are these, if they can be?

        Raises
        ------
        BadInput
            They have not all the same shape, one is blank, or a number of patients, a denominator or a sum of
            squares is below 0.
        """
        given = [
            np.atleast_1d(np.asarray(part, dtype=float)) for part in (number, y, x, yy, xy, xx)
        ]
        sums = cls(*given)
        if any(part.shape != sums.number.shape or part.ndim > 1 for part in given):
            raise BadInput(
                "The sums have not all the same length.", "Give one of each for a group."
            )
        if any(not np.isfinite(part).all() for part in given):
            raise BadInput("A sum is blank.", "Sum up only what is recorded.")
        if any((part < 0.0).any() for part in (sums.number, sums.x, sums.yy, sums.xx)):
            raise BadInput(
                "A number, a denominator or a sum of squares is below 0.",
                "Check what was summed up.",
            )
        return sums


class Ratio(NamedTuple):
    """What is the ratio, its error, and between which limits does it lie?

    Each has shape (n_groups,), NaN where there is no answer.
    """

    estimate: FloatArray
    std_error: FloatArray
    lower: FloatArray
    upper: FloatArray


def ratios(sums: Sums, level: float = 0.95) -> Ratio:
    """How much of the one comes to one of the other in each group, and how sure can one be?

    Returns
    -------
    Ratio
        `y / x`, in the units of both; NaN where `x` is 0. `std_error` by linearisation; the limits are
        Fieller's with Student's t on `number - 1` degrees of freedom. Neither is there for a single patient, nor where
        all patients have the same ratio: nothing says then how sure one can be. Limits are blank besides
        where the denominator may as well be 0, so that they would have no end.

    Notes
    -----
    With means ybar and xbar over n patients and the (co)variances of these means v, the limits are the
    values R for which `(ybar - R xbar)^2 = t^2 (v_yy - 2 R v_xy + R^2 v_xx)`: what a t test of y - R x
    against 0 would not reject. `std_error^2 = (v_yy - 2 r v_xy + r^2 v_xx) / xbar^2` at r = y / x. Where
    the denominator is 1 for everybody, r is the mean, and both are those of R `t.test`.

    Sources: Fieller (1954), J R Stat Soc B 16:175-185; Cochran (1977), Sampling Techniques, chapter 6.
    Agrees with R `t.test(y)$conf.int` to 1e-9 for means; in the tests the limits of ratios stand beside a
    bootstrap of patients.
    """
    n = sums.number
    mean_y, mean_x = _over(sums.y, n), _over(sums.x, n)
    v_yy = _variance_of_mean(sums.yy, sums.y * mean_y, n)
    v_xx = _variance_of_mean(sums.xx, sums.x * mean_x, n)
    v_xy = _over(sums.xy - sums.y * mean_x, n * (n - 1.0))
    estimate = _over(sums.y, sums.x)
    residual = v_yy - 2.0 * estimate * v_xy + estimate**2 * v_xx
    known = _is_more(residual, estimate**2 * mean_x**2)
    error = np.sqrt(np.where(known, residual, np.nan)) / mean_x

    t_squared = t_quantile(sensible(level), n - 1.0) ** 2
    a, b, c = mean_x**2 - t_squared * v_xx, mean_x * mean_y - t_squared * v_xy, mean_y**2
    c = c - t_squared * v_yy
    bounded = known & _is_more(a, mean_x**2)
    half = np.sqrt(np.maximum(np.where(bounded, b**2 - a * c, np.nan), 0.0))
    a = np.where(bounded, a, np.nan)
    return Ratio(estimate, error, (b - half) / a, (b + half) / a)


def ratio_differences(
    groups: Sequence[str], ratio: Ratio, number: ArrayLike, level: float = 0.95
) -> pd.DataFrame:
    """By how much does each group's ratio differ from each earlier group's?

    Parameters
    ----------
    groups
        In the order of `ratio`; of each pair the earlier is subtracted. No patient stands in two of them.
    number
        Patients in each group.

    Returns
    -------
    pandas.DataFrame
        One row a pair: ``group``, ``reference``, ``estimate``, ``std_error``, ``ci_lower``, ``ci_upper``,
        ``statistic`` (t), ``p_value``, ``status``; ``not_estimable`` where either side has no error.

    Notes
    -----
    Welch's: `se^2 = se_1^2 + se_2^2`, on Satterthwaite's degrees of freedom. For means it agrees with R
    `t.test(y ~ group)` to 1e-9.
    """
    n = np.atleast_1d(np.asarray(number, dtype=float))
    pairs = np.array(list(combinations(range(len(groups)), 2)), dtype=np.int64).reshape(-1, 2)
    first, second = pairs[:, 0], pairs[:, 1]
    squared = ratio.std_error**2
    variance = squared[first] + squared[second]
    shared = _over(squared**2, n - 1.0)
    df = _over(variance**2, shared[first] + shared[second])
    error = np.sqrt(variance)
    difference = ratio.estimate[second] - ratio.estimate[first]
    margin = t_quantile(sensible(level), df) * error
    names = np.array(groups, dtype=object)
    known = np.isfinite(error) & np.isfinite(difference)
    return pd.DataFrame(
        {
            "group": pd.Series(names[second], dtype="str"),
            "reference": pd.Series(names[first], dtype="str"),
            "estimate": np.where(known, difference, np.nan),
            "std_error": error,
            "ci_lower": difference - margin,
            "ci_upper": difference + margin,
            "statistic": difference / error,
            "p_value": two_sided_t_p(difference / error, df),
            "status": np.where(known, SHOWN, NOT_ESTIMABLE),
        }
    )


def _over(part: FloatArray, of: FloatArray) -> FloatArray:
    """What is `part / of`, and NaN where `of` is 0?"""
    return np.divide(part, of, out=np.full(part.shape, np.nan), where=of > 0.0)


def _variance_of_mean(squares: FloatArray, around: FloatArray, n: FloatArray) -> FloatArray:
    """What is the variance of a mean, 0 where it is no more than the rounding of the sums?"""
    spread = squares - around
    return _over(np.where(_is_more(spread, squares), spread, 0.0), n * (n - 1.0))


def _is_more(value: FloatArray, than: FloatArray) -> BoolArray:
    """Is a value more than the rounding of what it was subtracted from? NaN is not."""
    return np.asarray(value > _ROUNDING * than, dtype=np.bool_)
