"""Gray's test: do cumulative incidences differ between groups?"""

from __future__ import annotations

import numpy as np

from dashboard.estimates.arrays import CERTAIN, FloatArray, before, ratio, running_product
from dashboard.estimates.counts import Counts
from dashboard.estimates.results import ChiSquareTest, quadratic_form

# A score's variance per event is about the group's share of those at risk, seldom below 1e-7.
_ROUNDING = 1e-12


def gray_test(counts: Counts) -> ChiSquareTest:
    """Do the groups differ in how many will have had the event, the competing one allowed for?

    Notes
    -----
    Compares, day by day, each group's hazard of the subdistribution with the pooled one; weights
    rho = 0, no strata. Degrees of freedom: groups minus 1. `not_estimable` without an event or
    with fewer than two groups under observation on a day of one; as in the log-rank test, a group
    that had left before is not compared.

    Source: Gray (1988), Ann Statist 16:1141-1154, doi:10.1214/aos/1176350951. Agrees with R
    `cmprsk::cuminc(time, status, group)$Tests` (cmprsk 2.2) to 1e-9; the p-value is the upper
    tail itself, where cuminc prints one minus the lower and so 0 below 1e-16.
    """
    if counts.events.sum() == 0:
        return ChiSquareTest.impossible("no event in any group")
    kept = np.flatnonzero(counts.exposed)
    if len(kept) < 2:
        return ChiSquareTest.impossible("fewer than two groups were observed on a day of an event")
    score, variance = gray_score(counts)
    free = kept[:-1]
    if not np.isfinite(variance).all():
        return ChiSquareTest.impossible(
            "a group is used up while events go on in others: the pooled incidence reaches 1"
        )
    rounding = _ROUNDING * counts.events.sum()
    statistic = quadratic_form(score[free], variance[np.ix_(free, free)], rounding)
    if statistic is None:
        return ChiSquareTest.impossible("the days of the events leave nothing to compare")
    return ChiSquareTest.of(statistic, len(free))


def gray_score(counts: Counts) -> tuple[FloatArray, FloatArray]:
    """How many more events than pooled, in each group, and with which covariance?

    Returns
    -------
    score, variance
        Shapes (n_groups,) and (n_groups, n_groups).

    Notes
    -----
    `weight` is the number at risk over the share S still free of both events; times 1 - F it is
    the size of the subdistribution's risk set. `slope` is the derivative of the scores by the
    subdistribution hazard of group k on a day, `so_far` its integral against the pooled hazard.
    The variance adds up, over days and groups, the variance of a hazard times the square of what
    it moves: an event moves its own day's slope and, through S, all that follow; a competing
    event the latter only. Ties are corrected as in the hypergeometric variance.

    The pooled incidence adds up steps among groups that still have somebody at risk. Once a group
    is used up it can reach 1 before the last event; its hazard, and with it the variance, is then
    undefined: NaN. (Beyond 1 it is defined again, and is what R computes.)
    """
    days = (counts.events + counts.competing).any(axis=0)
    n = counts.at_risk[:, days]
    d, other = counts.events[:, days], counts.competing[:, days]
    d_all = d.sum(axis=0)
    free_after = running_product(1.0 - ratio(d + other, n))
    free = before(free_after, 1.0)
    incidence = before(np.cumsum(free * ratio(d, n), axis=1), 0.0)

    weight = ratio(n, free)
    weight_all = weight.sum(axis=0)
    at_stake = weight * (1.0 - incidence)
    score = (d - d_all * ratio(at_stake, at_stake.sum(axis=0))).sum(axis=1)

    step = d_all / weight_all
    pooled = np.cumsum(step)
    left = 1.0 - before(pooled, 0.0)
    used_up = np.abs(left) < 1.0 - CERTAIN
    pooled_hazard = np.where(used_up, np.nan, step / np.where(used_up, 1.0, left))
    carried = ratio(1.0 - pooled, free_after)
    kept = np.where(free_after > 0.0, 1.0 - carried, 1.0)
    tied = 1.0 - ratio(np.maximum(d_all - 1.0, 0.0), weight_all * free - 1.0)
    tied_other = 1.0 - ratio(np.maximum(other - 1.0, 0.0), n - 1.0)
    noise = tied * free * ratio(step, n)
    noise_other = tied_other * ratio(free**2 * other, n**2)

    variance = np.zeros((len(n), len(n)))
    for k in range(len(n)):
        slope = -weight * weight[k] / weight_all
        slope[k] += weight[k]
        so_far = np.cumsum(slope * pooled_hazard, axis=1)
        to_come = so_far[:, -1:] - so_far
        moved, moved_other = slope + kept[k] * to_come, carried[k] * to_come
        variance += (moved * noise[k]) @ moved.T + (moved_other * noise_other[k]) @ moved_other.T
    return score, variance
