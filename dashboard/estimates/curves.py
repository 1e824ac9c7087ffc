"""A curve over days, one for each group: its limits, and the frame in which it leaves the room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.estimates.arrays import CERTAIN, FloatArray, IntArray
from dashboard.estimates.counts import Counts
from dashboard.estimates.distributions import normal_quantile


@dataclass(frozen=True, eq=False)
class Curve:
    """What share, day by day, and how sure can one be?

    Attributes
    ----------
    counts
        What it was estimated from.
    start
        The value before the first day: 0 for a cumulative incidence, 1 for survival.
    estimate, std_error
        Shape (n_groups, n_days); a step function that holds from its day on.
    """

    counts: Counts
    start: float
    estimate: FloatArray
    std_error: FloatArray


def loglog_limits(
    estimate: FloatArray, std_error: FloatArray, level: float
) -> tuple[FloatArray, FloatArray]:
    """Between which limits does the share lie, if uncertainty is normal for log(-log share)?

    Notes
    -----
    `exp(-exp(log(-log F) -+ z se / (F log F)))`: always between 0 and 1, and not symmetric.
    Undefined, hence NaN, where F is 0 or 1.

    Source: Kalbfleisch & Prentice, *The Statistical Analysis of Failure Time Data*, 2nd ed.
    (2002), section 1.4, doi:10.1002/9781118032985. Agrees with R `survfit(..., conf.type =
    "log-log")` to 1e-9, of which it is also the rule for several states.
    """
    inside = (estimate > 0.0) & (estimate < CERTAIN) & np.isfinite(std_error)
    share = np.where(inside, estimate, 0.5)
    log_share = np.log(share)
    width = normal_quantile(level) * np.where(inside, std_error, 0.0) / (share * log_share)
    # Next to 0 or 1 the width is huge; an overflowing exponential then says, rightly, 0 or 1.
    with np.errstate(over="ignore"):
        lower = np.exp(log_share * np.exp(-width))
        upper = np.exp(log_share * np.exp(width))
    return np.where(inside, lower, np.nan), np.where(inside, upper, np.nan)


def tabulate(curve: Curve, level: float = 0.95) -> pd.DataFrame:
    """How does the curve read as a table: one row per group and day on which anything happened?

    Returns
    -------
    pandas.DataFrame
        `group`, `day`, `at_risk`, `events`, `competing`, `censored`, `estimate`, `std_error`,
        `ci_lower`, `ci_upper`; groups in their order, days ascending. Shares are 0 to 1.
    """
    counts = curve.counts
    row, column = np.nonzero(counts.leaving)
    lower, upper = loglog_limits(curve.estimate, curve.std_error, level)
    names = np.array(counts.groups, dtype=object)
    return pd.DataFrame(
        {
            "group": pd.Series(names[row], dtype="str"),
            "day": counts.days[column],
            "at_risk": whole(counts.at_risk[row, column]),
            "events": whole(counts.events[row, column]),
            "competing": whole(counts.competing[row, column]),
            "censored": whole(counts.censored[row, column]),
            "estimate": curve.estimate[row, column],
            "std_error": curve.std_error[row, column],
            "ci_lower": lower[row, column],
            "ci_upper": upper[row, column],
        }
    )


def whole(values: FloatArray) -> FloatArray | IntArray:
    """Are these counts whole numbers? Then say so by their type."""
    rounded = values.astype(np.int64)
    return rounded if (rounded == values).all() else values
