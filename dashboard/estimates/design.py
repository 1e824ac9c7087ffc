"""How does a case mix enter a model? One row for each distinct combination, from counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.case_mix import CaseMix, Covariate, distinct
from dashboard.estimates.columns import Columns, Part

# A column whose square, of 1, is nearly all explained by columns before it says nothing new.
_ALIASED = 1e-9


@dataclass(frozen=True, eq=False)
class Terms:
    """Which columns do covariates make, and which combination of them has each row?

    Attributes
    ----------
    names
        Shape (n_terms,): `(intercept)`, a numeric covariate by its name, else
        `covariate = level` for each level but the first.
    of_covariate
        Which covariate each column belongs to, shape (n_terms,); empty for the intercept.
    columns
        (n_cells, n_terms): a row for each distinct combination.
    cell
        Shape (n_rows,): which combination.
    """

    names: tuple[str, ...]
    of_covariate: tuple[str, ...]
    columns: Columns
    cell: IntArray

    def only(self, kept: Sequence[int]) -> Terms:
        """What is left with some of the columns alone?"""
        return replace(
            self,
            names=tuple(self.names[each] for each in kept),
            of_covariate=tuple(self.of_covariate[each] for each in kept),
            columns=self.columns.only(np.array(kept, dtype=np.int64)),
        )


@dataclass(frozen=True, eq=False)
class Design:
    """How many patients with which case mix had which arm, as the model sees it?

    Attributes
    ----------
    mix
        The counts.
    terms, of_covariate, columns, cell
        As in `Terms`, shape (n_terms,) each, (n_cells, n_terms) and (n_rows,).
    aliased
        Terms left out, since the columns before them already say the same.
    patients
        Shape (n_cells, n_arms).
    """

    mix: CaseMix
    terms: tuple[str, ...]
    of_covariate: tuple[str, ...]
    aliased: tuple[str, ...]
    columns: Columns
    patients: FloatArray
    cell: IntArray

    @property
    def arms(self) -> tuple[str, ...]:
        """Names, shape (n_arms,); the first is what the others are compared with."""
        return self.mix.arms

    @property
    def arm(self) -> IntArray:
        """Which arm has each row? Shape (n_rows,)"""
        return self.mix.arm

    @property
    def rows(self) -> FloatArray:
        """How many patients stand in each row? Shape (n_rows,)"""
        return self.mix.patients


def design(mix: CaseMix) -> Design:
    """How do counts of a case mix enter the model?

    Notes
    -----
    Levels are coded as R's treatment contrasts, in their order. A column that depends linearly on
    those before it is left out, as R's `lm` and `glm` leave it out.
    """
    terms = terms_of(mix.covariates, len(mix.arm))
    shape = (terms.columns.n_rows, len(mix.arms))
    place = terms.cell * shape[1] + mix.arm
    total = np.bincount(place, weights=mix.patients, minlength=shape[0] * shape[1])
    grid = total.astype(np.float64).reshape(shape)
    kept = independent(terms.columns, grid.sum(axis=1))
    fewer = terms if len(kept) == len(terms.names) else terms.only(kept)
    aliased = tuple(name for place, name in enumerate(terms.names) if place not in kept)
    return Design(mix, fewer.names, fewer.of_covariate, aliased, fewer.columns, grid, fewer.cell)


def terms_of(covariates: Sequence[Covariate], n_rows: int) -> Terms:
    """Which columns do these covariates make? First the intercept."""
    names, owners = ["(intercept)"], [""]
    for covariate in covariates:
        mine = _named(covariate)
        names += mine
        owners += [covariate.name] * len(mine)
    first, second = (_half(half, n_rows) for half in _halves(covariates))
    ones = np.ones((len(first.different), 1))
    first = Part(np.hstack([ones, first.different]), first.row)
    found, cell = distinct([(part.row, len(part.different)) for part in (first, second)], n_rows)
    columns = Columns(tuple(Part(part.different, part.row[found]) for part in (first, second)))
    return Terms(tuple(names), tuple(owners), columns, cell)


def independent(columns: Columns, patients: FloatArray) -> list[int]:
    """Which columns say something that those before them do not? The first always stays.

    The cross products of the columns, centred and scaled, are swept column by column; what is
    left of a column's square is what it adds.
    """
    if patients.sum() == 0.0:
        return [0]
    left = columns.centred(patients).cross_products(patients)
    scale = np.sqrt(np.diag(left))
    whole = np.sqrt(columns.applied(np.square).sums(patients))
    scale[scale <= 1e-12 * whole] = np.inf
    left /= np.outer(scale, scale)
    kept = [0]
    for column in range(1, len(left)):
        pivot = left[column, column]
        if pivot > _ALIASED:
            kept.append(column)
            left -= np.outer(left[:, column], left[column]) / pivot
    return kept


def _named(covariate: Covariate) -> list[str]:
    """What are the columns of a covariate called?"""
    if covariate.values is not None:
        return [covariate.name]
    return [f"{covariate.name} = {level}" for level in covariate.levels[1:]]


def _halves(covariates: Sequence[Covariate]) -> tuple[Sequence[Covariate], Sequence[Covariate]]:
    """Where are covariates cut in two, so that both halves have about as many combinations?"""
    many = np.cumsum([np.log1p(len(each.levels)) for each in covariates])
    cut = int(np.searchsorted(many, many[-1] / 2.0)) + 1 if len(many) else 0
    return covariates[:cut], covariates[cut:]


def _half(covariates: Sequence[Covariate], n_rows: int) -> Part:
    """Which different rows do the columns of these covariates have, and which one has each row?"""
    coded = [_values(each) for each in covariates]
    first, row = distinct([(code, len(table)) for code, table in coded], n_rows)
    nothing = np.zeros((len(first), 0))
    return Part(np.hstack([nothing, *(table[code[first]] for code, table in coded)]), row)


def _values(covariate: Covariate) -> tuple[NDArray[Any], FloatArray]:
    """Which value has each row of a covariate, and what stands for each value in its columns?"""
    if covariate.values is not None:
        values, code = np.unique(covariate.values, return_inverse=True)
        return code, values[:, None]
    return covariate.code, np.eye(len(covariate.levels))[:, 1:]
