"""Which parts of a total, and which cells of a table, must be hidden, so that no small one can be worked out?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

SHOWN = "shown"
HIDDEN = "hidden_small_number"
HIDDEN_TOO = "hidden_with_another"
HIDING = (HIDDEN, HIDDEN_TOO)

# A cell of a table by its row and its column.
Cell: TypeAlias = tuple[str, str]
# Rows that are hidden as a whole, taken as one; no name of a group is empty.
_TOGETHER = ""
_NO_LIMIT = 10**12


@dataclass(frozen=True)
class Hidden:
    """Which parts of a total may not be shown, and why?"""

    status: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.status.get(name, SHOWN)

    @property
    def names(self) -> tuple[str, ...]:
        """Which parts are hidden?"""
        return tuple(name for name, status in self.status.items() if status != SHOWN)


def parts_to_hide(
    sizes: Mapping[str, int],
    min_patients: int,
    told_elsewhere: Collection[str] = (),
    told: Collection[str] = (),
) -> Hidden:
    """Which parts of a visible total must be hidden?

    Parameters
    ----------
    sizes
        Part → number of patients; the parts add up to a total that is shown somewhere. Empty parts give nothing away.
    min_patients
        Parts of 1 to `min_patients` - 1 are small; 1 hides nothing.
    told_elsewhere
        Parts that another figure tells: hidden with a small one only where there is no other.
    told
        Parts that figures tell small or not: to hide them would hide nothing, neither them nor a small one.

    Notes
    -----
    Whoever knows the total learns a single hidden part by subtraction. So as long as fewer than two
    parts are hidden, or jointly fewer than `min_patients`, or any hidden part can have one value only,
    given the total and what the statuses tell, the smallest shown part is hidden with them. Ties go to
    the later part.
    """
    secret = {name: size for name, size in sizes.items() if name not in told}
    status = {name: HIDDEN if 0 < size < min_patients else SHOWN for name, size in secret.items()}
    hidden = [name for name, state in status.items() if state == HIDDEN]
    rest = sorted(
        (name in told_elsewhere, size, -place, name)
        for place, (name, size) in enumerate(secret.items())
        if size >= min_patients
    )
    while hidden and rest and are_plain([sizes[name] for name in hidden], min_patients):
        name = rest.pop(0)[3]
        status[name] = HIDDEN_TOO
        hidden.append(name)
    return Hidden(status)


def are_plain(hidden: Sequence[int], min_patients: int) -> bool:
    """Can a hidden part be worked out from what all hidden ones add up to, and which of them are small?

    One may be larger only if another may be smaller: a small one stays from 1 to `min_patients` - 1, the
    others stay above.
    """
    if len(hidden) < 2 or sum(hidden) < min_patients:
        return True
    more = [size != min_patients - 1 for size in hidden]
    fewer = [size not in (1, min_patients) for size in hidden]
    return any(
        not (more[one] and any(fewer[:one] + fewer[one + 1 :]))
        and not (fewer[one] and any(more[:one] + more[one + 1 :]))
        for one in range(len(hidden))
    )


def cells_to_hide(
    sizes: Mapping[Cell, int], min_patients: int, hidden_rows: Collection[str] = ()
) -> dict[Cell, str]:
    """Which cells of a table must be hidden of which the totals by row and by column are shown somewhere?

    Parameters
    ----------
    sizes
        (Row, column) → number of patients. A cell that is empty, or not there, is said to be so, and
        gives nothing away.
    min_patients
        Cells of 1 to `min_patients` - 1 are small; 1 hides nothing.
    hidden_rows
        Of these neither the cells nor the total are shown; what they have together can be worked out.

    Returns
    -------
    dict
        Cell → ``shown``, ``hidden_small_number`` or ``hidden_with_another``; without those of `hidden_rows`.

    Notes
    -----
    As in `parts_to_hide`, in each row and column at least two cells are hidden, or none, and jointly at
    least `min_patients`. That is not enough where rows and columns are known: cells may give each other
    away across several lines. So as long as any hidden cell can have one value only, given all totals,
    the cells shown and what their status tells, the smallest cell shown in its lines is hidden as well
    (one that serves a row and a column, where there is one); else the smallest of the table.
    """
    table: dict[Cell, int] = {}
    for (row, column), size in sizes.items():
        cell = (_TOGETHER if row in hidden_rows else row, column)
        table[cell] = table.get(cell, 0) + size
    status = {
        cell: HIDDEN if 0 < size < min_patients else SHOWN
        for cell, size in table.items()
        if cell[0] != _TOGETHER
    }
    hidden = {
        cell: (0, _NO_LIMIT) if cell[0] == _TOGETHER else (1, min_patients - 1)
        for cell in table
        if status.get(cell) != SHOWN
    }
    order = {cell: place for place, cell in enumerate(table)}
    while needed := _too_plain(table, hidden, min_patients):
        spare = [cell for cell, state in status.items() if state == SHOWN and table[cell] > 0]
        near = [cell for cell in spare if cell[0] in needed[0] or cell[1] in needed[1]]
        # One cell may serve a row and a column at once.
        both = [cell for cell in near if cell[0] in needed[0] and cell[1] in needed[1]]
        if not spare:
            break
        chosen = min(both or near or spare, key=lambda cell: (table[cell], -order[cell]))
        status[chosen] = HIDDEN_TOO
        hidden[chosen] = (min_patients, _NO_LIMIT)
    return status


def _too_plain(
    table: Mapping[Cell, int], hidden: Mapping[Cell, tuple[int, int]], min_patients: int
) -> tuple[set[str], set[str]] | None:
    """In which rows or columns must another cell be hidden? None: nothing can be worked out."""
    shown = [cell for cell, size in table.items() if size > 0 and cell not in hidden]
    needed: tuple[set[str], set[str]] = (set(), set())
    for side in (0, 1):
        for line in {cell[side] for cell in hidden} - {_TOGETHER}:
            gone = [cell for cell in hidden if cell[side] == line and table[cell] > 0]
            # Several rows taken as one are never a single cell.
            alone = len(gone) == 1 and gone[0][0] != _TOGETHER
            few = alone or 0 < sum(table[cell] for cell in gone) < min_patients
            if few and any(cell[side] == line for cell in shown):
                needed[side].add(line)
    if needed != (set(), set()):
        return needed
    lines = _lines(hidden, 0), _lines(hidden, 1)
    for row, column in hidden:
        known = row != _TOGETHER and not any(
            _can_differ(table, hidden, lines, (row, column), step) for step in (1, -1)
        )
        if known and shown:
            return {row}, {column}
    return None


def _lines(cells: Collection[Cell], side: int) -> dict[str, list[Cell]]:
    """Which cells stand in each row (`side` 0) or column (1)?"""
    lines: dict[str, list[Cell]] = {}
    for cell in cells:
        lines.setdefault(cell[side], []).append(cell)
    return lines


def _can_differ(
    table: Mapping[Cell, int],
    hidden: Mapping[Cell, tuple[int, int]],
    lines: tuple[Mapping[str, Sequence[Cell]], Mapping[str, Sequence[Cell]]],
    changed: Cell,
    step: int,
) -> bool:
    """Could this hidden cell have one more (`step` 1) or one fewer (-1), and all totals be the same?

    What is added in one cell is taken away in another of its row, added again in that one's column,
    and so on, until it comes back to the column where it began.
    """

    def may(cell: Cell, by: int) -> bool:
        low, high = hidden[cell]
        return cell != changed and low <= table[cell] + by <= high

    low, high = hidden[changed]
    if not low <= table[changed] + step <= high:
        return False
    reached, waiting = {changed[0]}, [changed[0]]
    while waiting:
        row = waiting.pop()
        for cell in lines[0][row]:
            if not may(cell, -step):
                continue
            if cell[1] == changed[1]:
                return True
            onward = {other[0] for other in lines[1][cell[1]] if may(other, step)} - reached
            reached |= onward
            waiting += onward
    return False
