"""The Cox partial likelihood from counts: its value and its derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashboard.estimates.arrays import FloatArray, IntArray, from_then_on
from dashboard.estimates.columns import Columns, Taken, cross_products, products


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
        The likelihood takes only sums and products with dense arrays, so an array that is sparse
        by rows will do.
    columns
        The covariates of each cell, (n_cells, n_terms).
    """

    days: IntArray
    leaving: FloatArray
    events: FloatArray
    columns: Columns

    @property
    def design(self) -> FloatArray:
        """What are the covariates of each cell, written out? Shape (n_cells, n_terms)"""
        return self.columns.written_out

    @cached_property
    def of_leaving(self) -> Taken:
        """What do the covariates add up to over those who leave on each day?"""
        return Taken(self.columns, self.leaving)

    @cached_property
    def of_events(self) -> Taken:
        """And over those with the event?"""
        return Taken(self.columns, self.events)

    @cached_property
    def deaths(self) -> FloatArray:
        """How many events are there on each day? Shape (n_days,)"""
        return np.asarray(self.events.sum(axis=1), dtype=np.float64)

    @cached_property
    def events_of_cells(self) -> FloatArray:
        """How many events are there in each cell? Shape (n_cells,)"""
        return np.asarray(self.events.sum(axis=0), dtype=np.float64)


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
    ties
        The events one by one.
    loglik
        The log partial likelihood.
    """

    cells: Cells
    theta: FloatArray
    event_days: IntArray
    ties: Ties
    loglik: float

    @cached_property
    def risk(self) -> FloatArray:
        """What do relative risk times covariates add up to over those at risk? (n_event_days, n_terms)"""
        leaving = self.cells.of_leaving.sums(self.theta)
        return from_then_on(leaving.T).T[self.event_days]

    @cached_property
    def tied(self) -> FloatArray:
        """And over those with the event? (n_event_days, n_terms)"""
        return self.cells.of_events.sums(self.theta)[self.event_days]

    @cached_property
    def score(self) -> FloatArray:
        """What is each day's part of the gradient: the Schoenfeld residuals of its events, added up?

        Shape (n_event_days, n_terms)
        """
        once, gone = self.ties.hazard
        expected = self.risk * once[:, None] - self.tied * gone[:, None]
        ones = np.ones(len(self.theta))
        return self.cells.of_events.sums(ones)[self.event_days] - expected

    @cached_property
    def expected(self) -> FloatArray:
        """How many events were to be expected in each cell, at its relative risk? Shape (n_cells,)"""
        return self.theta * self._hazard_met(np.ones(len(self.event_days)))

    def gradient(self) -> FloatArray:
        """In which direction would the coefficients fit better? Shape (n_terms,)"""
        return self.cells.columns.sums(self.cells.events_of_cells - self.expected)

    def information(self, weight: FloatArray | None = None) -> FloatArray:
        """How sharply is the likelihood curved? Shape (n_terms, n_terms)

        Minus the second derivative, each day with an event taken `weight` times, shape
        (n_event_days,); once by default.
        """
        return self._each_day_once if weight is None else self._curvature(weight)

    @cached_property
    def _each_day_once(self) -> FloatArray:
        return self._curvature(np.ones(len(self.event_days)))

    def _curvature(self, weight: FloatArray) -> FloatArray:
        p0, p1, p2 = (weight * sums for sums in self.ties.squared)
        cross = products(self.risk * p1[:, None], self.tied)
        means = cross_products(self.risk, p0) - cross - cross.T
        means += cross_products(self.tied, p2)
        squares = self.theta * self._hazard_met(weight)
        curvature: FloatArray = self.cells.columns.cross_products(squares) - means
        return curvature

    def _hazard_met(self, weight: FloatArray) -> FloatArray:
        """Which baseline hazard do the patients of each cell live through together? (n_cells,)"""
        whole, part = np.zeros(len(self.cells.days)), np.zeros(len(self.cells.days))
        whole[self.event_days], part[self.event_days] = (weight * sums for sums in self.ties.hazard)
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
    log_theta, deaths = cells.columns @ beta, cells.deaths.astype(np.int64)
    theta = np.exp(log_theta)
    event_days = np.flatnonzero(deaths)
    at_risk = from_then_on(cells.leaving @ theta)[event_days]
    ties = _take_turns(deaths[event_days], at_risk, (cells.events @ theta)[event_days])
    loglik = float(cells.events_of_cells @ log_theta - np.log(ties.total).sum())
    return Likelihood(cells, theta, event_days, ties, loglik)


def _take_turns(deaths: IntArray, at_risk: FloatArray, tied: FloatArray) -> Ties:
    """How do the events of a day follow one another? All arguments of shape (n_event_days,)."""
    day = np.repeat(np.arange(len(deaths)), deaths)
    turn = np.arange(len(day)) - np.repeat(np.cumsum(deaths) - deaths, deaths)
    gone = turn / deaths[day]
    return Ties(day, gone, at_risk[day] - gone * tied[day])
