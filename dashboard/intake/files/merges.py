"""What do merged cells of a sheet say of the cells they cover?

In the header a text merged over several columns belongs to each of them. Below it, a value merged
over several rows belongs to each of these records; only its first column, since a text over the whole
width is a title between the records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from python_calamine import CalamineSheet


@dataclass(frozen=True, order=True)
class Merge:
    """Which rows and columns (from 0, both ends included) are merged?"""

    row: int
    last_row: int
    column: int
    last_column: int


def merges_of(sheet: CalamineSheet) -> list[Merge]:
    """Which cells of this sheet are merged, within what it holds, from the top down?"""
    end = sheet.end or (-1, -1)
    return sorted(
        Merge(first[0], min(last[0], end[0]), first[1], min(last[1], end[1]))
        for first, last in sheet.merged_cell_ranges or ()
        if first[0] <= end[0] and first[1] <= end[1]
    )


def across(sheet: CalamineSheet) -> list[Merge]:
    """Which of them go over several columns?"""
    return [merge for merge in merges_of(sheet) if merge.last_column > merge.column]


def spread(row: list[str], at: int, merges: list[Merge]) -> list[str]:
    """What stands in this row of a header, where merged texts belong to every column they cover?"""
    filled = list(row)
    for merge in merges:
        if merge.row == at:
            for column in range(merge.column + 1, merge.last_column + 1):
                filled[column] = filled[column] or row[merge.column]
    return filled


class Downwards:
    """Gives values merged over several rows to each of them, row by row from the top.

    Attributes
    ----------
    filled
        How many cells got their value so.
    """

    def __init__(self, merges: list[Merge], first: int) -> None:
        tall = (one for one in merges if one.last_row > one.row and one.row >= first)
        self._waiting: Iterator[Merge] = iter(tall)
        self._next = next(self._waiting, None)
        self._open: dict[int, tuple[int, str]] = {}
        self.filled = 0

    def fill(self, row: list[str], at: int) -> None:
        """Fill the row `at` in place."""
        while self._next is not None and self._next.row <= at:
            self._open[self._next.column] = (self._next.last_row, row[self._next.column])
            self._next = next(self._waiting, None)
        for column, (last, value) in list(self._open.items()):
            if at > last:
                del self._open[column]
            elif not row[column] and value:
                row[column] = value
                self.filled += 1
