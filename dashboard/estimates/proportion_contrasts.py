"""By how much do two groups differ in a share, and how surprising is that?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.distributions import normal_quantile
from dashboard.estimates.proportions import Interval, counted, sensible, share, wilson
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN

# Each contrast with its method, in the order of the rows of a pair.
_METHODS = {
    "difference": "newcombe",
    "ratio": "miettinen_nurminen",
    "fisher_test": "fisher_exact",
}
# The logarithm of a ratio is looked for between -100 and 100; after 64 halvings that is exact.
_WIDEST, _HALVINGS = 100.0, 64
# R's `fisher.test` counts tables as equally probable that differ by less than this.
_AS_PROBABLE = 1.0 + 1e-7


def newcombe(
    events: ArrayLike,
    patients: ArrayLike,
    reference_events: ArrayLike,
    reference_patients: ArrayLike,
    level: float = 0.95,
) -> Interval:
    """By how much does each group's share differ from its reference's?

    Parameters
    ----------
    events, patients, reference_events, reference_patients
        Whole numbers of 0 or more, shape (n_pairs,); a single number counts as one pair.
    level
        Of the two-sided limits.

    Returns
    -------
    Interval
        Group minus reference, -1 to 1; NaN where either has no patients.

    Notes
    -----
    Hybrid score limits without continuity correction (method 10): with shares p and q and their
    Wilson limits, from `p - q - sqrt((p - p_lower)^2 + (q_upper - q)^2)` to
    `p - q + sqrt((p_upper - p)^2 + (q - q_lower)^2)`. They have a width where nobody had the
    event on either side, too.

    Source: Newcombe (1998), Stat Med 17:873-890,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I. Agrees with the same
    formula on the limits of R `prop.test(correct = FALSE)` to 1e-9.
    """
    x, n, y, m = _sides(events, patients, reference_events, reference_patients)
    own, other = wilson(x, n, level), wilson(y, m, level)
    difference = own.estimate - other.estimate
    below = np.hypot(own.estimate - own.lower, other.upper - other.estimate)
    above = np.hypot(own.upper - own.estimate, other.estimate - other.lower)
    return Interval(difference, difference - below, difference + above)


def miettinen_nurminen(
    events: ArrayLike,
    patients: ArrayLike,
    reference_events: ArrayLike,
    reference_patients: ArrayLike,
    level: float = 0.95,
) -> Interval:
    """How many times its reference's share is each group's?

    Parameters
    ----------
    events, patients, reference_events, reference_patients
        Whole numbers of 0 or more, shape (n_pairs,); a single number counts as one pair.
    level
        Of the two-sided limits.

    Returns
    -------
    Interval
        Group over reference, 0 or more. Without an event in the group the estimate and the lower
        limit are 0; without one in the reference the estimate and the upper limit are infinite;
        without any the limits are 0 and infinity, and the estimate is NaN. All three are NaN
        where either side has no patients.

    Notes
    -----
    The limits are the ratios r at which the score `(p - r q) / sqrt(V)` equals plus and minus the
    normal quantile, with `V = (P (1 - P) / n + r^2 Q (1 - Q) / m) N / (N - 1)`, N = n + m, and
    P = r Q the likeliest shares under that ratio, the root of a quadratic equation. Found by
    halving the logarithm of r; the upper limit is one over the lower limit of the pair swapped.

    Source: Miettinen & Nurminen (1985), Stat Med 4:213-226, doi:10.1002/sim.4780040211. Agrees
    with the same limits found in R, there too by bisection, to 1e-9.
    """
    x, n, y, m = _sides(events, patients, reference_events, reference_patients)
    z = normal_quantile(sensible(level))
    lower, inverse = _lowest_ratio(x, n, y, m, z), _lowest_ratio(y, m, x, n, z)
    return Interval(_over(share(x, n), share(y, m)), lower, _over(np.ones(x.shape), inverse))


def fisher_exact(
    events: ArrayLike,
    patients: ArrayLike,
    reference_events: ArrayLike,
    reference_patients: ArrayLike,
) -> FloatArray:
    """How probable are numbers at least as unequal, if group and reference are alike?

    Parameters
    ----------
    events, patients, reference_events, reference_patients
        Whole numbers of 0 or more, shape (n_pairs,); a single number counts as one pair.

    Returns
    -------
    ndarray
        Shape (n_pairs,): two-sided p-values, 0 to 1. 1 where there is only one way to share out
        the events: none at all, everybody, or nobody on one side.

    Notes
    -----
    Given how many events there were, those of the group follow the hypergeometric distribution;
    the probabilities of all numbers no more probable than the one seen are added up, where R's
    `1 + 1e-7` counts as equally probable.

    Source: Fisher (1935), J R Stat Soc 98:39-82, doi:10.2307/2342435. Agrees with R
    `fisher.test(matrix(c(x, n - x, y, m - y), 2))$p.value` to 1e-9.
    """
    x, n, y, m = _sides(events, patients, reference_events, reference_patients)
    return np.array([_fisher(*each) for each in zip(x, n, y, m, strict=True)], dtype=float)


def pair_contrasts(
    groups: Sequence[str], events: ArrayLike, patients: ArrayLike, level: float = 0.95
) -> pd.DataFrame:
    """By how much, how many times, and how surprisingly does each group differ from each earlier?

    Parameters
    ----------
    groups
        The groups to compare; of each pair the earlier is the reference.
    events, patients
        Whole numbers of 0 or more, shape (n_groups,).
    level
        Of the two-sided limits.

    Returns
    -------
    pandas.DataFrame
        Three rows per pair: ``group``, ``reference``, ``contrast`` (``difference``, ``ratio``,
        ``fisher_test``), ``estimate`` (blank for the test), ``std_error`` (of the difference only),
        ``ci_lower``, ``ci_upper``, ``p_value`` (of the test only), ``method``, ``status``.

        ``not_estimable`` and blank: every row of a pair with no patients on a side, and the ratio
        where nobody had the event on either. A ratio to a reference without an event is infinite
        and ``shown``: its lower limit says something. Holm's correction is left to the caller, who
        knows over how many kinds.

    Raises
    ------
    BadInput
        A group is named twice, or there are not as many groups as numbers.

    Notes
    -----
    See `newcombe`, `miettinen_nurminen` and `fisher_exact`. The standard error is
    `sqrt(p (1 - p) / n + q (1 - q) / m)`, blank where it is 0, and the limits do not rest on it.
    """
    x, n = counted(events, patients)
    if len(groups) != len(x) or len(set(groups)) < len(groups):
        raise BadInput(
            f"{len(x)} numbers of events do not belong to the groups {list(groups)}.",
            "Name each group once, and give one number for each.",
        )
    pairs = np.array(list(combinations(range(len(groups)), 2)), dtype=np.int64).reshape(-1, 2)
    first, second = pairs[:, 0], pairs[:, 1]
    sides = (x[second], n[second], x[first], n[first])
    difference, ratio = newcombe(*sides, level), miettinen_nurminen(*sides, level)
    both = (n[second] > 0.0) & (n[first] > 0.0)
    known = np.column_stack([both, ~np.isnan(ratio.estimate), both])

    def blank_or(*columns: FloatArray | None) -> FloatArray:
        filled = [np.full(len(pairs), np.nan) if each is None else each for each in columns]
        return np.where(known, np.column_stack(filled), np.nan).ravel()

    names, n_rows = np.array(groups, dtype=object), len(_METHODS)
    return pd.DataFrame(
        {
            "group": pd.Series(np.repeat(names[second], n_rows), dtype="str"),
            "reference": pd.Series(np.repeat(names[first], n_rows), dtype="str"),
            "contrast": pd.Series(list(_METHODS) * len(pairs), dtype="str"),
            "estimate": blank_or(difference.estimate, ratio.estimate, None),
            "std_error": blank_or(_error(*sides), None, None),
            "ci_lower": blank_or(difference.lower, ratio.lower, None),
            "ci_upper": blank_or(difference.upper, ratio.upper, None),
            "p_value": blank_or(None, None, fisher_exact(*sides)),
            "method": pd.Series(list(_METHODS.values()) * len(pairs), dtype="str"),
            "status": pd.Series(np.where(known, SHOWN, NOT_ESTIMABLE).ravel(), dtype="str"),
        }
    )


def _sides(
    events: ArrayLike,
    patients: ArrayLike,
    reference_events: ArrayLike,
    reference_patients: ArrayLike,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Which numbers have the groups and their references, pair by pair?"""
    x, n = counted(events, patients)
    y, m = counted(reference_events, reference_patients)
    if len(x) != len(y):
        raise BadInput(f"{len(x)} groups have {len(y)} references.", "Give each group its own.")
    return x, n, y, m


def _over(part: FloatArray, of: FloatArray) -> FloatArray:
    """What is `part / of`: infinite where only `of` is 0, NaN where both are?"""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.divide(part, of)


def _error(x: FloatArray, n: FloatArray, y: FloatArray, m: FloatArray) -> FloatArray:
    """What is the standard error of the difference of two shares, where it is not 0?"""
    variance = _over(share(x, n) * (1.0 - share(x, n)), n)
    variance = variance + _over(share(y, m) * (1.0 - share(y, m)), m)
    return np.sqrt(np.where(variance > 0.0, variance, np.nan))


def _lowest_ratio(
    x: FloatArray, n: FloatArray, y: FloatArray, m: FloatArray, z: float
) -> FloatArray:
    """Which is the smallest ratio that a score test would not reject? 0 without an event."""
    own, other = np.maximum(n, 1.0), np.maximum(m, 1.0)
    low, high = np.full(x.shape, -_WIDEST), np.full(x.shape, _WIDEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        too_low = _excess(np.exp(middle), x, own, y, other, z) > 0.0
        low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
    lowest = np.where(x > 0.0, np.exp(low), 0.0)
    return np.where((n > 0.0) & (m > 0.0), lowest, np.nan)


def _excess(
    r: FloatArray, x: FloatArray, n: FloatArray, y: FloatArray, m: FloatArray, z: float
) -> FloatArray:
    """By how much is the group's share larger than z errors above r times its reference's?"""
    linear = r * (n + y) + x + m
    root = np.sqrt(np.maximum(linear**2 - 4.0 * (n + m) * r * (x + y), 0.0))
    likeliest = np.minimum(2.0 * (x + y) / (linear + root), 1.0)
    own = np.minimum(r * likeliest, 1.0)
    variance = own * (1.0 - own) / n + r**2 * likeliest * (1.0 - likeliest) / m
    return x / n - r * y / m - z * np.sqrt(variance * (n + m) / (n + m - 1.0))


def _fisher(x: float, n: float, y: float, m: float) -> float:
    """How probable is it that x + y events fall on n and m patients as unequally as they did?

    Only numbers within a window round the mean are looked at: outside, by Bernstein's inequality,
    a probability is below the smallest positive number there is. So the work grows with the
    spread, not with the patients.
    """
    k, mean = x + y, (x + y) * n / max(n + m, 1.0)
    reach = 500.0 + 39.0 * np.sqrt(mean * m / max(n + m, 1.0))
    lowest, highest = max(0.0, k - m, np.floor(mean - reach)), min(k, n, np.ceil(mean + reach))
    if not lowest <= x <= highest:
        return 0.0
    mode = min(max(np.floor((k + 1.0) * (n + 1.0) / (n + m + 2.0)), lowest), highest)
    i = np.arange(lowest, highest)
    step = np.log((n - i) * (k - i)) - np.log((i + 1.0) * (m - k + i + 1.0))
    # Sums from the mode outwards: they are small, hence exact, where the probability is large.
    turn = int(mode - lowest)
    below, above = -np.cumsum(step[:turn][::-1])[::-1], np.cumsum(step[turn:])
    weight = np.exp(np.concatenate([below, [0.0], above]))
    as_probable = weight <= weight[int(x - lowest)] * _AS_PROBABLE
    return min(float(weight[as_probable].sum() / weight.sum()), 1.0)
