"""How far from the whole may a unit of its size lie by chance? Limits of a funnel plot."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.distributions import normal_quantile

LEVELS = (0.95, 0.998)


class Limits(NamedTuple):
    """Between which shares, or ratios, lie so many units of a hundred by chance?

    Each has shape (n_units,), NaN where a unit has nobody.
    """

    lower: FloatArray
    upper: FloatArray


def binomial_limits(patients: ArrayLike, centre: float, level: float = 0.95) -> Limits:
    """Between which shares lies a unit of so many patients whose true share is the centre?

    Parameters
    ----------
    patients
        Whole numbers of 0 or more, shape (n_units,).
    centre
        The share of all, 0 to 1.
    level
        Of the two-sided limits; `LEVELS` are those of a funnel.

    Returns
    -------
    Limits
        Shares of 0 to 1.

    Notes
    -----
    Exact, interpolated: with F the binomial distribution, r its quantile at p and a = (F(r) - p) /
    (F(r) - F(r - 1)), the limit is (r - a) / n, cut off at 0 and 1; with a centre of 0 or 1 both are
    the centre. They belong to shares that are not adjusted. Source: Spiegelhalter (2005), Stat Med
    24:1185-1202, doi:10.1002/sim.1970, appendix A.1.1. Agrees with R to 1e-9 (tests/reference,
    `spc_funnel`).
    """
    from scipy.stats import binom

    n = np.atleast_1d(np.asarray(patients, dtype=float))
    if not 0.0 <= centre <= 1.0:
        raise BadInput(f"A funnel cannot be centred on the share {centre:g}.", "It is 0 to 1.")
    known = np.where((centre > 0.0) & (centre < 1.0), np.nan, centre)  # 0 and 1 leave no choice
    ends = [_interpolated(binom, tail, n, (n, centre)) for tail in _tails(level)]
    told = (np.where(np.isnan(known), end, known) for end in ends)
    return Limits(*(np.where(n > 0.0, np.clip(end, 0.0, 1.0), np.nan) for end in told))


def ratio_limits(expected: ArrayLike, level: float = 0.95) -> Limits:
    """Between which ratios of observed to expected lies a unit as good as any, by chance?

    Parameters
    ----------
    expected
        Events expected, 0 or more, shape (n_units,).
    level
        Of the two-sided limits.

    Notes
    -----
    As `binomial_limits`, of the Poisson distribution, around 1; 0 or more. Source: Spiegelhalter
    (2005), appendix A.1. Agrees with R to 1e-9 (tests/reference, `spc_funnel`).
    """
    from scipy.stats import poisson

    e = np.atleast_1d(np.asarray(expected, dtype=float))
    ends = (_interpolated(poisson, tail, e, (e,)) for tail in _tails(level))
    return Limits(*(np.where(e > 0.0, np.maximum(end, 0.0), np.nan) for end in ends))


def overdispersed_limits(
    centre: float, variance: ArrayLike, factor: float = 1.0, level: float = 0.95, high: float = 1.0
) -> Limits:
    """Between which values lies a unit where units differ by more than chance?

    Parameters
    ----------
    centre
        Of all units: a share, or 1 for ratios.
    variance
        By chance alone, shape (n_units,): c (1 - c) / n of a share, 1 / E of a ratio.
    factor
        How many times the variance is that: `overdispersion.Overdispersion.factor`, 1 or more.
    level
        Of the two-sided limits.
    high
        What no value exceeds: 1 for shares, infinity for ratios.

    Notes
    -----
    Normal: centre +- z sqrt(factor variance), cut off at 0 and `high`. Source: Spiegelhalter (2005),
    section 5 (multiplicative model). Agrees with R to 1e-9 (tests/reference, `spc_funnel`).
    """
    half = normal_quantile(level) * np.sqrt(
        factor * np.atleast_1d(np.asarray(variance, dtype=float))
    )
    return Limits(*(np.clip(centre + sign * half, 0.0, high) for sign in (-1.0, 1.0)))


def _tails(level: float) -> tuple[float, float]:
    if not 0.0 < level < 1.0:
        raise BadInput(f"Limits cannot have the level {level:g}.", "Choose 0.95, for example.")
    return (1.0 - level) / 2.0, (1.0 + level) / 2.0


def _interpolated(
    family: Any, tail: float, size: FloatArray, parameters: tuple[Any, ...]
) -> FloatArray:
    """Which number, between two whole ones, has this lower tail? As a share of the size."""
    with np.errstate(divide="ignore", invalid="ignore"):
        r = family.ppf(tail, *parameters)
        at, before = family.cdf(r, *parameters), family.cdf(r - 1.0, *parameters)
        return np.asarray((r - (at - tail) / (at - before)) / size)
