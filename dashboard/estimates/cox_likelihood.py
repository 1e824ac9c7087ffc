"""The Cox partial likelihood from counts: its value and its derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.estimates.arrays import FloatArray, IntArray, from_then_on
from dashboard.estimates.design import cross_products, products


@dataclass(frozen=True, eq=False)
class Cells:
    """Who with which covariates leaves, or has the event, on which day?

    A cell is a combination of covariate values: for a comparison of groups, a group. Patients of
    one cell are interchangeable, so the model needs only their number.

    Attributes
    ----------
    days
        Shape (n_days,), ascending.
    leaving, events
        Shape (n_days, n_cells): how many end their observation in any way, and with the event;
        whole numbers, since Efron's rule for ties counts events one by one.
        The likelihood takes only sums and products with dense arrays, so a sparse array will do.
    design
        Shape (n_cells, n_terms): the covariates of each cell.
    """

    days: IntArray
    leaving: FloatArray
    events: FloatArray
    design: FloatArray

    @property
    def deaths(self) -> FloatArray:
        """How many events are there on each day? Shape (n_days,)"""
        return np.asarray(self.events.sum(axis=1), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Ties:
    """What is the risk set as each of a day's events takes its turn?

    The l-th of d events on a day (l = 0 .. d - 1) is taken from a risk set in which each of the d
    counts only 1 - l/d: on average, l of them have gone.

    Attributes
    ----------
    day
        Shape (n_events,): which of the days with an event.
    gone
        Shape (n_events,): l / d.
    total
        Shape (n_events,): the sum of the relative risks in the risk set then.
    """

    day: IntArray
    gone: FloatArray
    total: FloatArray

    @cached_property
    def hazard(self) -> tuple[FloatArray, FloatArray]:
        """What do 1 / total, and gone / total, add up to on each day? (n_event_days,) each"""
        return self._per_day(1.0 / self.total), self._per_day(self.gone / self.total)

    @cached_property
    def squared(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """What do 1, gone and gone^2 over total^2 add up to on each day? (n_event_days,) each"""
        once = 1.0 / self.total**2
        return (
            self._per_day(once),
            self._per_day(self.gone * once),
            self._per_day(self.gone**2 * once),
        )

    def _per_day(self, values: FloatArray) -> FloatArray:
        return np.bincount(self.day, weights=values).astype(np.float64)


@dataclass(frozen=True, eq=False)
class Likelihood:
    """How well do these coefficients fit, and in which direction would they fit better?

    Attributes
    ----------
    cells, theta
        What is fitted, and each cell's relative risk under the coefficients, shape (n_cells,).
    event_days
        Shape (n_event_days,): positions in `cells.days` of the days with an event.
    risk, tied
        Shape (n_event_days, n_terms): relative risk times covariates, added up over those at risk
        and over those with the event.
    ties
        The events one by one.
    loglik
        The log partial likelihood.
    score
        Shape (n_event_days, n_terms): each day's part of the gradient (Schoenfeld residuals,
        added up over the events of the day).
    """

    cells: Cells
    theta: FloatArray
    event_days: IntArray
    risk: FloatArray
    tied: FloatArray
    ties: Ties
    loglik: float
    score: FloatArray

    def gradient(self) -> FloatArray:
        """In which direction would the coefficients fit better? Shape (n_terms,)"""
        steepest: FloatArray = self.score.sum(axis=0)
        return steepest

    def information(self, weight: FloatArray | None = None) -> FloatArray:
        """How sharply is the likelihood curved? Shape (n_terms, n_terms)

        Minus the second derivative, each day with an event taken `weight` times, shape
        (n_event_days,); once by default.
        """
        taken = np.ones(len(self.event_days)) if weight is None else weight
        x = self.cells.design
        squares = self.theta * self._hazard_met(taken)
        p0, p1, p2 = (taken * sums for sums in self.ties.squared)
        cross = products(self.risk * p1[:, None], self.tied)
        means = cross_products(self.risk, p0) - cross - cross.T
        means += cross_products(self.tied, p2)
        curvature: FloatArray = cross_products(x, squares) - means
        return curvature

    def _hazard_met(self, taken: FloatArray) -> FloatArray:
        """Which baseline hazard do the patients of each cell live through together? (n_cells,)"""
        whole, part = np.zeros(len(self.cells.days)), np.zeros(len(self.cells.days))
        whole[self.event_days], part[self.event_days] = (taken * sums for sums in self.ties.hazard)
        met: FloatArray = self.cells.leaving.T @ whole.cumsum() - self.cells.events.T @ part
        return met


def likelihood(cells: Cells, beta: FloatArray) -> Likelihood:
    """How well do the coefficients `beta`, shape (n_terms,), fit? Ties as Efron has them.

    Notes
    -----
    With r_i the relative risk of patient i, R a day's risk set and D its d events, a day adds
    `sum over D of log r_i - sum over l < d of log(sum over R of r_i - l/d sum over D of r_i)`.

    Source: Efron (1977), doi:10.1080/01621459.1977.10480613; Therneau & Grambsch, *Modeling
    Survival Data* (2000), section 3.3, doi:10.1007/978-1-4757-3294-8.
    """
    x, deaths = cells.design, cells.deaths.astype(np.int64)
    theta = np.exp(x @ beta)
    moments = np.column_stack([theta, theta[:, None] * x])
    event_days = np.flatnonzero(deaths)
    at_risk = from_then_on((cells.leaving @ moments).T).T[event_days]
    tied = (cells.events @ moments)[event_days]
    ties = _take_turns(deaths[event_days], at_risk[:, 0], tied[:, 0])

    once, gone = ties.hazard
    expected = at_risk[:, 1:] * once[:, None] - tied[:, 1:] * gone[:, None]
    return Likelihood(
        cells,
        theta,
        event_days,
        at_risk[:, 1:],
        tied[:, 1:],
        ties,
        loglik=float((cells.events @ (x @ beta)).sum() - np.log(ties.total).sum()),
        score=(cells.events @ x)[event_days] - expected,
    )


def _take_turns(deaths: IntArray, at_risk: FloatArray, tied: FloatArray) -> Ties:
    """How do the events of a day follow one another? All arguments of shape (n_event_days,)."""
    day = np.repeat(np.arange(len(deaths)), deaths)
    turn = np.arange(len(day)) - np.repeat(np.cumsum(deaths) - deaths, deaths)
    gone = turn / deaths[day]
    return Ties(day, gone, at_risk[day] - gone * tied[day])
