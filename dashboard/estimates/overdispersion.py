"""Do units differ by more than chance and the case mix explain?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dashboard.estimates.arrays import FloatArray

_TAIL = 0.1
_LEVEL = 0.95


@dataclass(frozen=True)
class Overdispersion:
    """How many times chance is the variance between units?

    Attributes
    ----------
    phi
        Mean of the winsorised z squared; NaN without units.
    units
        How many had a z.
    threshold
        What phi has to exceed: the chi-square quantile over the units.
    applied
        Whether it does.
    """

    phi: float
    units: int
    threshold: float
    applied: bool

    @property
    def factor(self) -> float:
        """By what are variances multiplied? 1 where phi is not applied."""
        return self.phi if self.applied else 1.0


def overdispersion(z: ArrayLike) -> Overdispersion:
    """Is the spread of these units more than chance, and how much more?

    Parameters
    ----------
    z
        Each unit's distance from the centre in standard deviations of chance, shape (n_units,):
        `share_scores` or `ratio_scores`. NaN, of a unit without anybody, is left out.

    Notes
    -----
    z is winsorised at its own 10th and 90th percentile, so that the few units that a funnel is to
    find do not hide themselves. Applied where K phi is above the 95 % quantile of chi-square with K
    degrees of freedom, K the number of units; limits then grow by sqrt(phi). Source: Spiegelhalter
    (2005), Stat Med 24:1185-1202, doi:10.1002/sim.1970, section 5; Spiegelhalter and others (2012),
    J R Stat Soc A 175:1-47, doi:10.1111/j.1467-985X.2011.01010.x. phi agrees with R to 1e-9
    (tests/reference, `spc_funnel`).
    """
    from scipy.special import chdtri

    known = np.asarray(z, dtype=float).ravel()
    known = known[np.isfinite(known)]
    if len(known) == 0:
        return Overdispersion(float("nan"), 0, float("nan"), applied=False)
    phi = float(np.mean(winsorised(known) ** 2))
    threshold = float(chdtri(len(known), 1.0 - _LEVEL)) / len(known)
    return Overdispersion(phi, len(known), threshold, applied=phi > threshold)


def winsorised(z: FloatArray) -> FloatArray:
    """Which values are left if the outer tenths are moved to the percentiles that bound them?

    Percentiles as R's default (type 7).
    """
    return np.clip(z, *np.quantile(z, [_TAIL, 1.0 - _TAIL]))


def share_scores(events: ArrayLike, patients: ArrayLike, centre: float) -> FloatArray:
    """How many standard deviations of chance is each unit's share from the centre? (n_units,)"""
    x, n = (np.atleast_1d(np.asarray(each, dtype=float)) for each in (events, patients))
    return _scores(x - n * centre, np.sqrt(n * centre * (1.0 - centre)))


def ratio_scores(observed: ArrayLike, expected: ArrayLike) -> FloatArray:
    """How many standard deviations of a Poisson number is each unit from what was expected?"""
    o, e = (np.atleast_1d(np.asarray(each, dtype=float)) for each in (observed, expected))
    return _scores(o - e, np.sqrt(e))


def _scores(off: FloatArray, deviation: FloatArray) -> FloatArray:
    return np.divide(off, deviation, out=np.full(off.shape, np.nan), where=deviation > 0.0)
