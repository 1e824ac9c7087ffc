"""How sure can one be of a restricted mean when a patient has several episodes?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.clusters import Influence, influence
from dashboard.estimates.counts import Counts
from dashboard.estimates.distributions import normal_quantile
from dashboard.estimates.pairs import EpisodePairs


def clustered_means(
    means: pd.DataFrame, counts: Counts, pairs: EpisodePairs, level: float = 0.95
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How sure can one be of these restricted means, the episodes of a patient being alike?

    Parameters
    ----------
    means
        From `restricted_mean.restricted_means` of the same counts.
    counts
        Episodes by group and day; nothing may compete.
    pairs
        The pairs of one patient's episodes, from `pairs.pairs_in` and the same counts.
    level
        Of the two-sided normal limits.

    Returns
    -------
    means
        The same rows; `std_error`, `ci_lower` and `ci_upper` (days) are those of the cluster
        sandwich by patient. An error of 0 stays 0, and has no limits.
    covariances
        `group`, `other_group`, `horizon_days`, `covariance` (days squared), for each ordered pair
        of different groups: for `differences.pair_differences`.

    Notes
    -----
    The influence of an episode on the mean is the area under its influence on the share still
    free of the event, day by day. Squared and added up over episodes it is Greenwood's variance;
    here the products of one patient's episodes are added.

    Source: Lin & Wei (1989), doi:10.1080/01621459.1989.10478874. The tests hold it against
    derivatives by each patient's weight, from rows.
    """
    effect = influence(counts)
    size = len(counts.groups)
    cell = pairs.group * size + pairs.other_group
    horizons = np.unique(means["horizon_days"].to_numpy(dtype=np.int64)).tolist()
    totals: dict[int, FloatArray] = {}
    for horizon in horizons:
        by_cell = _area(effect, horizon)
        own = by_cell[pairs.status, pairs.group, pairs.day]
        other = by_cell[pairs.other_status, pairs.other_group, pairs.other_day]
        total = np.bincount(cell, weights=pairs.number * own * other, minlength=size**2)
        totals[horizon] = total.astype(float).reshape(size, size)
    place = [counts.index_of(str(group)) for group in means["group"]]
    extra = np.array(
        [totals[day][row, row] for row, day in zip(place, means["horizon_days"], strict=True)]
    )
    independent = means["std_error"].to_numpy(dtype=float)
    error = np.sqrt(np.maximum(independent**2 + np.where(independent > 0.0, extra, 0.0), 0.0))
    mean = means["estimate"].to_numpy(dtype=float)
    margin = normal_quantile(level) * np.where(error > 0.0, error, np.nan)
    table = means.assign(std_error=error, ci_lower=mean - margin, ci_upper=mean + margin)
    return table, _between(counts.groups, totals)


def _between(groups: Sequence[str], totals: dict[int, FloatArray]) -> pd.DataFrame:
    """How do the means of two groups move together because patients stand in both?"""
    rows = [
        (group, other, horizon, total[i, j])
        for horizon, total in totals.items()
        for i, group in enumerate(groups)
        for j, other in enumerate(groups)
        if i != j
    ]
    return pd.DataFrame(rows, columns=["group", "other_group", "horizon_days", "covariance"])


def _area(effect: Influence, horizon: int) -> FloatArray:
    """How much would one episode more of each cell move the mean? Shape (3, n_groups, n_days)."""
    days = effect.curve.counts.days
    ends = np.minimum(np.append(days[1:], horizon), horizon)
    area = np.zeros(effect.ended.shape[:3])
    for day, end in zip(days.tolist(), ends.tolist(), strict=True):
        if day >= horizon:
            break
        area -= effect.at(day) * (end - day)
    return area
