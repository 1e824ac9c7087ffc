"""Does a month lie where months of the same process lie? Shewhart's charts of shares and amounts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from dashboard.errors import BadInput
from dashboard.estimates.arrays import BoolArray, FloatArray
from dashboard.estimates.proportions import counted, share

P, P_PRIME, XMR = "p", "p_prime", "xmr"

# Mean range of two normal values in standard deviations; 3 over it; and the limit of a range over
# its mean (1 + 3 d3/d2): as printed in tables and used by the NHS.
D2, NATURAL, RANGE = 1.128, 2.66, 3.267
# Of moving ranges of independent normal values, by their variance: their own variance, and the
# covariance of two that share a value.
_SPREAD = 2.0 - 4.0 / np.pi
_SHARED = (4.0 / np.pi) * (np.sqrt(0.75) + np.pi / 12.0 - 1.0)
_ONE_SIDED_95 = 1.6448536269514722


@dataclass(frozen=True, eq=False)
class ControlChart:
    """Where is each point, and between which limits would chance alone leave it?

    Attributes
    ----------
    chart
        `p`, `p_prime` or `xmr`.
    value
        Shape (n_points,); NaN where there is none.
    centre
        NaN where the baseline has nothing to say.
    sigma
        Shape (n_points,): one standard deviation of the point.
    sigma_z
        How much more than binomial chance the baseline's points spread (Laney); 1 in `p`, NaN in
        `xmr`.
    lower_warning, upper_warning, lower_limit, upper_limit
        Shape (n_points,): two and three standard deviations from the centre, cut off where no
        value can lie.
    """

    chart: str
    value: FloatArray
    centre: float
    sigma: FloatArray
    sigma_z: float
    lower_warning: FloatArray
    upper_warning: FloatArray
    lower_limit: FloatArray
    upper_limit: FloatArray

    def only(self, kept: BoolArray) -> ControlChart:
        """What does the chart show of these points alone? Centre and limits stay."""
        arrays = (
            "value",
            "sigma",
            "lower_warning",
            "upper_warning",
            "lower_limit",
            "upper_limit",
        )
        return replace(self, **{name: getattr(self, name)[kept] for name in arrays})


def p_chart(
    events: ArrayLike, patients: ArrayLike, baseline: ArrayLike | None = None
) -> ControlChart:
    """Does a month's share lie where binomial chance leaves it?

    Parameters
    ----------
    events, patients
        Whole numbers of 0 or more, shape (n_points,), in order of time.
    baseline
        Shape (n_points,): which points the centre is computed from; all by default.

    Returns
    -------
    ControlChart
        Shares of 0 to 1. A point without patients has no value and no limits.

    Notes
    -----
    Centre: events of the baseline over its patients, c; limits c +- 3 sqrt(c (1 - c) / n), of
    each point's own n. Source: Shewhart (1931), *Economic Control of Quality of Manufactured
    Product*; Montgomery, *Statistical Quality Control*, section 7.2. Agrees with R `qcc(type =
    "p")` to 1e-9.
    """
    happened, n, within = _points(events, patients, baseline)
    centre = float(share(happened[within].sum(keepdims=True), n[within].sum(keepdims=True))[0])
    sigma = np.sqrt(share(np.full_like(n, centre * (1.0 - centre)), n))
    return _around(P, share(happened, n), centre, sigma, 1.0)


def laney_chart(
    events: ArrayLike, patients: ArrayLike, baseline: ArrayLike | None = None
) -> ControlChart:
    """Does a month's share lie where months lie that differ by more than binomial chance?

    Parameters and result as in `p_chart`; `sigma` is that of `p_chart` times `sigma_z`.

    Notes
    -----
    With z the points in binomial standard deviations from the centre, sigma z is the mean moving
    range of the baseline's z over 1.128. NaN where the baseline has fewer than two points, or a
    centre of 0 or 1. Source: Laney (2002), Qual Eng 14:531-537, doi:10.1081/QEN-120003555. Agrees
    with R to 1e-9 (tests/reference, `spc_charts`).
    """
    plain = p_chart(events, patients, baseline)
    within = _baseline(baseline, len(plain.value))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (plain.value - plain.centre) / plain.sigma
    sigma_z = _mean_range(z[within]) / D2 if 0.0 < plain.centre < 1.0 else float("nan")
    return _around(P_PRIME, plain.value, plain.centre, plain.sigma * sigma_z, sigma_z)


def share_chart(
    events: ArrayLike, patients: ArrayLike, baseline: ArrayLike | None = None
) -> ControlChart:
    """Which of the two charts do these shares need, and what does it show?

    Laney's, where the baseline's sigma z is above what 19 of 20 series of binomial points would
    show: 1 + 1.645 standard errors, `sigma_z_by_chance`. Else the plain p chart: limits are never
    drawn narrower than chance alone makes them.
    """
    laney = laney_chart(events, patients, baseline)
    n_points = int((np.isfinite(laney.value) & _baseline(baseline, len(laney.value))).sum())
    if laney.sigma_z > sigma_z_by_chance(n_points):
        return laney
    return p_chart(events, patients, baseline)


def sigma_z_by_chance(n_points: int) -> float:
    """Up to where lies sigma z in 19 of 20 series of so many binomial points? NaN below two.

    Notes
    -----
    The ranges |z_i - z_(i-1)| of independent normal values have variance 2 - 4/pi, two that share a
    value covariance (4/pi)(sqrt(3)/2 + pi/12 - 1), and their mean is near normal. Agrees with a
    simulation in the tests.
    """
    ranges = n_points - 1
    if ranges < 1:
        return float("nan")
    variance = (_SPREAD + 2.0 * _SHARED * (ranges - 1) / ranges) / ranges
    return float(1.0 + _ONE_SIDED_95 * np.sqrt(variance) / D2)


def xmr_chart(
    values: ArrayLike, baseline: ArrayLike | None = None, floor: float = -np.inf
) -> ControlChart:
    """Does a month's amount lie where the others lie, judged by how months follow one another?

    Parameters
    ----------
    values
        Shape (n_points,), in order of time; NaN where there is none.
    baseline
        Shape (n_points,): which points centre and ranges are computed from; all by default.
    floor
        What no value can be below, 0 for minutes; limits are cut off there.

    Notes
    -----
    Centre: the baseline's mean; limits 2.66 mean moving ranges from it (3/1.128), warnings two
    thirds of that. A range spans a missing point. With fewer than two points there are no limits.
    Source: Wheeler & Chambers, *Understanding Statistical Process Control* (1992); NHS England,
    *Making Data Count*. Agrees with R to 1e-9 (tests/reference, `spc_charts`).
    """
    x = np.asarray(values, dtype=float)
    if x.ndim != 1 or np.isinf(x).any():
        raise BadInput(
            "The values of a chart are not one row of finite numbers.", "Give one a month."
        )
    known = x[_baseline(baseline, len(x))]
    known = known[np.isfinite(known)]
    centre = float(known.mean()) if len(known) else float("nan")
    sigma = np.full_like(x, NATURAL / 3.0 * _mean_range(known))
    return _around(XMR, x, centre, sigma, float("nan"), floor, np.inf)


def moving_ranges(values: ArrayLike) -> FloatArray:
    """How far is each value from the one before it? Shape (n_points,), NaN at the first."""
    x = np.asarray(values, dtype=float)
    return np.abs(np.diff(x, prepend=np.nan))


def range_limit(values: ArrayLike) -> float:
    """Above which moving range do two neighbours differ by more than chance? 3.267 mean ranges."""
    return RANGE * _mean_range(np.asarray(values, dtype=float))


def _points(
    events: ArrayLike, patients: ArrayLike, baseline: ArrayLike | None
) -> tuple[FloatArray, FloatArray, BoolArray]:
    happened, n = counted(events, patients)
    return happened, n, _baseline(baseline, len(n))


def _baseline(baseline: ArrayLike | None, n_points: int) -> BoolArray:
    """Which points is the centre computed from?"""
    within = np.ones(n_points) if baseline is None else np.asarray(baseline)
    if within.shape != (n_points,):
        raise BadInput(
            f"The baseline has shape {within.shape} for {n_points} points.",
            "Say of each point whether it belongs to the baseline.",
        )
    return within.astype(np.bool_)


def _mean_range(values: FloatArray) -> float:
    """How far are neighbours apart on average? A missing point is stepped over."""
    known = values[np.isfinite(values)]
    return float(np.abs(np.diff(known)).mean()) if len(known) > 1 else float("nan")


def _around(
    chart: str,
    value: FloatArray,
    centre: float,
    sigma: FloatArray,
    sigma_z: float,
    low: float = 0.0,
    high: float = 1.0,
) -> ControlChart:
    """Which limits lie two and three standard deviations from the centre?"""
    ends = (np.clip(centre + times * sigma, low, high) for times in (-2.0, 2.0, -3.0, 3.0))
    return ControlChart(chart, value, centre, sigma, sigma_z, *ends)
