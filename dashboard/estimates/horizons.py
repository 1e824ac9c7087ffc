"""What a curve says at given days, and how groups differ there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.curves import Curve, loglog_limits, whole

_ROUNDING = 1e-12


def at_horizons(curve: Curve, horizons: Sequence[int], level: float = 0.95) -> pd.DataFrame:
    """What share by each of these days, and on how much does the figure rest?

    Parameters
    ----------
    curve
        From `aalen_johansen`, `kaplan_meier` or `clusters.clustered`.
    horizons
        Whole days, each 0 or more.
    level
        Of the two-sided log(-log) limits.

    Returns
    -------
    pandas.DataFrame
        One row per group and horizon: `group`, `horizon_days`, `patients` (at the start),
        `at_risk` (observed for at least `horizon_days`), `events`, `competing`, `censored` (up to
        and including the horizon), `censored_before` (censored on an earlier day), `last_day` (on
        which anybody of the group was seen), `estimate`, `std_error`, `ci_lower`, `ci_upper`.

        The curve is a step function carried forward, beyond the last day too: whoever shows a
        figure judges by `at_risk`, `censored_before` and `last_day` whether it is mature.

    Notes
    -----
    Agrees with R `summary(fit, times = horizons, extend = TRUE)` to 1e-9. One departure: where
    the curve is still at its start R prints a limit of that value before the group's first day
    and none after; here there is none in either case.
    """
    _require_horizons(horizons)
    counts = curve.counts
    asked = np.asarray(horizons, dtype=np.int64)
    lower, upper = loglog_limits(curve.estimate, curve.std_error, level)

    def by_then(values: FloatArray, start: float) -> FloatArray:
        return value_at(values, counts.days, asked, start).ravel()

    n_groups, n_horizons = len(counts.groups), len(asked)
    before = np.searchsorted(counts.days, asked, side="left")
    left = _padded(counts.leaving.cumsum(axis=1), 0.0)[:, before]
    censored_before = _padded(counts.censored.cumsum(axis=1), 0.0)[:, before]
    return pd.DataFrame(
        {
            "group": pd.Series(
                np.repeat(np.array(counts.groups, dtype=object), n_horizons), dtype="str"
            ),
            "horizon_days": np.tile(asked, n_groups),
            "patients": whole(np.repeat(counts.patients, n_horizons)),
            "at_risk": whole((counts.patients[:, None] - left).ravel()),
            "events": whole(by_then(counts.events.cumsum(axis=1), 0.0)),
            "competing": whole(by_then(counts.competing.cumsum(axis=1), 0.0)),
            "censored": whole(by_then(counts.censored.cumsum(axis=1), 0.0)),
            "censored_before": whole(censored_before.ravel()),
            "last_day": np.repeat(counts.last_day, n_horizons),
            "estimate": by_then(curve.estimate, curve.start),
            "std_error": by_then(curve.std_error, 0.0),
            "ci_lower": by_then(lower, np.nan),
            "ci_upper": by_then(upper, np.nan),
        }
    )


def value_at(values: FloatArray, days: IntArray, asked: IntArray, start: float) -> FloatArray:
    """What is a step function's value on the days asked, `start` before its first step?"""
    return _padded(values, start)[:, np.searchsorted(days, asked, side="right")]


def _padded(values: FloatArray, start: float) -> FloatArray:
    first = np.full((values.shape[0], 1), start)
    return np.concatenate([first, values], axis=1)


def _require_horizons(horizons: Sequence[int]) -> None:
    if len(set(horizons)) < len(horizons):
        raise BadInput(f"A horizon is asked for twice: {list(horizons)}.", "Name each day once.")
    for horizon in horizons:
        if horizon < 0 or horizon != int(horizon):
            raise BadInput(
                f"The horizon {horizon} is not a day.", "Horizons are whole days of 0 or more."
            )
