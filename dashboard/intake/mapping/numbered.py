"""Which columns are numbered, as those of follow-ups are (`FU1_date`, `FU1_result`, `FU2_date` …)?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.intake.layouts.layouts import NUMBER


@dataclass(frozen=True)
class Numbered:
    """Columns whose names differ by a number, 1, 2, 3 … without a gap.

    Attributes
    ----------
    pattern
        Their name, with `{n}` in the place of the number.
    columns
        Where they are (from 0), in order of their number.
    """

    pattern: str
    columns: tuple[int, ...]


def numbered(names: Sequence[str]) -> tuple[Numbered, ...]:
    """Which columns are numbered, at least two of a name? In the order of the file."""
    found: dict[str, dict[int, int]] = {}
    for index, name in enumerate(names):
        for number in re.finditer("[1-9][0-9]?", name):
            pattern = f"{name[: number.start()]}{NUMBER}{name[number.end() :]}"
            found.setdefault(pattern, {})[int(number[0])] = index
    return tuple(
        Numbered(pattern, columns)
        for pattern, at in found.items()
        if len(columns := _without_gap(at)) > 1
    )


def _without_gap(at: dict[int, int]) -> tuple[int, ...]:
    columns: list[int] = []
    while len(columns) + 1 in at:
        columns.append(at[len(columns) + 1])
    return tuple(columns)
