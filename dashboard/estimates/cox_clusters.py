"""How sure can one be of a hazard ratio when a patient has several episodes?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dashboard.estimates.arrays import BoolArray, FloatArray, IntArray, before
from dashboard.estimates.counts import STATUSES, Counts
from dashboard.estimates.cox import CoxModel, Fitted, coefficient_table, wald_test
from dashboard.estimates.pairs import EpisodePairs
from dashboard.estimates.results import SHOWN, ChiSquareTest

_EVENT = STATUSES.index("event")


def clustered_cox(
    model: CoxModel, counts: Counts, pairs: EpisodePairs, level: float = 0.95
) -> CoxModel:
    """By what factor do rates differ, the episodes of one patient not taken for independent?

    Parameters
    ----------
    model
        From `cox(counts, ...)`: its coefficients stay.
    counts
        The same counts.
    pairs
        The pairs of one patient's episodes, from `pairs.pairs_in` and the same counts.
    level
        Of the two-sided limits.

    Returns
    -------
    CoxModel
        With the cluster sandwich errors by patient, and the Wald test from them. The likelihood
        ratio and the score test take episodes for independent, and become `not_estimable`.

    Notes
    -----
    Source: Lin & Wei (1989), doi:10.1080/01621459.1989.10478874. With one episode a patient it
    agrees with R `coxph(..., robust = TRUE)` to 1e-9; with several it is the sum that
    `coxph(..., cluster = patient)` takes.
    """
    none = ChiSquareTest.impossible("it takes the episodes of one patient for independent")
    if model.fitted is None:
        return replace(model, likelihood_ratio=none, score=none)
    covariance = sandwich(model.fitted, model.reference, counts, pairs)
    wald = model.wald
    if wald.status == SHOWN:
        wald = wald_test(model.fitted.beta, covariance)
    reasons = dict(zip(model.table["group"], model.table["reason"], strict=True))
    table = coefficient_table(model.fitted, covariance, reasons, level)
    return replace(model, table=table, likelihood_ratio=none, wald=wald, score=none)


def sandwich(fitted: Fitted, reference: str, counts: Counts, pairs: EpisodePairs) -> FloatArray:
    """How do the coefficients vary when patients, not episodes, are drawn? (n_terms, n_terms)

    Only episodes of the groups that were fitted count; those of a group without a finite hazard
    ratio have, in the limit, no influence on the others.
    """
    meat = _episodes_alone(fitted)
    cell = np.full(len(counts.groups), -1)
    for position, group in enumerate((reference, *fitted.terms)):
        cell[counts.index_of(group)] = position
    kept = pairs.where((cell[pairs.group] >= 0) & (cell[pairs.other_group] >= 0))
    own, other = (
        score_residuals(fitted, day, cell[group], status == _EVENT)
        for day, group, status in (
            (kept.day, kept.group, kept.status),
            (kept.other_day, kept.other_group, kept.other_status),
        )
    )
    meat = meat + (kept.number[:, None] * own).T @ other
    covariance: FloatArray = fitted.covariance @ meat @ fitted.covariance
    return covariance


def _episodes_alone(fitted: Fitted) -> FloatArray:
    """What would the middle of the sandwich be with one episode a patient?"""
    meat = np.zeros((len(fitted.terms), len(fitted.terms)))
    events, leaving = fitted.cells.events, fitted.cells.leaving
    for number, had in ((events, True), (leaving - events, False)):
        day, cell = np.nonzero(number)
        pull = score_residuals(fitted, day, cell, np.full(len(day), had))
        meat += (number[day, cell][:, None] * pull).T @ pull
    return meat


def score_residuals(fitted: Fitted, day: IntArray, cell: IntArray, had: BoolArray) -> FloatArray:
    """How hard does one episode pull at each coefficient?

    Parameters
    ----------
    fitted
        A Cox model.
    day, cell, had
        Shape (n_rows,): the position of the day on which the episode ends, its cell, and whether
        it ends with the event.

    Returns
    -------
    ndarray
        Shape (n_rows, n_terms). Agrees with R `residuals(fit, type = "score")`, Efron's ties.

    Notes
    -----
    The derivative of the score by the weight of the episode: its covariates less the risk set's
    mean at its own event, less what its time at risk led one to expect. On the day of its own
    event it is, as in Efron's likelihood, only partly in the risk set.
    """
    best, x = fitted.at_best, fitted.cells.design
    ties = best.ties
    mean = best.risk[ties.day] - ties.gone[:, None] * best.tied[ties.day]
    mean = mean / ties.total[:, None]

    def by_day(weight: FloatArray) -> FloatArray:
        """The weights, and the weights times the mean, of each day: (n_days, 1 + n_terms)"""
        parts = np.column_stack([weight, weight[:, None] * mean])
        total = np.zeros((len(fitted.cells.days), parts.shape[1]))
        np.add.at(total, best.event_days[ties.day], parts)
        return total

    hazard = by_day(1.0 / ties.total).cumsum(axis=0)
    own_day = by_day((1.0 - ties.gone) / ties.total)
    until = np.where(had[:, None], before(hazard.T, 0.0).T[day] + own_day[day], hazard[day])
    expected = best.theta[cell][:, None] * (x[cell] * until[:, :1] - until[:, 1:])
    mean_at_event = by_day(1.0 / np.bincount(ties.day)[ties.day])[:, 1:]
    return had[:, None] * (x[cell] - mean_at_event[day]) - expected
