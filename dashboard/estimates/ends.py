"""When and how did the observation of patients end? Told by cell, so that it need not be counted for each arm anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dashboard.estimates.arrays import BoolArray, FloatArray, IntArray
from dashboard.estimates.counts import STATUSES, Counts

EVENT = STATUSES.index("event")
CENSORED = STATUSES.index("censored")


@dataclass(frozen=True, eq=False)
class Ends:
    """How many patients of which cell end their observation on which day, and how?

    Rows are sorted by cell, then day, then status, but for those put together by `and_also`.

    Attributes
    ----------
    cell
        Shape (n_rows,): which cell, a combination of arm and case mix.
    day, status, patients
        Shape (n_rows,): the day, whole and 0 or more; the position in `STATUSES`; and how many.
    """

    cell: IntArray
    day: IntArray
    status: IntArray
    patients: FloatArray

    def of_cells(self, kept: BoolArray) -> Ends:
        """What happened in some of the cells, these numbered anew?"""
        if kept.all():
            return self
        place, rows = kept.cumsum() - 1, np.flatnonzero(kept[self.cell])
        return Ends(place[self.cell[rows]], self.day[rows], self.status[rows], self.patients[rows])

    def without(self, censored: Ends) -> Ends:
        """What is left when some of those who were last seen are taken away, each a row of these?"""
        width = int(self.day.max(initial=0)) + 1
        last_seen = np.flatnonzero(self.status == CENSORED)
        key = self.cell[last_seen] * width + self.day[last_seen]
        patients = self.patients.copy()
        place = np.searchsorted(key, censored.cell * width + censored.day)
        patients[last_seen[place]] -= censored.patients
        return replace(self, patients=patients)

    def and_also(self, other: Ends) -> Ends:
        """What do these and others come to?"""
        return Ends(
            np.concatenate([self.cell, other.cell]),
            np.concatenate([self.day, other.day]),
            np.concatenate([self.status, other.status]),
            np.concatenate([self.patients, other.patients]),
        )

    def moved(self, day: IntArray, status: int) -> Ends:
        """What if they had ended on these days, and in this way?"""
        return replace(self, day=day, status=np.full(len(self.cell), status))

    def by_day(self) -> tuple[IntArray, IntArray]:
        """On which days does anybody's observation end, ascending, and which of these has each row?"""
        days = np.flatnonzero(np.bincount(self.day))
        place = np.zeros(int(days.max(initial=0)) + 1, dtype=np.int64)
        place[days] = np.arange(len(days))
        return days, place[self.day]

    def count(self, groups: tuple[str, ...], group: IntArray, *weights: FloatArray) -> list[Counts]:
        """How many end on which day in which way in each group, patients counted by weight?

        Parameters
        ----------
        groups
            Names; one in which nobody is stays, and counts none.
        group
            Shape (n_cells,): the group of each cell.
        weights
            Each of shape (n_cells,): how much a patient of each cell counts.

        Returns
        -------
        list
            Counts with all patients counted once, then counts by each weight.
        """
        days, place = self.by_day()
        shape = (len(STATUSES), len(groups), len(days))
        cell = (self.status * shape[1] + group[self.cell]) * shape[2] + place
        n_cells = int(np.prod(shape))
        each = [self.patients, *(self.patients * weight[self.cell] for weight in weights)]
        grids = (np.bincount(cell, weights=number, minlength=n_cells) for number in each)
        return [Counts(groups, days, *grid.astype(np.float64).reshape(shape)) for grid in grids]
