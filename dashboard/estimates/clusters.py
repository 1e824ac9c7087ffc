"""How sure can one be of a curve when a patient has several episodes?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.estimates.arrays import (
    CERTAIN,
    FloatArray,
    IntArray,
    before,
    ratio,
    running_product,
)
from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.counts import Counts
from dashboard.estimates.curves import Curve
from dashboard.estimates.pairs import EpisodePairs


@dataclass(frozen=True, eq=False)
class Influence:
    """How much would one episode more of a cell move its group's cumulative incidence F(t)?

    The influence on F(t) is `level - F(t) * slope`, where `level` and `slope` are those of the
    cell once the episode has ended (t >= its day), and those of the day t while it runs.

    Attributes
    ----------
    ended
        Shape (3, n_groups, n_days, 2): level and slope by status (event, competing, censored),
        group and last day.
    running
        Shape (n_groups, n_days, 2): level and slope on day t of an episode that ends later.
    curve
        The cumulative incidence, with the standard errors of independent episodes.
    """

    ended: FloatArray
    running: FloatArray
    curve: Curve

    def at(self, horizon: int) -> FloatArray:
        """What is each cell's influence on F(horizon)? Shape (3, n_groups, n_days)"""
        days = self.curve.counts.days
        last = int(np.searchsorted(days, horizon, side="right")) - 1
        if last < 0:
            return np.zeros(self.ended.shape[:3])
        now = np.stack([np.ones(len(self.running)), -self.curve.estimate[:, last]], axis=1)
        ended = np.einsum("sgdk,gk->sgd", self.ended, now)
        running = np.einsum("gk,gk->g", self.running[:, last], now)
        by_cell: FloatArray = np.where(days <= days[last], ended, running[:, None])
        return by_cell


def influence(counts: Counts) -> Influence:
    """How much does each episode move the cumulative incidence of its group?

    Notes
    -----
    The derivative of the Aalen-Johansen estimate by the weight of one episode. With the notation
    of `aalen_johansen`, M_i the episode's own events less what its time at risk led one to expect:
    `sum over u <= t of S(u-) / n(u) dM1_i(u) - (F(t) - F(u)) / (n(u) - d(u)) dM_i(u)`, d counting
    both kinds of event; the factor F(t) is taken out of the sum, so that each cell needs two
    numbers. Their squares add up to the variance of `aalen_johansen`.
    """
    curve = aalen_johansen(counts)
    n, d = counts.at_risk, counts.events
    any_event = d + counts.competing
    free = before(running_product(1.0 - ratio(any_event, n)), 1.0)
    # Where nobody is left the second term has F(t) = F(u): it never counts, and is set to 0.
    jump = np.stack([ratio(curve.estimate, n - any_event), ratio(1.0, n - any_event)], axis=-1)
    own = np.stack([ratio(free, n), np.zeros(n.shape)], axis=-1)
    hazard, hazard_any = ratio(d, n)[:, :, None], ratio(any_event, n)[:, :, None]
    running = -np.cumsum(hazard * own + hazard_any * jump, axis=1)
    ended = np.stack([running + own + jump, running + jump, running])
    return Influence(ended, running, curve)


def clustered(counts: Counts, pairs: EpisodePairs) -> Curve:
    """What share has had the event by each day, and how sure can one be, episode by episode?

    The cumulative incidence of `aalen_johansen` with the cluster sandwich error by patient: the
    influences of one patient's episodes are added up before they are squared.

    Parameters
    ----------
    counts
        Episodes by group and day.
    pairs
        The pairs of one patient's episodes, from `pairs.pairs_in` and the same counts.

    Notes
    -----
    Source: Lin & Wei (1989), doi:10.1080/01621459.1989.10478874; Zhou, Fine, Latouche & Labopin
    (2012), doi:10.1093/biostatistics/kxr032. It is the sum that R `survfit(..., cluster =
    patient)` takes; the tests hold it against derivatives by each patient's weight, from rows.
    """
    effect = influence(counts)
    curve = effect.curve
    extra = np.zeros_like(curve.estimate)
    for row in range(len(counts.groups)):
        extra[row] = _between_episodes(effect, pairs.within(row), row)
    variance = np.maximum(curve.std_error**2 + extra, 0.0)
    uncertain = (curve.estimate > 0.0) & (curve.estimate < CERTAIN)
    return replace(curve, std_error=np.sqrt(np.where(uncertain, variance, 0.0)))


def covariances(counts: Counts, pairs: EpisodePairs, horizons: Sequence[int]) -> pd.DataFrame:
    """How do the shares of two groups move together because patients stand in both?

    Returns
    -------
    pandas.DataFrame
        `group`, `other_group`, `horizon_days`, `covariance`, for each ordered pair of different
        groups; for `horizons.differences`.
    """
    effect = influence(counts)
    size = len(counts.groups)
    cell = pairs.group * size + pairs.other_group
    rows = []
    for horizon in horizons:
        own, other = _at_pairs(effect.at(horizon), pairs)
        total = np.bincount(cell, weights=pairs.number * own * other, minlength=size**2)
        rows += [
            (group, second, horizon, total[i * size + j])
            for i, group in enumerate(counts.groups)
            for j, second in enumerate(counts.groups)
            if i != j
        ]
    return pd.DataFrame(rows, columns=["group", "other_group", "horizon_days", "covariance"])


def _at_pairs(by_cell: FloatArray, pairs: EpisodePairs) -> tuple[FloatArray, FloatArray]:
    return (
        by_cell[pairs.status, pairs.group, pairs.day],
        by_cell[pairs.other_status, pairs.other_group, pairs.other_day],
    )


def _between_episodes(effect: Influence, pairs: EpisodePairs, row: int) -> FloatArray:
    """What do pairs of a patient's episodes in one group add to the variance on each day?

    Sums of products of two influences over pairs, which change only on the days on which one of
    the two episodes ends: both running, one, none. Shape (n_days,).
    """
    running = effect.running[row]
    n_days = len(running)
    own, other = _at_pairs(effect.ended, pairs)
    first, last = np.minimum(pairs.day, pairs.other_day), np.maximum(pairs.day, pairs.other_day)
    own_ended = pairs.day < pairs.other_day

    def since(day: IntArray, values: FloatArray) -> FloatArray:
        """What have the pairs whose `day` has come added up to by each day?"""
        total = np.zeros((n_days, *values.shape[1:]))
        np.add.at(total, day, values)
        return total.cumsum(axis=0)

    weighted = pairs.number[:, None] * own
    neither = pairs.number.sum() - since(first, pairs.number)
    # The mirrored rows, in which the other episode ends first, add the same again.
    one = since(first[own_ended], weighted[own_ended]) - since(last[own_ended], weighted[own_ended])
    both = since(last, weighted[:, :, None] * other[:, None, :])

    moments = (
        both
        + 2.0 * one[:, :, None] * running[:, None, :]
        + neither[:, None, None] * running[:, :, None] * running[:, None, :]
    )
    now = np.stack([np.ones(n_days), -effect.curve.estimate[row]], axis=1)
    extra: FloatArray = np.einsum("dk,dkl,dl->d", now, moments, now)
    return extra
