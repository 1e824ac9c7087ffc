"""How long until the event, when nothing competes: Kaplan-Meier, quantiles, log-rank."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.estimates.arrays import FloatArray, IntArray, ratio, running_product
from dashboard.estimates.counts import Counts
from dashboard.estimates.curves import Curve, loglog_limits, tabulate
from dashboard.estimates.results import ChiSquareTest, quadratic_form

# R's `quantile.survfit` calls a curve level with a quantile within sqrt(machine epsilon).
_LEVEL_WITH = float(np.sqrt(np.finfo(float).eps))


def kaplan_meier(counts: Counts) -> Curve:
    """What share is still free of the event after each day? A competing event ends observation.

    Returns
    -------
    Curve
        Survival S, shape (n_groups, n_days), 0 to 1, and Greenwood's standard error; NaN once S
        is 0, as in R.

    Notes
    -----
    `S(t) = prod over u <= t of (1 - d/n)`; `var S = S^2 sum d / (n (n - d))`.
    Source: Kaplan & Meier (1958), doi:10.1080/01621459.1958.10501452. Agrees with R
    `survfit(Surv(time, event) ~ group)` to 1e-9.
    """
    n, d = counts.at_risk, counts.events
    survival = running_product(1.0 - ratio(d, n))
    relative = np.cumsum(ratio(d, n * (n - d)), axis=1)
    std_error = np.where(survival > 0.0, survival * np.sqrt(relative), np.nan)
    return Curve(counts.cause_specific(), 1.0, survival, std_error)


def survival_curve(counts: Counts, level: float = 0.95) -> pd.DataFrame:
    """What share is still free of the event after each day, as a table?

    See `kaplan_meier` for the estimate and `curves.tabulate` for the columns; limits on the
    log(-log S) scale as R `survfit(..., conf.type = "log-log")`, none where S is 0 or 1.
    """
    return tabulate(kaplan_meier(counts), level)


def quantiles(
    curve: Curve, probabilities: Sequence[float] = (0.25, 0.5, 0.75), level: float = 0.95
) -> pd.DataFrame:
    """By which day has a quarter, half, three quarters of each group had the event?

    Returns
    -------
    pandas.DataFrame
        `group`, `probability`, `estimate`, `ci_lower`, `ci_upper` in days; NaN where the curve or
        the limit does not get there.

    Notes
    -----
    The day on which S falls to `1 - probability`; where S lies level with it for a while, the
    middle of that stretch (of the stretch to the last day, if it never falls again). The limits
    are where the limits of S cross: Brookmeyer & Crowley (1982), doi:10.2307/2530286. Agrees with
    R `quantile(survfit(..., conf.type = "log-log"))` exactly.
    """
    lower, upper = loglog_limits(curve.estimate, curve.std_error, level)
    rows = []
    for index, group in enumerate(curve.counts.groups):
        seen = curve.counts.leaving[index] > 0
        days = curve.counts.days[seen]
        for probability in probabilities:
            found = (
                _crossing(days, values[index, seen], 1.0 - probability)
                for values in (curve.estimate, lower, upper)
            )
            rows.append((group, probability, *found))
    columns = ["group", "probability", "estimate", "ci_lower", "ci_upper"]
    return pd.DataFrame(rows, columns=columns)


def _crossing(days: IntArray, survival: FloatArray, target: float) -> float:
    """On which day does a falling step function get to `target`? NaN if it does not."""
    reached = np.flatnonzero(survival <= target + _LEVEL_WITH)
    passed = np.flatnonzero(survival < target - _LEVEL_WITH)
    if reached.size == 0:
        return float("nan")
    leaves = days[passed[0]] if passed.size else days[-1]
    return float(days[reached[0]] + leaves) / 2.0


def median_follow_up(counts: Counts, level: float = 0.95) -> pd.DataFrame:
    """How long was half of each group followed, or would have been, had no event ended it?

    Reverse Kaplan-Meier: censorings are the event; events, of either kind, censor. As everywhere,
    what is the event comes first on a day.

    Returns
    -------
    pandas.DataFrame
        `group`, `probability` (0.5), `estimate`, `ci_lower`, `ci_upper` in days; NaN where more
        than half were never censored.

    Notes
    -----
    Source: Schemper & Smith (1996), doi:10.1016/0197-2456(96)00075-X. Agrees with R
    `quantile(survfit(Surv(time, status == 0) ~ group, conf.type = "log-log"), 0.5)`.
    """
    return quantiles(kaplan_meier(counts.reversed()), (0.5,), level)


def log_rank_table(counts: Counts) -> tuple[FloatArray, FloatArray, FloatArray]:
    """How many events were seen in each group, and how many if the groups did not differ?

    Returns
    -------
    observed, expected, variance
        Shapes (n_groups,), (n_groups,), (n_groups, n_groups): the hypergeometric covariance of
        `observed - expected`. Agree with R `survdiff` (`obs`, `exp`, `var`) to 1e-9.
    """
    n, d = counts.at_risk, counts.events
    n_all, d_all = n.sum(axis=0), d.sum(axis=0)
    share = ratio(n, n_all)
    spread = d_all * ratio(n_all - d_all, n_all - 1.0)
    expected = (share * d_all).sum(axis=1)
    variance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    return d.sum(axis=1), expected, variance


def log_rank(counts: Counts) -> ChiSquareTest:
    """Do the groups have the event at different rates, competing events ending observation?

    Notes
    -----
    The (cause-specific) log-rank test over all groups, one degree of freedom fewer than there are
    groups under observation on a day of an event. `not_estimable` where fewer than two groups
    are, or where the variance is 0 (everybody has the event on one day), on which R stops.

    Source: Mantel (1966), Cancer Chemother Rep 50:163-170. Agrees with R `survdiff(Surv(time,
    event) ~ group)` to 1e-9.
    """
    observed, expected, variance = log_rank_table(counts)
    if observed.sum() == 0:
        return ChiSquareTest.impossible("no event in any group")
    exposed = np.flatnonzero(counts.exposed)
    if len(exposed) < 2:
        return ChiSquareTest.impossible("fewer than two groups were observed on a day of an event")
    kept = exposed[1:]
    statistic = quadratic_form((observed - expected)[kept], variance[np.ix_(kept, kept)])
    if statistic is None:
        return ChiSquareTest.impossible("everybody left has the event on the same day")
    return ChiSquareTest.of(statistic, len(kept))
