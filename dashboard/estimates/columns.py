"""The columns of a model of main effects without writing them out: what sums over all rows come to, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from dashboard.estimates.arrays import FloatArray, IntArray

# Products of fewer multiplications than this BLAS does on one thread, whatever it was told. On all,
# its threads wait for one another wherever something else runs: measured up to 30 times slower.
_ON_ONE_THREAD = 2**18


class Part(NamedTuple):
    """Some of the columns, of which many rows are the same.

    Attributes
    ----------
    different
        Shape (n_different, n_terms of the part).
    row
        Shape (n_rows,): which of these has each row of the whole.
    """

    different: FloatArray
    row: IntArray


@dataclass(frozen=True, eq=False)
class Columns:
    """A matrix of n_rows by n_terms, each row put together from one row of each part.

    In a model without interactions a combination of the case mix is that of its first covariates
    beside that of the others, and of these halves there are far fewer: of 50,000 combinations of
    ten covariates some 4,000 and 3,000. Sums over all rows are those over the halves, but for the
    products of a column of one with a column of the other, which take one number a row. Without
    writing out 50,000 rows of 50 columns all this is five to ten times faster.
    """

    parts: tuple[Part, ...]

    @property
    def n_rows(self) -> int:
        """How many rows has the whole?"""
        return len(self.parts[0].row)

    @cached_property
    def ends(self) -> list[int]:
        """Where does each part end among the columns of the whole?"""
        return np.cumsum([part.different.shape[1] for part in self.parts]).tolist()

    def of_parts(self, values: Any) -> list[Any]:
        """Which of the values, one for each column, belong to which part?"""
        return np.split(values, self.ends[:-1])

    def __matmul__(self, beta: FloatArray) -> FloatArray:
        """What is the product with coefficients? Shape (n_rows,) or (n_rows, n_of_them)."""
        each = zip(self.parts, self.of_parts(beta), strict=True)
        total: FloatArray = sum((part.different @ own)[part.row] for part, own in each)
        return total

    def sums(self, values: FloatArray) -> FloatArray:
        """What does each column, times values of shape (n_rows,), add up to? Shape (n_terms,)"""
        return np.concatenate([_summed(part, values) for part in self.parts])

    def cross_products(self, weight: FloatArray) -> FloatArray:
        """What does weight times one column times another add up to? Shape (n_terms, n_terms)"""
        blocks = [
            [self._block(one, other, weight) for other in range(one + 1)]
            for one in range(len(self.parts))
        ]
        every = range(len(self.parts))
        return np.block(
            [[blocks[i][j] if j <= i else blocks[j][i].T for j in every] for i in every]
        ).astype(np.float64)

    def _block(self, one: int, other: int, weight: FloatArray) -> FloatArray:
        first, second = self.parts[one], self.parts[other]
        if one == other:
            return cross_products(first.different, _by_row(first, weight))
        order, place, begins = self._sorted(one, other)
        crossed = _sparse(weight[order], place, begins, second) @ second.different
        return products(first.different, crossed)

    def _sorted(self, one: int, other: int) -> tuple[IntArray, IntArray, IntArray]:
        """In which order are the rows sorted by those of one part, and what of the other part stands where?"""
        if (one, other) not in self._orders:
            row, n = self.parts[one].row, len(self.parts[one].different)
            # In the smallest type, which NumPy sorts by counting.
            order = np.argsort(row.astype(np.min_scalar_type(n)), kind="stable")
            begins = np.concatenate([[0], np.bincount(row, minlength=n).cumsum()])
            place = self.parts[other].row[order]
            self._orders[one, other] = (order, place.astype(np.int32), begins.astype(np.int32))
        return self._orders[one, other]

    @cached_property
    def _orders(self) -> dict[tuple[int, int], tuple[IntArray, IntArray, IntArray]]:
        return {}

    @cached_property
    def written_out(self) -> FloatArray:
        """The matrix itself. Shape (n_rows, n_terms)"""
        return np.hstack([part.different[part.row] for part in self.parts])

    @cached_property
    def extremes(self) -> tuple[FloatArray, FloatArray]:
        """What are the lowest and the highest value of each column? 0 where there are no rows."""
        if self.n_rows == 0:
            return np.zeros(self.ends[-1]), np.zeros(self.ends[-1])
        there = [part.different[np.flatnonzero(np.bincount(part.row))] for part in self.parts]
        return (
            np.concatenate([each.min(axis=0) for each in there]),
            np.concatenate([each.max(axis=0) for each in there]),
        )

    def only(self, columns: IntArray) -> Columns:
        """Which matrix do some of the columns make, named in ascending order?"""
        kept = np.zeros(self.ends[-1], dtype=np.bool_)
        kept[columns] = True
        each = zip(self.parts, self.of_parts(kept), strict=True)
        kept_of = ((np.ascontiguousarray(part.different[:, own]), part) for part, own in each)
        return Columns(tuple(Part(different, part.row) for different, part in kept_of))

    def of_rows(self, rows: IntArray) -> Columns:
        """Which matrix do some of the rows make?"""
        return Columns(tuple(Part(part.different, part.row[rows]) for part in self.parts))

    def applied(self, function: Callable[[FloatArray], FloatArray]) -> Columns:
        """How does the matrix look with each value changed so?"""
        return Columns(tuple(Part(function(part.different), part.row) for part in self.parts))

    def centred(self, weight: FloatArray) -> Columns:
        """How does the matrix look with the weighted mean of each column taken away?"""
        total = weight.sum()
        return Columns(
            tuple(
                Part(part.different - _summed(part, weight) / total, part.row)
                for part in self.parts
            )
        )


class Taken:
    """Which rows are taken how often, for each of several sums: what do these sums come to?

    Parameters
    ----------
    columns
        Whose sums.
    number
        Shape (n_sums, n_rows), an array or a sparse one by rows: how often each row for each sum.
    """

    def __init__(self, columns: Columns, number: Any) -> None:
        self._columns, self._number = columns, number
        if isinstance(number, np.ndarray):
            return
        # Which row of its part each number belongs to is looked up once.
        self._begins = number.indptr.astype(np.int32)
        self._places = [part.row[number.indices].astype(np.int32) for part in columns.parts]

    def sums(self, weight: FloatArray) -> FloatArray:
        """What does each column add up to, rows taken by a weight, shape (n_rows,)? (n_sums, n_terms)"""
        parts, number = self._columns.parts, self._number
        if isinstance(number, np.ndarray):
            each = ((number * weight) @ part.different[part.row] for part in parts)
        else:
            taken = number.data * weight[number.indices]
            each = (
                _sparse(taken, place, self._begins, part) @ part.different
                for part, place in zip(parts, self._places, strict=True)
            )
        return np.hstack(list(each)).astype(np.float64)


def columns_of(matrix: FloatArray) -> Columns:
    """How does a matrix read that is written out? As one part, all rows different."""
    return Columns((Part(matrix, np.arange(len(matrix))),))


def cross_products(matrix: FloatArray, weight: FloatArray) -> FloatArray:
    """What are the sums over the rows of weight times one column times another?

    Shape (n_columns, n_columns); `weight` has shape (n_rows,).
    """
    return products(matrix, matrix * weight[:, None])


def products(left: FloatArray, right: FloatArray) -> FloatArray:
    """What are the sums over the rows of each column of the one times each of the other?

    Shape (n_columns_left, n_columns_right); some rows at a time, which also stay near the processor.
    """
    step = max(1, _ON_ONE_THREAD // max(1, left.shape[1] * right.shape[1]))
    total = np.zeros((left.shape[1], right.shape[1]))
    for start in range(0, len(left), step):
        total += left[start : start + step].T @ right[start : start + step]
    return total


def _summed(part: Part, values: FloatArray) -> FloatArray:
    """What does each column of a part, times values, add up to?"""
    return np.asarray(_by_row(part, values) @ part.different, dtype=np.float64)


def _by_row(part: Part, values: FloatArray) -> FloatArray:
    """What do the values add up to over the rows that are the same in this part?"""
    total = np.bincount(part.row, weights=values, minlength=len(part.different))
    return total.astype(np.float64)


def _sparse(
    values: FloatArray, column: IntArray, begins: Sequence[int] | IntArray, part: Part
) -> Any:
    """How do values read as a sparse matrix, one column for each different row of a part?"""
    from scipy.sparse import csr_array

    return csr_array((values, column, begins), shape=(len(begins) - 1, len(part.different)))
