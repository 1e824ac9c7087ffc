"""How many will have had the event by a given day, the patients weighted to a common case mix?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import CERTAIN, FloatArray, before, ratio, running_product
from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.counts import (
    COUNT_COLUMNS,
    STATUSES,
    Counts,
    count_by_day,
    numbers,
    require_columns,
)
from dashboard.estimates.curves import Curve
from dashboard.estimates.distributions import normal_quantile
from dashboard.estimates.horizons import at_horizons

WEIGHTED_COLUMNS = ("group", "day", "status", "patients", "weight")


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
    """

    weighted: Counts


def count_weighted(frame: pd.DataFrame) -> WeightedCounts:
    """How do counts of patients with weights become arrays on one grid of days?

    Parameters
    ----------
    frame
        Columns `group`, `day` (whole, >= 0), `status` (event, competing, censored), `patients` (of
        this weight), `weight` (of each of them, >= 0). Rows in any order; rows that agree in all
        but the number are added up. Groups keep the order in which they first appear; one in which
        nobody is counted is left out.

    Raises
    ------
    BadInput
        A column is missing; a value is blank, negative or infinite; a day is not whole, a status
        unknown; all weights of a group are 0.
    """
    require_columns(frame, WEIGHTED_COLUMNS)
    number, weight = numbers(frame, "patients"), numbers(frame, "weight")
    patients = count_by_day(spread_by_status(frame))
    somebody = number > 0
    names = pd.Index(patients.groups).get_indexer(pd.Index(frame["group"][somebody].map(str)))
    place = np.searchsorted(patients.days, frame["day"].to_numpy(dtype=float)[somebody])
    kind = pd.Index(STATUSES).get_indexer(pd.Index(frame["status"][somebody]))
    shape = (len(STATUSES), len(patients.groups), len(patients.days))
    cell = (kind * shape[1] + names) * shape[2] + place

    def grid(values: FloatArray) -> FloatArray:
        total = np.bincount(cell, weights=values[somebody], minlength=int(np.prod(shape)))
        return total.astype(float).reshape(shape)

    weighted = Counts(patients.groups, patients.days, *grid(number * weight))
    for group, total in zip(weighted.groups, weighted.patients, strict=True):
        if total <= 0.0:
            raise BadInput(
                f"All weights of '{group}' are 0.", "Leave the group out, or weight it otherwise."
            )
    return WeightedCounts(patients, weighted, grid(number * weight**2))


def spread_by_status(frame: pd.DataFrame) -> pd.DataFrame:
    """How do rows of group, day, status and patients read with a column for each status?"""
    require_columns(frame, ("group", "day", "status", "patients"))
    unknown = frame["status"][~frame["status"].isin(STATUSES)]
    if len(unknown):
        raise BadInput(
            f"The counts have the status '{unknown.iloc[0]}'.",
            f"A status is one of {', '.join(STATUSES)}.",
        )
    number = numbers(frame, "patients")
    columns = {
        name: number * (frame["status"] == status).to_numpy()
        for name, status in zip(COUNT_COLUMNS, STATUSES, strict=True)
    }
    return frame[["group", "day"]].assign(**columns)


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
    return WeightedCurve(counts.patients, 0.0, estimate, std_error, counts.weighted)


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
    return WeightedCurve(own.patients, 1.0, survival, std_error, own.weighted)


def _jackknife(weighted: Counts, squares: FloatArray) -> FloatArray:
    """What do the squared effects of all patients on F(t) add up to? Shape (n_groups, n_days)

    A patient's effect on F(t) falls by `slope` for each unit by which F rises: see
    `clusters.influence`. So the sums over patients whose observation has ended, of effect^2,
    effect times slope and slope^2, can be carried from day to day. Carried so, and not as powers
    of F at the end, they stay exact where somebody of a tiny weight is the last at risk.
    """
    n, d = weighted.at_risk, weighted.events
    any_event = d + weighted.competing
    hazard, hazard_any = ratio(d, n), ratio(any_event, n)
    free = before(running_product(1.0 - hazard_any), 1.0)
    # Where nobody is left F stays: the second effect never counts, and is set to 0.
    own, later = ratio(free, n), ratio(1.0, n - any_event)
    rise = free * hazard
    still = squares.sum(axis=(0, 2))

    variance = np.zeros(n.shape)
    effect, slope = np.zeros(len(n)), np.zeros(len(n))
    both, cross, slopes = np.zeros(len(n)), np.zeros(len(n)), np.zeros(len(n))
    for day in range(n.shape[1]):
        up = rise[:, day]
        both = both - up * (2.0 * cross - up * slopes)
        cross = cross - up * slopes
        effect = effect - up * slope - hazard[:, day] * own[:, day]
        slope = slope - hazard_any[:, day] * later[:, day]
        for kind, gained, steeper in (
            (0, own[:, day], later[:, day]),
            (1, 0.0, later[:, day]),
            (2, 0.0, 0.0),
        ):
            number, final, steep = squares[kind, :, day], effect + gained, slope + steeper
            both = both + number * final**2
            cross = cross + number * final * steep
            slopes = slopes + number * steep**2
            still = still - number
        variance[:, day] = both + np.maximum(still, 0.0) * effect**2
    return np.maximum(variance, 0.0)


def weighted_at_horizons(
    curve: WeightedCurve, horizons: Sequence[int], level: float = 0.95
) -> pd.DataFrame:
    """What weighted share by each of these days, and on how much does the figure rest?

    Returns
    -------
    pandas.DataFrame
        The columns of `horizons.at_horizons`, in which each patient counts once, and
        `weighted_at_risk`: the weight of those observed for at least `horizon_days`. Limits on the
        log(-log) scale. `differences.pair_differences` takes it as it is.
    """
    table = at_horizons(curve, horizons, level)
    nobody = np.zeros((len(curve.weighted.groups), 1))
    at_risk = np.concatenate([curve.weighted.at_risk, nobody], axis=1)
    column = np.searchsorted(curve.weighted.days, np.asarray(horizons, dtype=np.int64))
    place = table.columns.tolist().index("at_risk") + 1
    table.insert(place, "weighted_at_risk", at_risk[:, column].ravel())
    return table


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
