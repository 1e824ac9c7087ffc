"""Which coefficients of a Cox model with many covariates have a finite best value?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from dashboard.estimates.arrays import BoolArray, FloatArray, IntArray
from dashboard.estimates.columns import Columns
from dashboard.estimates.cox_likelihood import Cells, likelihood

# Scaled to a unit diagonal, cross products with an eigenvalue below this are singular, and a
# direction that moves a covariate by less than this does not move it. Levels are 0 or 1, so what
# is not rounding is far larger.
_SINGULAR = 1e-10
_ROUNDING = 1e-7
# No direction needs to be longer than this for every row above 0 to count in full.
_FAR = 1e3


@dataclass(frozen=True, eq=False)
class Records:
    """Who with which covariates leaves, or has the event, on which day? Only what is there.

    Attributes
    ----------
    days
        Shape (n_days,), ascending.
    day, cell
        Shape (n_records,): positions in `days` and in the rows of `design`.
    leaving, events
        Shape (n_records,): how many, as in `Cells`. Below 0, so many enter after the day.
    design
        The columns of the cells, (n_cells, n_terms).
    """

    days: IntArray
    day: IntArray
    cell: IntArray
    leaving: FloatArray
    events: FloatArray
    design: Columns

    def cells(self, columns: IntArray | None = None) -> Cells:
        """How do they look to the likelihood, with these covariates only?"""
        from scipy.sparse import csr_array

        shape = (len(self.days), self.design.n_rows)
        thin = cast("Any", csr_array)
        had = self.events > 0
        return Cells(
            self.days,
            thin((self.leaving, (self.day, self.cell)), shape=shape),
            thin((self.events[had], (self.day[had], self.cell[had])), shape=shape),
            self.design if columns is None else self.design.only(columns),
        )

    def where(self, kept: BoolArray) -> Records:
        """Which of these records are left where only some are kept?"""
        return replace(
            self,
            day=self.day[kept],
            cell=self.cell[kept],
            leaving=self.leaving[kept],
            events=self.events[kept],
        )

    def compact(self) -> Records:
        """What are these records without the cells in which nobody is?"""
        used, cell = np.unique(self.cell, return_inverse=True)
        return replace(self, cell=cell.astype(np.int64), design=self.design.of_rows(used))


@dataclass(frozen=True, eq=False)
class Limit:
    """What is left to fit where some coefficients run away?

    Attributes
    ----------
    records
        Those that still bear on the likelihood once the coefficients that run away have done so.
    finite
        Shape (n_terms,): the coefficient has a finite best value, and only one.
    aliased
        Shape (n_terms,): it has none, since other covariates already say the same.
    kept
        The columns to fit: all finite ones, and of the others as many as are independent.
    """

    records: Records
    finite: BoolArray
    aliased: BoolArray
    kept: IntArray


def limit(records: Records) -> Limit:
    """Which coefficients have a finite best value, and what is left to fit them to?

    Notes
    -----
    Along a direction b of the coefficients the partial likelihood never falls exactly if each
    event belongs to one of those at risk whose `x b` is highest; it rises if somebody at risk lies
    lower. A coefficient is finite exactly if no such direction moves it. As risk sets only
    shrink, it suffices to compare: the events of a day with one another, each day of events with
    the next, and everybody with the last day of events that they lived to see.

    Along the direction that leaves most behind, whoever lies lower drops out of the risk set, in
    the limit. What is left is again a partial likelihood, those who lie highest only from some day
    on entering it late; its finite coefficients are those of the whole model, and what R's
    iteration settles on for them while the others run away. For groups alone it is
    `separation.comparable_with`.

    Source: Geyer (2009), doi:10.1214/08-EJS349, for limits of this kind in exponential families;
    Heinze & Schemper (2001), doi:10.1111/j.0006-341X.2001.00114.x, for monotone Cox likelihoods.
    """
    left = _left_behind(records)
    scale = _scale(records.design)
    gram = _information(left, scale)
    lost = _null_space(gram)
    finite = np.asarray((np.abs(lost) < _ROUNDING).all(axis=1), dtype=np.bool_)
    aliased = np.zeros_like(finite)
    if not finite.all():
        already = _null_space(_information(records, scale))
        aliased = np.asarray((np.abs(already) >= _ROUNDING).any(axis=1), dtype=np.bool_)
    kept = np.flatnonzero(finite)
    for column in np.flatnonzero(~finite):
        tried = np.append(kept, column)
        if _null_space(gram[np.ix_(tried, tried)]).shape[1] == 0:
            kept = tried
    return Limit(left.compact(), finite, aliased, np.sort(kept))


def _left_behind(records: Records) -> Records:
    """Who still bears on the likelihood at the end of the direction that leaves most behind?"""
    x = records.design.written_out / _scale(records.design)
    had = records.events > 0
    event_days, first, code = np.unique(records.day[had], return_index=True, return_inverse=True)
    if len(event_days) == 0:
        return records
    best = records.cell[had][first]
    last = np.full(len(x), -1)
    np.maximum.at(last, records.cell, records.day)
    seen = np.searchsorted(event_days, last, side="right") - 1

    ties = x[records.cell[had]] - x[best[code]]
    free = _null_space(ties.T @ ties)
    ahead = np.vstack([x[best[:-1]] - x[best[1:]], x[best[np.maximum(seen, 0)]] - x])
    ahead[len(best) - 1 :][seen < 0] = 0.0
    strict = _strictly_ahead(ahead @ free)
    # Each stretch of days on which those highest up are equally high has a risk set of its own.
    stretch = np.concatenate([[0], np.cumsum(strict[: len(best) - 1])])
    begins = event_days[np.searchsorted(stretch, np.arange(stretch[-1] + 1))]
    begin = begins[stretch[np.maximum(seen, 0)]]
    dropped = strict[len(best) - 1 :] | (seen < 0)
    own = begin[records.cell]
    rest = records.where(~dropped[records.cell] & (records.day >= own))
    late = own[~dropped[records.cell] & (records.day >= own)] > begins[0]
    return replace(
        rest,
        day=np.concatenate([rest.day, begin[rest.cell[late]] - 1]),
        cell=np.concatenate([rest.cell, rest.cell[late]]),
        leaving=np.concatenate([rest.leaving, -rest.leaving[late]]),
        events=np.concatenate([rest.events, np.zeros(int(late.sum()))]),
    )


def _strictly_ahead(rows: FloatArray) -> BoolArray:
    """Which of these can be above 0 in a direction, if none may be below? Shape (n_rows,)"""
    if np.abs(rows).max(initial=0.0) <= _ROUNDING:
        return np.zeros(len(rows), dtype=np.bool_)
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    different, code = np.unique(np.round(rows, 9) + 0.0, axis=0, return_inverse=True)
    moves = np.abs(different).max(axis=1) > _ROUNDING
    # Each may count for up to 1, and a direction can be made as long as it takes: all those that
    # can be above 0 count for 1 at once.
    n, size = int(moves.sum()), rows.shape[1]
    constraints = hstack([csr_array(-different[moves]), eye_array(n)]).tocsr()
    # The simplex method now and then gives up where only the direction 0 is left; a bound on the
    # direction, far beyond any that is needed, or the interior point gets it through.
    for method, end in (("highs", None), ("highs", _FAR), ("highs-ipm", None)):
        found = linprog(
            np.concatenate([np.zeros(size), -np.ones(n)]),
            A_ub=constraints,
            b_ub=np.zeros(n),
            bounds=[(None if end is None else -end, end)] * size + [(0.0, 1.0)] * n,
            method=method,
        )
        if found.x is not None:
            break
    ahead = np.zeros(len(different), dtype=np.bool_)
    ahead[moves] = found.x[size:] > 0.5
    return ahead[code]


def _scale(design: Columns) -> FloatArray:
    """How wide is the range of each covariate? 1 where it has none. Shape (n_terms,)"""
    lowest, highest = design.extremes
    return np.where(highest > lowest, highest - lowest, 1.0)


def _information(records: Records, scale: FloatArray) -> FloatArray:
    """How sharply is the likelihood of no difference curved, by scaled covariates?"""
    curved = likelihood(records.cells(), np.zeros(len(scale))).information()
    return curved / np.outer(scale, scale)


def _null_space(gram: FloatArray) -> FloatArray:
    """Which directions are lost in these cross products? Shape (n_terms, n_lost)"""
    own = np.sqrt(np.maximum(np.diag(gram), 0.0))
    scale = np.where(own > _ROUNDING, own, np.inf)
    scaled = gram / np.outer(scale, scale)
    values, vectors = np.linalg.eigh(scaled)
    lost = vectors[:, values < _SINGULAR]
    # Back from the scaled covariates: a column without any spread is itself lost.
    back = lost / np.where(np.isfinite(scale), scale, 1.0)[:, None]
    return np.asarray(back / np.maximum(np.abs(back).max(axis=0, initial=0.0), 1e-300))
