"""Which rare levels of a case mix are told together, where a model could not be fitted to each?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.case_mix import CaseMix, Covariate, distinct, short

# Up to so many distinct combinations are fitted as they are.
MOST_COMBINATIONS = 50_000
RARE = "rare_levels"
# So many events has each level that has a coefficient of its own.
FEWEST_EVENTS = 10


def merge_rare(
    mix: CaseMix, apart: Sequence[str] = (), most: int = MOST_COMBINATIONS
) -> tuple[CaseMix, dict[str, tuple[str, ...]]]:
    """How does a case mix read once rare levels are merged until at most `most` combinations are left?

    Parameters
    ----------
    mix
        One row or more per combination; covariates with levels.
    apart
        Levels that are never merged, such as *not recorded*.
    most
        So many distinct combinations may stay.

    Returns
    -------
    mix
        The same rows; merged levels are called `RARE`, and stand last.
    merged
        Covariate → the levels that were merged, in the order in which that was done.

    Notes
    -----
    Of all levels of all covariates the one with the fewest patients goes to the rare levels of its
    covariate; these count as one level, which takes the next one in turn. It is repeated until
    few enough combinations are left, or no covariate has two levels to merge. Ties go to the covariate, then
    the level, that stands first.
    """
    known = mix.covariates
    size = [
        np.bincount(each.code, weights=mix.patients, minlength=len(each.levels)).astype(np.float64)
        for each in known
    ]
    merged: list[list[int]] = [[] for _ in known]
    # Each combination once, and ever fewer of them.
    left = _combinations(known, np.vstack([each.code for each in known]))
    while left.shape[1] > most:
        found = _rarest(known, size, merged, apart)
        if found is None:
            break
        which, level = found
        into = merged[which]
        into.append(level)
        left[which][left[which] == level] = into[0]
        left = _combinations(known, left)
        if len(into) > 1:
            size[which][into[0]] += size[which][level]
            size[which][level] = np.inf
    covariates = tuple(
        _told_together(each, rare) if rare else each
        for each, rare in zip(known, merged, strict=True)
    )
    return replace(mix, covariates=covariates), {
        each.name: tuple(each.levels[level] for level in rare)
        for each, rare in zip(known, merged, strict=True)
        if rare
    }


def merge_few(
    mix: CaseMix, *counted: FloatArray, fewest: int = FEWEST_EVENTS
) -> tuple[CaseMix, dict[str, tuple[str, ...]]]:
    """How does a case mix read once each level has enough events to have a coefficient of its own?

    Parameters
    ----------
    mix
        One row or more per combination; covariates with levels.
    counted
        Of each row, what a level must have enough of: events, and where the outcome is a share also
        those without. Shape (n_rows,) each.
    fewest
        So many of each.

    Returns
    -------
    mix, merged
        As from `merge_rare`. Of a covariate without two such levels nothing is told any more.

    Notes
    -----
    Levels with fewer are told as one; as long as these have too few themselves, the level that has
    fewest of the others goes to them; ties go to the level that stands first. Ten events a
    coefficient: Peduzzi and others (1996), J Clin Epidemiol 49:1373-1379,
    doi:10.1016/S0895-4356(96)00236-3.
    """
    covariates, merged = [], {}
    for each in mix.covariates:
        size = np.vstack([np.bincount(each.code, one, len(each.levels)) for one in counted])
        order = np.argsort(size.min(axis=0), kind="stable")
        taken = int((size.min(axis=0) < fewest).sum())
        while 0 < taken < len(order) and size[:, order[:taken]].sum(axis=1).min() < fewest:
            taken += 1
        rare = sorted(order[:taken].tolist())
        covariates.append(_told_together(each, rare) if len(rare) > 1 else each)
        if len(rare) > 1:
            merged[each.name] = tuple(each.levels[level] for level in rare)
    return replace(mix, covariates=tuple(covariates)), merged


def _told_together(covariate: Covariate, rare: Sequence[int]) -> Covariate:
    """How does a covariate read with some of its levels as one, after the others?"""
    levels = [name for level, name in enumerate(covariate.levels) if level not in rare]
    place = np.full(len(covariate.levels), len(levels))
    place[[level for level in range(len(place)) if level not in rare]] = range(len(levels))
    code = short(place[covariate.code], len(levels) + 1)
    return replace(covariate, code=code, levels=(*levels, RARE))


def _combinations(known: Sequence[Covariate], codes: NDArray[Any]) -> NDArray[Any]:
    """Which combinations are there? Shape (n_covariates, n_combinations)"""
    sizes = [len(each.levels) for each in known]
    first, _ = distinct(list(zip(codes, sizes, strict=True)), codes.shape[1])
    return codes[:, first]


def _rarest(
    known: Sequence[Covariate],
    size: Sequence[FloatArray],
    merged: Sequence[Sequence[int]],
    apart: Sequence[str],
) -> tuple[int, int] | None:
    """Which level of which covariate is merged next? None where none has two levels that may be."""
    best: tuple[float, int, int] | None = None
    for which, (covariate, sizes, rare) in enumerate(zip(known, size, merged, strict=True)):
        open_ = [
            level
            for level, name in enumerate(covariate.levels)
            if name not in apart and level not in rare and sizes[level] > 0
        ]
        # A first level goes where another one can follow it.
        if len(open_) < (1 if rare else 2):
            continue
        for level in open_:
            if best is None or sizes[level] < best[0]:
                best = (float(sizes[level]), which, level)
    return None if best is None else (best[1], best[2])
