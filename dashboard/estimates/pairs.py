"""Episodes of one patient: who stands twice in the counts, and where?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import BoolArray, FloatArray, IntArray
from dashboard.estimates.counts import STATUSES, Counts, numbers, require_columns, whole_days

PAIR_COLUMNS = ("group", "day", "status", "other_group", "other_day", "other_status", "pairs")


@dataclass(frozen=True, eq=False)
class EpisodePairs:
    """How many ordered pairs of one patient's episodes end in which two cells?

    A cell is a group, a day and a status. Each pair of episodes is counted in both directions, so
    sums over pairs are sums over i and j, i not equal to j, of one patient.

    Attributes
    ----------
    group, day, status, other_group, other_day, other_status
        Shape (n_rows,): positions in `Counts.groups`, `Counts.days` and `STATUSES`.
    number
        Shape (n_rows,).
    """

    group: IntArray
    day: IntArray
    status: IntArray
    other_group: IntArray
    other_day: IntArray
    other_status: IntArray
    number: FloatArray

    def within(self, row: int) -> EpisodePairs:
        """Which pairs have both episodes in this group?"""
        return self.where((self.group == row) & (self.other_group == row))

    def where(self, kept: BoolArray) -> EpisodePairs:
        """Which pairs are left of these rows?"""
        return EpisodePairs(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


def pairs_in(counts: Counts, frame: pd.DataFrame) -> EpisodePairs:
    """How do pair counts that a query returned find their cells in the counts?

    Parameters
    ----------
    counts
        The episodes' counts by group and day.
    frame
        Columns `group`, `day`, `status`, `other_group`, `other_day`, `other_status`, `pairs`:
        the number of ordered pairs of different episodes of one patient, each direction counted;
        `status` is `event`, `competing` or `censored`. Pairs that touch a group which the counts
        do not have are left out: that group is not looked at.

    Raises
    ------
    BadInput
        A column is missing, a status is unknown, a pair ends where the counts have nobody, or the
        two directions do not add up to the same.
    """
    require_columns(frame, PAIR_COLUMNS)
    known = frame["group"].isin(counts.groups) & frame["other_group"].isin(counts.groups)
    kept = frame.loc[known]
    number = numbers(kept, "pairs")
    left, right = (_cells(counts, kept, side) for side in ("", "other_"))
    pairs = EpisodePairs(*left, *right, number)
    _require_both_directions(counts, pairs)
    return pairs


def _cells(counts: Counts, frame: pd.DataFrame, side: str) -> tuple[IntArray, IntArray, IntArray]:
    group = _positions(frame[f"{side}group"], counts.groups)
    status = _positions(frame[f"{side}status"], STATUSES)
    if (status < 0).any():
        offender = frame[f"{side}status"].iloc[int((status < 0).argmax())]
        raise BadInput(
            f"A pair of episodes has the status '{offender}'.",
            f"A status is one of {', '.join(STATUSES)}.",
        )
    asked = whole_days(frame, f"{side}day")
    if len(asked) == 0:
        return group, asked, status
    day = np.minimum(np.searchsorted(counts.days, asked), len(counts.days) - 1)
    by_status = np.stack([counts.events, counts.competing, counts.censored])
    nobody = (counts.days[day] != asked) | (by_status[status, group, day] == 0)
    if nobody.any():
        where = int(nobody.argmax())
        raise BadInput(
            f"A pair of episodes ends in '{counts.groups[group[where]]}' on day {asked[where]}, "
            "where the counts have nobody.",
            "Count pairs and episodes in the same cohort.",
        )
    return group, day.astype(np.int64), status


def _positions(values: pd.Series[str], names: tuple[str, ...]) -> IntArray:
    return pd.Index(names).get_indexer(pd.Index(values.astype("str"))).astype(np.int64)


def _require_both_directions(counts: Counts, pairs: EpisodePairs) -> None:
    size = len(counts.groups)
    cell = pairs.group * size + pairs.other_group
    total = np.bincount(cell, weights=pairs.number, minlength=size**2).reshape(size, size)
    for row, column in np.argwhere(total != total.T):
        raise BadInput(
            f"There are {total[row, column]:g} pairs from '{counts.groups[row]}' to "
            f"'{counts.groups[column]}' and {total[column, row]:g} back.",
            "Count each pair of a patient's episodes in both directions.",
        )
