"""By how much do groups differ in a share, pair by pair, at each horizon?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.distributions import normal_quantile, two_sided_p
from dashboard.estimates.multiplicity import holm
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN

_COLUMNS = ("estimate", "std_error", "status")
# Where two groups are the same patients the variances cancel, but for the rounding of their sum.
_ROUNDING = 1e-12


def pair_differences(
    at: pd.DataFrame,
    groups: Sequence[str],
    level: float = 0.95,
    covariances: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """By how much does each group's share differ from each earlier group's, at each horizon?

    Parameters
    ----------
    at
        From `horizons.at_horizons`: ``group``, ``horizon_days``, ``estimate``, ``std_error`` and,
        where there is one, ``status``. A side that is not ``shown`` spoils its pairs: they take its
        status and have no figure.
    groups
        The groups to compare; of each pair the earlier is subtracted.
    level
        Of the two-sided normal limits.
    covariances
        From `clusters.covariances`, where patients may stand in two groups; else the groups are
        independent.

    Returns
    -------
    pandas.DataFrame
        One row per pair and horizon: ``group``, ``reference``, ``horizon_days``, ``estimate``
        (group minus reference, -1 to 1), ``std_error``, ``ci_lower``, ``ci_upper``, ``statistic``
        (z), ``p_value``, ``p_holm`` (over the pairs of the horizon), ``status``.

    Raises
    ------
    BadInput
        A group has no figures.

    Notes
    -----
    `se = sqrt(se_group^2 + se_reference^2 - 2 cov)`. ``not_estimable`` where that is 0 or unknown:
    with no event on either side there is no measure of how sure one can be. Agrees with the
    differences of R `survfit` estimates and their normal limits to 1e-9.
    """
    horizons = np.unique(at["horizon_days"].to_numpy(dtype=np.int64))
    share, error, status = (_by_group(at, groups, horizons, name) for name in _COLUMNS)
    pairs = np.array(list(combinations(range(len(groups)), 2)), dtype=np.int64).reshape(-1, 2)
    first, second = pairs[:, 0], pairs[:, 1]
    variance = error[second] ** 2 + error[first] ** 2
    if covariances is not None:
        variance = variance - 2.0 * _shared(covariances, groups, horizons)[first, second]
    spoilt = np.where(status[second] == SHOWN, status[first], status[second])
    rounding = _ROUNDING * (error[second] ** 2 + error[first] ** 2)
    known = (spoilt == SHOWN) & (np.nan_to_num(variance) > np.nan_to_num(rounding))
    own = np.sqrt(np.where(known, variance, np.nan))
    difference = np.where(spoilt == SHOWN, share[second] - share[first], np.nan)
    p_value = two_sided_p(difference / own)
    margin = normal_quantile(level) * own
    names = np.array(groups, dtype=object)
    n_horizons = len(horizons)
    return pd.DataFrame(
        {
            "group": pd.Series(np.repeat(names[second], n_horizons), dtype="str"),
            "reference": pd.Series(np.repeat(names[first], n_horizons), dtype="str"),
            "horizon_days": np.tile(horizons, len(pairs)),
            "estimate": difference.ravel(),
            "std_error": own.ravel(),
            "ci_lower": (difference - margin).ravel(),
            "ci_upper": (difference + margin).ravel(),
            "statistic": (difference / own).ravel(),
            "p_value": p_value.ravel(),
            "p_holm": _by_column(p_value).ravel(),
            "status": pd.Series(
                np.where(known | (spoilt != SHOWN), spoilt, NOT_ESTIMABLE).ravel(), dtype="str"
            ),
        }
    )


def _by_column(p_value: FloatArray) -> FloatArray:
    """How do the p-values look once corrected over the pairs of each horizon?"""
    corrected = np.empty_like(p_value)
    for column in range(p_value.shape[1]):
        corrected[:, column] = holm(p_value[:, column])
    return corrected


def _by_group(at: pd.DataFrame, groups: Sequence[str], horizons: IntArray, name: str) -> Any:
    """What has each group at each horizon? Shape (n_groups, n_horizons)."""
    values = at[name].tolist() if name in at else [SHOWN] * len(at)
    held = dict(zip(zip(at["group"], at["horizon_days"], strict=True), values, strict=True))
    for group in groups:
        if (group, horizons[0]) not in held:
            raise BadInput(
                f"'{group}' is not among the groups.",
                "Choose a group that has records in this cohort.",
            )
    table = [[held[group, horizon] for horizon in horizons] for group in groups]
    return np.array(table, dtype=object if name == "status" else float)


def _shared(covariances: pd.DataFrame, groups: Sequence[str], horizons: IntArray) -> FloatArray:
    """How do the shares of two groups move together? Shape (n_groups, n_groups, n_horizons)."""
    place = {group: number for number, group in enumerate(groups)}
    column = {int(day): number for number, day in enumerate(horizons)}
    table = np.zeros((len(groups), len(groups), len(horizons)))
    for row in covariances.to_dict("records"):
        group, other, day = row["group"], row["other_group"], row["horizon_days"]
        if group in place and other in place and day in column:
            table[place[group], place[other], column[day]] = row["covariance"]
    return table
