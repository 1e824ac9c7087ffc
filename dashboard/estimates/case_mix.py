"""Which case mix had the patients of each arm, and which of it is found in every arm?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import BadInput
from dashboard.estimates.arrays import BoolArray, FloatArray, IntArray
from dashboard.estimates.counts import numbers, require_columns

# Whole numbers are exact up to here.
_LARGEST = 2**62
# Up to so many possible combinations each has a place in a list, which is faster than to look it up.
_LISTED = 2**16


@dataclass(frozen=True, eq=False)
class Covariate:
    """What is known of the patients of each row in one respect: a level, or a number?

    Attributes
    ----------
    code
        Shape (n_rows,): which of the levels; 0 for a number. In as few bytes as will do: there
        are many.
    levels
        Names, in order; each is some row's. A number is one level without a name.
    values
        Shape (n_rows,): the numbers; None where there are levels.
    """

    name: str
    code: NDArray[np.unsignedinteger[Any]]
    levels: tuple[str, ...]
    values: FloatArray | None = None

    def of_rows(self, rows: IntArray | slice) -> Covariate:
        """What is known of the patients of some rows? Levels that are nobody's any more go."""
        code = self.code[rows]
        if self.values is not None:
            return replace(self, code=code, values=self.values[rows])
        used = np.flatnonzero(np.bincount(code, minlength=len(self.levels)))
        if len(used) == len(self.levels):
            return replace(self, code=code)
        place = np.zeros(len(self.levels), dtype=code.dtype)
        place[used] = np.arange(len(used))
        return replace(self, code=place[code], levels=tuple(self.levels[each] for each in used))


@dataclass(frozen=True, eq=False)
class CaseMix:
    """How many patients of which arm have which case mix? Read once, and asked from then on.

    Attributes
    ----------
    arms
        Names; the first is what the others are compared with.
    arm, patients
        Shape (n_rows,): position in `arms`, and how many.
    covariates
        In the order in which they are told.
    """

    arms: tuple[str, ...]
    arm: IntArray
    patients: FloatArray
    covariates: tuple[Covariate, ...]

    def without(self, name: str) -> CaseMix:
        """What is left when nothing is known of a covariate?"""
        others = tuple(covariate for covariate in self.covariates if covariate.name != name)
        return replace(self, covariates=others)

    def where(self, kept: BoolArray) -> CaseMix:
        """What do the rows that are kept tell?"""
        return self if kept.all() else self.of_rows(np.flatnonzero(kept))

    def of_rows(self, rows: IntArray) -> CaseMix:
        """What do some of the rows tell?"""
        return CaseMix(
            self.arms,
            self.arm[rows],
            self.patients[rows],
            tuple(covariate.of_rows(rows) for covariate in self.covariates),
        )

    def between(self, arms: Sequence[str]) -> tuple[IntArray, CaseMix]:
        """Which rows are of these arms, and what do they tell? In the order in which they are named."""
        _require_arms(arms)
        if tuple(arms) == self.arms:
            return np.arange(len(self.arm)), self
        place = np.array([arms.index(name) if name in arms else -1 for name in self.arms])
        rows = np.flatnonzero(place[self.arm] >= 0)
        kept = self.of_rows(rows)
        return rows, replace(kept, arms=tuple(arms), arm=place[kept.arm])

    def per_arm(self, values: FloatArray) -> FloatArray:
        """What do values, one for each row, add up to in each arm? Shape (n_arms,)"""
        total = np.bincount(self.arm, weights=values, minlength=len(self.arms))
        return total.astype(np.float64)

    def per_level(self, covariate: Covariate, *values: FloatArray) -> list[FloatArray]:
        """What do they add up to at each level of a covariate in each arm? Shape (n_levels, n_arms) each"""
        shape = (len(covariate.levels), len(self.arms))
        place = np.multiply(covariate.code, shape[1], dtype=np.int64) + self.arm
        sums = (np.bincount(place, weights=each, minlength=shape[0] * shape[1]) for each in values)
        return [each.astype(np.float64).reshape(shape) for each in sums]


@dataclass(frozen=True, eq=False)
class Support:
    """Which rows have a case mix found in every arm, and who was set aside?

    Attributes
    ----------
    kept
        Shape (n_rows,), of the case mix given: stays in the comparison.
    set_aside
        For each arm, covariate and level on which patients were set aside, in the order in which
        that was done, these three and how many patients.
    arms
        Names, shape (n_arms,).
    before, after
        Shape (n_arms,): patients at first, and those kept.
    """

    kept: BoolArray
    set_aside: tuple[tuple[str, str, str, float], ...]
    arms: tuple[str, ...]
    before: FloatArray
    after: FloatArray


def coded(counts: pd.DataFrame, arms: Sequence[str], covariates: Sequence[str]) -> CaseMix:
    """How do counts of a case mix read as whole numbers?

    Parameters
    ----------
    counts
        `group` (the arm), `patients` (0 or more) and the covariates, in any order; rows of the
        same combination are added up by whoever asks.
    arms
        The arms, two or more; every row belongs to one of them.
    covariates
        Columns of text levels, or of numbers, which enter models as they are. None may be blank.

    Raises
    ------
    BadInput
        A column is missing or has a blank; a row belongs to another arm; fewer than two arms, or
        one named twice.
    """
    require_columns(counts, ("group", "patients"))
    _require_arms(arms)
    group = covariate_of(counts, "group")
    place = [arms.index(name) if name in arms else -1 for name in group.levels]
    arm = np.array(place, dtype=np.int64)[group.code]
    if (arm < 0).any():
        raise BadInput(
            f"'{counts['group'].to_numpy(dtype=object)[arm < 0][0]}' is not among the arms "
            f"{list(arms)}.",
            "Give only the counts of the arms that are compared.",
        )
    patients = numbers(counts, "patients")
    return CaseMix(
        tuple(arms), arm, patients, tuple(covariate_of(counts, name) for name in covariates)
    )


def covariate_of(counts: pd.DataFrame, name: str) -> Covariate:
    """What does a column of counts say of the patients of each row?

    Levels stand in alphabetical order, or that of the categories where the column has them; only
    those that some row has.
    """
    require_columns(counts, (name,))
    column = counts[name]
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        values = column.to_numpy(dtype=float, na_value=np.nan)
        if not np.isfinite(values).all():
            raise BadInput(
                f"The column '{name}' of the counts has a blank or infinite number.",
                "Give numbers to all rows, or levels such as 'not_recorded'.",
            )
        return Covariate(name, np.zeros(len(values), dtype=np.uint8), ("",), values)
    if column.isna().any():
        raise BadInput(
            f"The column '{name}' of the counts has a blank.",
            "Give what was not recorded a level of its own, such as 'not_recorded'.",
        )
    if isinstance(column.dtype, pd.CategoricalDtype):
        code, labels = column.cat.codes.to_numpy(), column.cat.categories
    else:
        code, labels = pd.factorize(column.astype(str), sort=True)
    whole = Covariate(name, short(code, len(labels)), tuple(map(str, labels)))
    return whole.of_rows(slice(None))


def short(code: NDArray[Any], n_values: int) -> NDArray[np.unsignedinteger[Any]]:
    """How do codes below this number read in as few bytes as will do?"""
    return code.astype(np.min_scalar_type(n_values))


def common_support(mix: CaseMix) -> Support:
    """Which patients have a case mix, level by level, that is found in every arm?

    Notes
    -----
    A level that nobody of some arm has tells nothing about a difference between the arms, and
    lets the propensity model run away. Those who have it are set aside; that may take the last
    patient of an arm away from another level, so it is done again until nothing changes. Who is
    kept does not depend on the order of the covariates, only on which of them a patient is counted
    under: the first on which he is found wanting. Numbers have no levels, and set nobody aside.
    """
    patients = mix.patients
    kept: BoolArray = patients > 0.0
    before = mix.per_arm(patients)
    rows: list[tuple[str, str, str, float]] = []
    changed = True
    while changed:
        changed = False
        for covariate in mix.covariates:
            if covariate.values is not None:
                continue
            (there,) = mix.per_level(covariate, patients)
            found = np.count_nonzero(there, axis=1)
            wanting = (found > 0) & (found < len(mix.arms))
            for level, place in zip(*np.nonzero(there * wanting[:, None]), strict=True):
                name, arm = covariate.levels[level], mix.arms[place]
                rows.append((arm, covariate.name, name, float(there[level, place])))
            if wanting.any():
                kept, changed = kept & ~wanting[covariate.code], True
                patients = np.where(kept, mix.patients, 0.0)
    return Support(kept, tuple(rows), mix.arms, before, mix.per_arm(patients))


def distinct(codes: Sequence[tuple[NDArray[Any], int]], n_rows: int) -> tuple[IntArray, IntArray]:
    """Which combinations are there: where does each first stand, and which one has each row?

    Parameters
    ----------
    codes
        For each covariate the code of each row, shape (n_rows,), and how many codes there are.

    Returns
    -------
    tuple
        Shapes (n_combinations,) and (n_rows,).

    Notes
    -----
    The codes of a row are the digits of one number, cut short before it grows too long.
    """
    number, most = np.zeros(n_rows, dtype=np.int64), 1
    for code, n_values in codes:
        if most > _LARGEST // max(n_values, 1):
            number, most = pd.factorize(number)[0].astype(np.int64), n_rows
        number, most = number * n_values + code, most * n_values
    if most <= _LISTED:
        place = (np.bincount(number, minlength=most) > 0).cumsum()[number] - 1
    else:
        place = pd.factorize(number)[0].astype(np.int64)
    first = np.zeros(int(place.max(initial=-1)) + 1, dtype=np.int64)
    first[place[::-1]] = np.arange(n_rows)[::-1]
    return first, place


def _require_arms(arms: Sequence[str]) -> None:
    """Can these arms be compared?"""
    if len(arms) < 2 or len(set(arms)) < len(arms):
        raise BadInput(
            f"The arms {list(arms)} cannot be compared.", "Choose two or more different arms."
        )
