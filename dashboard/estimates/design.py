"""How does a case mix enter a model? One row for each distinct combination, from counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.case_mix import arm_of, is_number, levels_of
from dashboard.estimates.counts import numbers

# A column whose square, of 1, is nearly all explained by columns before it says nothing new.
_ALIASED = 1e-9
# Whole numbers are exact up to here.
_LARGEST = 2**62
# Products of fewer multiplications than this BLAS does on one thread. On all, its threads wait for
# one another wherever something else runs: measured up to 30 times slower.
_ON_ONE_THREAD = 2**18


@dataclass(frozen=True, eq=False)
class Design:
    """How many patients with which case mix had which arm, as the model sees it?

    Attributes
    ----------
    arms
        Names, shape (n_arms,); the first is what the others are compared with.
    terms
        Names of the columns, shape (n_terms,): `(intercept)`, a numeric covariate by its name,
        else `covariate = level` for each level but the first.
    of_covariate
        Which covariate each column belongs to, shape (n_terms,); empty for the intercept.
    aliased
        Terms left out, since the columns before them already say the same.
    matrix
        Shape (n_cells, n_terms): a row for each distinct combination of the case mix.
    patients
        Shape (n_cells, n_arms).
    cell, arm, rows
        Shape (n_rows,), of the counts given: which combination, which arm, and how many patients.
    """

    arms: tuple[str, ...]
    terms: tuple[str, ...]
    of_covariate: tuple[str, ...]
    aliased: tuple[str, ...]
    matrix: FloatArray
    patients: FloatArray
    cell: IntArray
    arm: IntArray
    rows: FloatArray


def design(counts: pd.DataFrame, arms: Sequence[str], covariates: Sequence[str]) -> Design:
    """How do counts of a case mix enter the model?

    Parameters
    ----------
    counts
        `group` (the arm), `patients` (0 or more) and the covariates, in any order; rows of the
        same combination are added up.
    arms
        The arms to compare; every row belongs to one of them.
    covariates
        Columns of text levels, or of numbers, which enter as they are. None may be blank.

    Raises
    ------
    BadInput
        A column is missing or has a blank; a row belongs to another arm.

    Notes
    -----
    Levels are coded as R's treatment contrasts, in the order of `case_mix.levels_of`. A column
    that depends linearly on those before it is left out, as R's `lm` and `glm` leave it out.
    """
    arm = arm_of(counts, arms)
    if (arm < 0).any():
        raise BadInput(
            f"'{counts['group'].to_numpy(dtype=object)[arm < 0][0]}' is not among the arms "
            f"{list(arms)}.",
            "Give only the counts of the arms that are compared.",
        )
    patients = numbers(counts, "patients")
    coded = {name: _coded(counts, name) for name in covariates}
    names, covariate = ["(intercept)"], [""]
    for name, (_, _, terms) in coded.items():
        names += terms
        covariate += [name] * len(terms)
    first, cell = _combinations([(code, len(table)) for code, table, _ in coded.values()], arm)
    columns = (table[code[first]] for code, table, _ in coded.values())
    matrix = np.hstack([np.ones((len(first), 1)), *columns])
    place, n_places = cell * len(arms) + arm, len(first) * len(arms)
    total = np.bincount(place, weights=patients, minlength=n_places).astype(np.float64)
    grid = total.reshape(len(first), len(arms))
    kept = _independent(matrix, grid.sum(axis=1))
    return Design(
        tuple(arms),
        tuple(names[each] for each in kept),
        tuple(covariate[each] for each in kept),
        tuple(name for place, name in enumerate(names) if place not in kept),
        matrix if len(kept) == len(names) else matrix[:, kept],
        grid,
        cell,
        arm,
        patients,
    )


def cross_products(matrix: FloatArray, weight: FloatArray) -> FloatArray:
    """What are the sums over the rows of weight times one column times another?

    Shape (n_columns, n_columns); `weight` has shape (n_rows,). Some rows at a time, which also
    stay near the processor.
    """
    n_columns = matrix.shape[1]
    step = max(1, _ON_ONE_THREAD // max(1, n_columns**2))
    total = np.zeros((n_columns, n_columns))
    for start in range(0, len(matrix), step):
        part = matrix[start : start + step]
        total += (part * weight[start : start + step, None]).T @ part
    return total


def products(left: FloatArray, right: FloatArray) -> FloatArray:
    """What are the sums over the rows of each column of the one times each of the other?

    Shape (n_columns_left, n_columns_right); some rows at a time, as in `cross_products`.
    """
    step = max(1, _ON_ONE_THREAD // max(1, left.shape[1] * right.shape[1]))
    total = np.zeros((left.shape[1], right.shape[1]))
    for start in range(0, len(left), step):
        total += left[start : start + step].T @ right[start : start + step]
    return total


def _coded(counts: pd.DataFrame, name: str) -> tuple[IntArray, FloatArray, list[str]]:
    """Which value has each row of a covariate, how is each value coded, under which terms?"""
    if is_number(counts, name):
        values, code = np.unique(_finite(counts, name), return_inverse=True)
        return code.astype(np.int64), values[:, None], [name]
    code, labels = levels_of(counts, name)
    return code, np.eye(len(labels))[:, 1:], [f"{name} = {label}" for label in labels[1:]]


def _combinations(
    codes: Sequence[tuple[IntArray, int]], rows: IntArray
) -> tuple[IntArray, IntArray]:
    """Where does each distinct combination first stand, and which one has each row?

    The values of a row are the digits of one number, cut short before it grows too long.
    """
    cell, n_cells = np.zeros_like(rows), 1
    for code, n_values in codes:
        if n_cells > _LARGEST // max(n_values, 1):
            cell = np.unique(cell, return_inverse=True)[1].astype(np.int64)
            n_cells = len(rows)
        cell, n_cells = cell * n_values + code, n_cells * n_values
    _, first, place = np.unique(cell, return_index=True, return_inverse=True)
    return first.astype(np.int64), place.astype(np.int64)


def _finite(counts: pd.DataFrame, name: str) -> FloatArray:
    """Which numbers does a numeric covariate hold?"""
    values = counts[name].to_numpy(dtype=float, na_value=np.nan)
    if not np.isfinite(values).all():
        raise BadInput(
            f"The column '{name}' of the counts has a blank or infinite number.",
            "Give numbers to all rows, or levels such as 'not_recorded'.",
        )
    return values


def _independent(matrix: FloatArray, patients: FloatArray) -> list[int]:
    """Which columns say something that those before them do not?

    The cross products of the columns, centred and scaled, are swept column by column; what is
    left of a column's square is what it adds.
    """
    total = patients.sum()
    if total == 0.0:
        return [0]
    centred = matrix - np.einsum("i,ij->j", patients, matrix) / total
    left = cross_products(centred, patients)
    scale = np.sqrt(np.diag(left))
    scale[scale <= 1e-12 * np.sqrt(np.einsum("i,ij,ij->j", patients, matrix, matrix))] = np.inf
    left /= np.outer(scale, scale)
    kept = [0]
    for column in range(1, matrix.shape[1]):
        pivot = left[column, column]
        if pivot > _ALIASED:
            kept.append(column)
            left -= np.outer(left[:, column], left[column]) / pivot
    return kept
