"""How many will have had the event by a given day, the patients weighted to a common case mix?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
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
from dashboard.estimates.distributions import normal_quantile
from dashboard.estimates.ends import Ends
from dashboard.estimates.horizons import at_horizons


@dataclass(frozen=True, eq=False)
class WeightedCounts:
    """How many, and with which weight, end their observation on which day and in which way?

    Attributes
    ----------
    patients
        Each patient counted once.
    weighted
        Each patient counted by weight; the same groups and days.
    squares
        Shape (3, n_groups, n_days): the squared weights, added up by status (event, competing,
        censored). With them patients of different weights need not be told apart any more.
    """

    patients: Counts
    weighted: Counts
    squares: FloatArray

    def cause_specific(self) -> WeightedCounts:
        """What is left to count when a competing event merely ends observation?"""
        events, competing, censored = self.squares
        squares = np.stack([events, np.zeros_like(competing), competing + censored])
        return WeightedCounts(
            self.patients.cause_specific(), self.weighted.cause_specific(), squares
        )


@dataclass(frozen=True, eq=False)
class WeightedCurve(Curve):
    """What share, day by day, in the weighted patients?

    Attributes
    ----------
    weighted
        The patients counted by weight. `counts` has each once: on them it depends how much a
        figure rests on, and what is hidden.
    squares
        Their squared weights, as in `WeightedCounts`.
    """

    weighted: Counts
    squares: FloatArray


def count_weighted(
    ends: Ends, groups: tuple[str, ...], group: IntArray, weight: FloatArray
) -> WeightedCounts:
    """How many, and with which weight, end their observation on which day in each group?

    Parameters
    ----------
    ends
        When and how, by cell.
    groups
        Names, in the order in which they are shown; each has patients.
    group, weight
        Shape (n_cells,): the group of each cell, and how much each of its patients counts, 0 or more.

    Raises
    ------
    BadInput
        A weight is blank, negative or infinite; all weights of a group are 0.
    """
    bad = ~(np.isfinite(weight) & (weight >= 0.0))
    if bad.any():
        told = "blank" if np.isnan(weight[bad][0]) else f"{weight[bad][0]:g}"
        raise BadInput(
            f"A weight cannot be {told}.", "Weigh only arms that are comparable, by 0 or more."
        )
    patients, weighted, squares = ends.count(groups, group, weight, weight**2)
    for name, total in zip(groups, weighted.patients, strict=True):
        if total <= 0.0:
            raise BadInput(
                f"All weights of '{name}' are 0.", "Leave the group out, or weight it otherwise."
            )
    parts = (squares.events, squares.competing, squares.censored)
    return WeightedCounts(patients, weighted, np.stack(parts))


def weighted_aalen_johansen(counts: WeightedCounts) -> WeightedCurve:
    """What weighted share has had the event by each day, the competing one allowed for?

    Returns
    -------
    WeightedCurve
        The cumulative incidence F and its standard error, shape (n_groups, n_days), 0 to 1. Only
        ratios of weights within a group matter.

    Notes
    -----
    `F(t) = sum over u <= t of S(u-) d(u) / n(u)` with d and n added up by weight. The error is the
    infinitesimal jackknife, each patient one unit and the weights taken as known:
    `var F(t) = sum over patients of (w dF(t)/dw)^2`. The weights having been estimated from the
    same patients, it is, for inverse-probability weights, too large rather than too small.

    Source: Xie & Liu (2005), doi:10.1002/sim.2174, for weighted curves; Austin (2016),
    doi:10.1002/sim.7084, for the error. Agrees with R `survfit(Surv(time, event) ~ group, weights
    = w, id = patient, robust = TRUE)` to 1e-9; with a weight of 1 for all, with `aalen_johansen`
    to 1e-12; in several states with derivatives by each patient's weight, from rows.
    """
    estimate = aalen_johansen(counts.weighted).estimate
    variance = _jackknife(counts.weighted, counts.squares)
    certain = (estimate <= 0.0) | (estimate >= CERTAIN)
    std_error = np.sqrt(np.where(certain, 0.0, variance))
    return WeightedCurve(counts.patients, 0.0, estimate, std_error, counts.weighted, counts.squares)


def weighted_kaplan_meier(counts: WeightedCounts) -> WeightedCurve:
    """What weighted share is still free of the event after each day? A competing one censors.

    Returns
    -------
    WeightedCurve
        Survival S, shape (n_groups, n_days), 0 to 1, and its standard error, which is 0 once S is:
        as R has it for weights, unlike Greenwood's.

    Notes
    -----
    The error is that of `weighted_aalen_johansen`. Source and agreement: the same.
    """
    own = counts.cause_specific()
    hazard = ratio(own.weighted.events, own.weighted.at_risk)
    survival = running_product(1.0 - hazard)
    certain = (survival <= 0.0) | (survival >= 1.0)
    std_error = np.sqrt(np.where(certain, 0.0, _jackknife(own.weighted, own.squares)))
    return WeightedCurve(own.patients, 1.0, survival, std_error, own.weighted, own.squares)


def _jackknife(weighted: Counts, squares: FloatArray) -> FloatArray:
    """What do the squared effects of all patients on F(t) add up to? Shape (n_groups, n_days)"""
    n, d = weighted.at_risk, weighted.events
    any_event = d + weighted.competing
    hazard, hazard_any = ratio(d, n), ratio(any_event, n)
    free = before(running_product(1.0 - hazard_any), 1.0)
    # Where nobody is left F stays: the second effect never counts, and is set to 0.
    own, later = ratio(free, n), ratio(1.0, n - any_event)
    days = np.stack([free * hazard, hazard * own, hazard_any * later, own, later, *squares])
    return np.array([_carried(group) for group in days.transpose(1, 2, 0).tolist()])


def _carried(days: Sequence[Sequence[float]]) -> list[float]:
    """And in one group, one day after the other?

    A patient's effect on F(t) falls by `slope` for each unit by which F rises: see
    `clusters.influence`. So the sums over patients whose observation has ended, of effect^2,
    effect times slope and slope^2, can be carried from day to day. Carried so, and not as powers
    of F at the end, they stay exact where somebody of a tiny weight is the last at risk.

    Numbers of Python, not arrays: NumPy takes five times as long for two groups a day.
    """
    effect = slope = both = cross = slopes = 0.0
    still = sum(sum(day[-3:]) for day in days)
    variance = []
    for rise, falling, steepening, gained, steeper, events, competing, censored in days:
        both -= rise * (2.0 * cross - rise * slopes)
        cross -= rise * slopes
        effect -= rise * slope + falling
        slope -= steepening
        final, steep = effect + gained, slope + steeper
        both += events * final * final + (competing + censored) * effect * effect
        cross += (events * final + competing * effect) * steep + censored * effect * slope
        slopes += (events + competing) * steep * steep + censored * slope * slope
        still -= events + competing + censored
        variance.append(max(both + max(still, 0.0) * effect * effect, 0.0))
    return variance


def weighted_at_horizons(
    curve: WeightedCurve, horizons: Sequence[int], level: float = 0.95
) -> pd.DataFrame:
    """What weighted share by each of these days, and on how much does the figure rest?

    Returns
    -------
    pandas.DataFrame
        The columns of `horizons.at_horizons`, in which each patient counts once;
        `weighted_at_risk`: the weight of those observed for at least `horizon_days`; and
        `effective_known`: how many patients of equal weight would be as informative as those of
        whom it is known by then, the sum of weights squared over that of their squares. Limits on
        the log(-log) scale. `score_differences.score_differences` takes it as it is.
    """
    table = at_horizons(curve, horizons, level)
    nobody = np.zeros((len(curve.weighted.groups), 1))
    at_risk = np.concatenate([curve.weighted.at_risk, nobody], axis=1)
    column = np.searchsorted(curve.weighted.days, np.asarray(horizons, dtype=np.int64))
    place = table.columns.tolist().index("at_risk") + 1
    table.insert(place, "weighted_at_risk", at_risk[:, column].ravel())
    table.insert(place + 1, "effective_known", _effective_known(curve)[:, column].ravel())
    return table


def _effective_known(curve: WeightedCurve) -> FloatArray:
    """Before each day and at the end, as how many patients do those not yet censored count?"""
    censored = np.stack([curve.weighted.censored, curve.squares[2]])
    all_of_it = np.stack([curve.weighted.patients, curve.squares.sum(axis=(0, 2))])
    gone = np.cumsum(np.concatenate([np.zeros_like(censored[..., :1]), censored], axis=2), axis=2)
    # What rounding leaves of nobody is nobody.
    weight, square = np.maximum(all_of_it[..., None] - gone, 0.0)
    return ratio(weight**2, square)


def log_limits(
    survival: FloatArray, std_error: FloatArray, level: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Between which limits does survival lie, if uncertainty is normal for log S?

    The upper one is cut at 1; undefined, hence NaN, where S is 0. Agrees with R `survfit(...,
    conf.type = "log")`, R's default, to 1e-9; shown are log(-log) limits (`curves.loglog_limits`).
    """
    share = np.where(survival > 0.0, survival, np.nan)
    margin = normal_quantile(level) * std_error / share
    return share * np.exp(-margin), np.minimum(share * np.exp(margin), 1.0)
