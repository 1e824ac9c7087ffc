"""Which rare levels of a case mix are told together, where there are too many combinations to fit?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.estimates.arrays import IntArray
from dashboard.estimates.case_mix import levels_of
from dashboard.estimates.counts import numbers

# Up to so many distinct combinations are fitted as they are.
MOST_COMBINATIONS = 50_000
RARE = "rare_levels"


def merge_rare(
    cells: pd.DataFrame,
    covariates: Sequence[str],
    apart: Sequence[str] = (),
    most: int = MOST_COMBINATIONS,
) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """How do counts read once rare levels are merged until at most `most` combinations are left?

    Parameters
    ----------
    cells
        `patients`, and the covariates as text levels; one row or more per combination.
    covariates
        Columns of levels.
    apart
        Levels that are never merged, such as *not recorded*.
    most
        So many distinct combinations may stay.

    Returns
    -------
    cells
        The same rows; merged levels are called `RARE`.
    merged
        Covariate → the levels that were merged, in the order in which that was done.

    Notes
    -----
    Of all levels of all covariates the one with the fewest patients goes to the rare levels of its
    covariate; these count as one level, which takes the next one in turn. It is repeated until
    few enough combinations are left, or no covariate has two levels to merge. Ties go to the covariate, then
    the level, that stands first.
    """
    codes = {name: levels_of(cells, name) for name in covariates}
    patients = numbers(cells, "patients")
    place = {name: code.copy() for name, (code, _) in codes.items()}
    size = {
        name: np.bincount(code, weights=patients, minlength=len(labels)).astype(float)
        for name, (code, labels) in codes.items()
    }
    merged: dict[str, list[int]] = {}
    while _combinations(list(place.values())) > most:
        found = _rarest(codes, size, merged, apart)
        if found is None:
            break
        name, level = found
        into = merged.setdefault(name, [])
        into.append(level)
        place[name][place[name] == level] = into[0]
        if len(into) > 1:
            size[name][into[0]] += size[name][level]
            size[name][level] = np.inf
    result = cells.copy()
    for name, levels in merged.items():
        labels = [RARE if each in levels else label for each, label in enumerate(codes[name][1])]
        result[name] = pd.Categorical(np.array(labels, dtype=object)[codes[name][0]])
    return result, {
        name: tuple(codes[name][1][level] for level in levels) for name, levels in merged.items()
    }


def _combinations(codes: Sequence[IntArray]) -> int:
    """How many distinct combinations are there?"""
    cell = np.zeros_like(codes[0])
    for code in codes:
        cell = np.unique(cell * (int(code.max(initial=0)) + 1) + code, return_inverse=True)[1]
    return int(cell.max(initial=-1)) + 1


def _rarest(
    codes: dict[str, tuple[IntArray, tuple[str, ...]]],
    size: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]],
    merged: dict[str, list[int]],
    apart: Sequence[str],
) -> tuple[str, int] | None:
    """Which level is merged next? None where no covariate has two levels that may be."""
    best: tuple[float, str, int] | None = None
    for name, (_, labels) in codes.items():
        rare = merged.get(name, [])
        open_ = [
            level
            for level, label in enumerate(labels)
            if label not in apart and level not in rare and size[name][level] > 0
        ]
        # A first level goes where another one can follow it.
        if len(open_) < (1 if rare else 2):
            continue
        for level in open_:
            weight = float(size[name][level])
            if best is None or weight < best[0]:
                best = (weight, name, level)
    return None if best is None else (best[1], best[2])
