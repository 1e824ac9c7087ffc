"""Which case mix had the patients of each arm, and which of it is found in every arm?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import BoolArray, FloatArray, IntArray
from dashboard.estimates.counts import numbers, require_columns


@dataclass(frozen=True, eq=False)
class Support:
    """Which rows have a case mix found in every arm, and who was set aside?

    Attributes
    ----------
    kept
        Shape (n_rows,), of the counts given: stays in the comparison. Rows of other arms do not.
    set_aside
        One row per arm, covariate and level on which patients were set aside, in the order in
        which that was done: `group`, `covariate`, `level`, `patients`.
    arms
        Names, shape (n_arms,).
    before, after
        Shape (n_arms,): patients at first, and those kept.
    """

    kept: BoolArray
    set_aside: pd.DataFrame
    arms: tuple[str, ...]
    before: FloatArray
    after: FloatArray


def common_support(counts: pd.DataFrame, arms: Sequence[str], covariates: Sequence[str]) -> Support:
    """Which patients have a case mix, level by level, that is found in every arm?

    Parameters
    ----------
    counts
        `group` (the arm), `patients` (0 or more) and the covariates, in any order; rows of the
        same combination are added up. Rows of arms that are not compared are ignored.
    arms
        The arms to compare, two or more.
    covariates
        Columns of text levels, none blank. Those that hold numbers have no levels, and set nobody
        aside.

    Raises
    ------
    BadInput
        A column is missing or has a blank; fewer than two arms; an arm is named twice.

    Notes
    -----
    A level that nobody of some arm has tells nothing about a difference between the arms, and
    lets the propensity model run away. Those who have it are set aside; that may take the last
    patient of an arm away from another level, so it is done again until nothing changes. Who is
    kept does not depend on the order of the covariates, only on which of them a patient is counted
    under: the first on which he is found wanting.
    """
    arm = arm_of(counts, arms)
    patients = numbers(counts, "patients")
    kept: BoolArray = (arm >= 0) & (patients > 0.0)
    before = _per_arm(arm, patients, kept, len(arms))
    levels = {name: levels_of(counts, name) for name in covariates if not is_number(counts, name)}
    rows: list[tuple[str, str, str, float]] = []
    changed = True
    while changed:
        changed = False
        for name, (code, labels) in levels.items():
            found = np.zeros((len(labels), len(arms)), dtype=bool)
            found[code[kept], arm[kept]] = True
            lacking = kept & (found.sum(axis=1) < len(arms))[code]
            for level, place in sorted({*zip(code[lacking], arm[lacking], strict=True)}):
                there = lacking & (code == level) & (arm == place)
                rows.append((arms[place], name, labels[level], float(patients[there].sum())))
            kept &= ~lacking
            changed = changed or bool(lacking.any())
    told = pd.DataFrame(rows, columns=["group", "covariate", "level", "patients"])
    told = told.astype({"group": "str", "covariate": "str", "level": "str", "patients": "float64"})
    return Support(kept, told, tuple(arms), before, _per_arm(arm, patients, kept, len(arms)))


def arm_of(counts: pd.DataFrame, arms: Sequence[str]) -> IntArray:
    """Which of the arms is each row's? Shape (n_rows,); -1 for an arm not compared."""
    require_columns(counts, ("group", "patients"))
    if len(arms) < 2 or len(set(arms)) < len(arms):
        raise BadInput(
            f"The arms {list(arms)} cannot be compared.", "Choose two or more different arms."
        )
    code, names = pd.factorize(counts["group"].astype(object))
    place = np.array([arms.index(name) if name in arms else -1 for name in [*names, None]])
    return place[code].astype(np.int64)


def is_number(counts: pd.DataFrame, covariate: str) -> bool:
    """Does this covariate hold numbers, not levels?"""
    require_columns(counts, (covariate,))
    column = counts[covariate]
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def levels_of(counts: pd.DataFrame, covariate: str) -> tuple[IntArray, tuple[str, ...]]:
    """Which level has each row, shape (n_rows,), and what are the levels called?

    In alphabetical order, or that of the categories where the column has them; only those that
    some row has.
    """
    require_columns(counts, (covariate,))
    column = counts[covariate]
    if column.isna().any():
        raise BadInput(
            f"The column '{covariate}' of the counts has a blank.",
            "Give what was not recorded a level of its own, such as 'not_recorded'.",
        )
    if isinstance(column.dtype, pd.CategoricalDtype):
        used, code = np.unique(column.cat.codes.to_numpy(), return_inverse=True)
        return code.astype(np.int64), tuple(str(column.cat.categories[each]) for each in used)
    code, labels = pd.factorize(column.astype(str), sort=True)
    return np.asarray(code, dtype=np.int64), tuple(str(label) for label in labels)


def _per_arm(arm: IntArray, patients: FloatArray, kept: BoolArray, n_arms: int) -> FloatArray:
    """How many patients of each arm stand in these rows? Shape (n_arms,)"""
    total = np.bincount(arm[kept], weights=patients[kept], minlength=n_arms)
    return total.astype(np.float64)
