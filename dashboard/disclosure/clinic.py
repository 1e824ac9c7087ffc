"""The `clinic` policy, which acts on answers: whatever rests on too few patients is blank."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

SHOWN = "shown"
HIDDEN = "hidden_small_number"
HIDDEN_TOO = "hidden_with_another"
HIDING = (HIDDEN, HIDDEN_TOO)

# What a hidden row keeps: its name, not its numbers.
_NUMBERS = (
    "patients",
    "episodes",
    "events",
    "competing",
    "censored",
    "at_risk",
    "estimate",
    "std_error",
    "ci_lower",
    "ci_upper",
    "statistic",
    "df",
    "p_value",
    "p_holm",
    "share",
    "weighted_share",
    "smd",
    "weighted_smd",
    "value",
    "denominator",
    "centre",
    "lower_warning",
    "upper_warning",
    "lower_limit",
    "upper_limit",
)
# Quantiles need this many times the smallest number: they rest on the few around them.
QUANTILE_FACTOR = 4
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


def parts_to_hide(sizes: Mapping[str, int], min_patients: int) -> Hidden:
    """Which parts of a visible total must be hidden?

    Parameters
    ----------
    sizes
        Part → number of patients; the parts add up to a total that is shown somewhere. Empty parts give nothing away.
    min_patients
        Parts of 1 to `min_patients` - 1 are small; 1 hides nothing.

    Notes
    -----
    Whoever knows the total learns a single hidden part by subtraction. So as long as fewer than two
    parts are hidden, or jointly fewer than `min_patients`, the smallest shown part is hidden with
    them. Ties go to the later part.
    """
    status = {name: HIDDEN if 0 < size < min_patients else SHOWN for name, size in sizes.items()}
    hidden = [name for name, state in status.items() if state == HIDDEN]
    rest = sorted(
        (size, -place, name)
        for place, (name, size) in enumerate(sizes.items())
        if size >= min_patients
    )
    while (
        hidden and rest and (len(hidden) < 2 or sum(sizes[name] for name in hidden) < min_patients)
    ):
        name = rest.pop(0)[2]
        status[name] = HIDDEN_TOO
        hidden.append(name)
    return Hidden(status)


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


def hide_cells(table: pd.DataFrame, status: Mapping[Cell, str]) -> pd.DataFrame:
    """How does a table look once these cells, by ``group`` and ``subgroup``, are blank?"""
    told = [status.get(cell, SHOWN) for cell in zip(table["group"], table["subgroup"], strict=True)]
    return _blank(table, pd.Series(told, index=table.index, dtype=object))


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
    for row, column in hidden:
        known = row != _TOGETHER and not any(
            _can_differ(table, hidden, (row, column), step) for step in (1, -1)
        )
        if known and shown:
            return {row}, {column}
    return None


def _can_differ(
    table: Mapping[Cell, int], hidden: Mapping[Cell, tuple[int, int]], changed: Cell, step: int
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
        for cell in hidden:
            if cell[0] != row or not may(cell, -step):
                continue
            if cell[1] == changed[1]:
                return True
            onward = {
                other[0] for other in hidden if other[1] == cell[1] and may(other, step)
            } - reached
            reached |= onward
            waiting += onward
    return False


def hide_groups(table: pd.DataFrame, hidden: Hidden) -> pd.DataFrame:
    """How does a table look once hidden groups are blank? A contrast is hidden where either side is."""
    if not hidden.names:
        return table
    status = [hidden[group] for group in table["group"]]
    if "reference" in table:
        others = (hidden[name] for name in table["reference"])
        status = [other if own == SHOWN else own for own, other in zip(status, others, strict=True)]
    return _blank(table, pd.Series(status, index=table.index))


def hide_contrasts(table: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """How do contrasts look once those are blank of which the figure of either side is hidden?

    From a difference and one side's figure the other side's could be worked out. `figures`: the rows of
    ``estimates``, by measure, kind, group and horizon.
    """
    key = ["measure", "kind", "group", "horizon_days"]
    gone = figures[figures["status"].isin(HIDING) & figures["subgroup"].eq("")]
    if gone.empty or table.empty:
        return table
    why = dict(zip(_keys(gone, key), gone["status"], strict=True))
    own = [why.get(name, SHOWN) for name in _keys(table, key)]
    others = (why.get(name, SHOWN) for name in _keys(table, [*key[:2], "reference", key[3]]))
    status = [other if one == SHOWN else one for one, other in zip(own, others, strict=True)]
    return _blank(table, pd.Series(status, index=table.index))


def _keys(table: pd.DataFrame, columns: list[str]) -> list[tuple[str, ...]]:
    return list(table[columns].astype(str).itertuples(index=False, name=None))


def hide_rows(table: pd.DataFrame, status: Sequence[str]) -> pd.DataFrame:
    """How does a table look once each row has this status, and is blank where that hides?"""
    return _blank(table, pd.Series(list(status), index=table.index, dtype=object))


def hide_thin(table: pd.DataFrame, base: pd.Series, needed: int) -> pd.DataFrame:
    """How does a table look once figures that rest on fewer than `needed` patients are blank?

    `base` has, per row, the patients that the figure rests on: the denominator, or those still at risk.
    What cannot be estimated anyway keeps its own status.
    """
    thin = base.lt(needed) & table["status"].ne("not_estimable") & (needed > 1)
    return _blank(table, thin.map({True: HIDDEN, False: SHOWN}), keep=("patients", "episodes"))


def stop_curves(curves: pd.DataFrame, base: pd.Series, needed: int) -> pd.DataFrame:
    """Where do curves stop: before the first day on which fewer than `needed` are at risk. Hidden ones go."""
    return curves[base.ge(needed) & ~curves["status"].isin(HIDING)].reset_index(drop=True)


def safe_count(number: int, min_patients: int) -> str:
    """How is a number of patients said where small numbers are hidden: "1,204", "fewer than 5", "none"?"""
    if number == 0:
        return "none"
    return f"fewer than {min_patients}" if number < min_patients else f"{number:,}"


def count_hidden(tables: Mapping[str, pd.DataFrame]) -> int:
    """How many figures of these tables are hidden?"""
    return sum(int(table["status"].isin(HIDING).sum()) for table in tables.values())


def _blank(table: pd.DataFrame, status: pd.Series, keep: tuple[str, ...] = ()) -> pd.DataFrame:
    hit = status.ne(SHOWN) & ~table["status"].isin(HIDING)
    if not hit.any():
        return table
    result = table.copy()
    for column in _NUMBERS:
        if column in result and column not in keep:
            result[column] = result[column].mask(hit)
    result["status"] = result["status"].mask(hit, status)
    return result
