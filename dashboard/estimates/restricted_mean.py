"""How many days free of the event, on average, up to a given day: the restricted mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.estimates.arrays import FloatArray, from_then_on, ratio
from dashboard.estimates.counts import Counts
from dashboard.estimates.curves import Curve
from dashboard.estimates.distributions import normal_quantile
from dashboard.estimates.horizons import at_horizons
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from dashboard.estimates.survival import kaplan_meier


def restricted_means(counts: Counts, horizons: Sequence[int], level: float = 0.95) -> pd.DataFrame:
    """How many days until the event on average, whoever goes without it counted to the horizon?

    Parameters
    ----------
    counts
        Events and censorings by group and day. A competing event ends observation.
    horizons
        Whole days, each 0 or more: up to which day is averaged.
    level
        Of the two-sided normal limits.

    Returns
    -------
    pandas.DataFrame
        One row per group and horizon, with the columns of `horizons.at_horizons`, but `estimate`
        (days, 0 to `horizon_days`), `std_error`, `ci_lower` and `ci_upper` (days) of the
        restricted mean; and `status`: `not_estimable`, without a figure, where the horizon lies
        beyond the last day on which anybody of the group was seen and not all have had the event.

        `differences.pair_differences` takes this frame as it is, and compares the means.

    Raises
    ------
    BadInput
        A horizon is named twice, negative or not whole.

    Notes
    -----
    The area under the Kaplan-Meier curve S from day 0 to the horizon tau; with A(u) the area from
    u to tau, `var = sum over u <= tau of A(u)^2 d / (n (n - d))`, Greenwood's, without a factor
    m / (m - 1) for m events. The day on which S falls to 0 adds nothing: A is 0 from there on.

    Two departures from R, which carries the curve level beyond the last day: here no figure rests
    on days that nobody saw. And an error of 0 (no event before tau, or all on one day) makes no
    limits, as little as S = 1 does: it says that nothing varied, not that all is known.

    Source: Irwin (1949), J Hyg 47:188-189, doi:10.1017/S0022172400014443; Royston & Parmar (2013),
    doi:10.1186/1471-2288-13-152. Agrees with R `summary(survfit(Surv(time, event) ~ group), rmean
    = tau)$table` to 1e-9.
    """
    curve = kaplan_meier(counts)
    table = at_horizons(curve, horizons, level)
    gone = table["estimate"].to_numpy() == 0.0
    known = gone | (table["horizon_days"] <= table["last_day"]).to_numpy()
    areas = [_area(curve, float(horizon)) for horizon in horizons]
    shaped = np.reshape(areas, (len(horizons), 2, len(counts.groups)))
    mean, error = (np.where(known, shaped[:, which].T.ravel(), np.nan) for which in (0, 1))
    margin = normal_quantile(level) * np.where(error > 0.0, error, np.nan)
    return table.assign(
        estimate=mean,
        std_error=error,
        ci_lower=mean - margin,
        ci_upper=mean + margin,
        status=pd.Series(np.where(known, SHOWN, NOT_ESTIMABLE), dtype="str"),
    )


def _area(curve: Curve, horizon: float) -> tuple[FloatArray, FloatArray]:
    """What is the area under the curve up to the horizon, and its error? Both (n_groups,)."""
    counts = curve.counts
    n, d = counts.at_risk, counts.events
    start = np.ones((len(counts.groups), 1))
    days = np.minimum(np.append(0.0, counts.days), horizon)
    pieces = np.hstack([start, curve.estimate]) * np.diff(days, append=horizon)
    left = from_then_on(pieces)[:, 1:]
    variance = (left**2 * ratio(d, n * (n - d))).sum(axis=1)
    return pieces.sum(axis=1), np.sqrt(variance)
