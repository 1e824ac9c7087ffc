"""Columns that are not written out come to the same sums as the matrix that they stand for."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.case_mix import coded, distinct
from dashboard.estimates.columns import Taken, columns_of
from dashboard.estimates.design import design, terms_of

COVARIATES = ["site", "sex", "age", "deep"]
DRAWN = st.integers(0, 2**32 - 1)


def drawn(seed: int, rows: int = 40) -> pd.DataFrame:
    """Rows of two arms, three covariates of levels and one of numbers."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "group": [*"ab", *rng.choice(list("ab"), rows - 2)],
            "site": rng.choice(["cheek", "chin", "nose", "lid"], rows),
            "sex": rng.choice(["f", "m"], rows),
            "age": rng.integers(20, 26, rows),
            "deep": rng.choice(["no", "yes", "blank"], rows),
            "patients": rng.integers(1, 9, rows),
        }
    )


def written_out(rows: pd.DataFrame) -> FloatArray:
    """The same columns once more, by pandas."""
    parts: list[Any] = [np.ones(len(rows))]
    for name in COVARIATES:
        if name == "age":
            parts.append(rows["age"].astype(float))
        else:
            parts.append(pd.get_dummies(rows[name]).to_numpy(dtype=float)[:, 1:])
    return np.column_stack(parts)


@given(DRAWN)
@settings(max_examples=40)
def test_sums_are_those_of_the_matrix(seed: int) -> None:
    rows = drawn(seed)
    rng = np.random.default_rng(seed)
    terms = terms_of(coded(rows, "ab", COVARIATES).covariates, len(rows))
    x, whole = terms.columns, written_out(rows)
    np.testing.assert_array_equal(x.written_out[terms.cell], whole)
    assert x.n_rows == len(np.unique(whole, axis=0))
    dense, weight = x.written_out, rng.random(x.n_rows)
    beta = rng.standard_normal(size=(dense.shape[1],))
    close(x @ beta, dense @ beta)
    close(x @ np.column_stack([beta, 2 * beta]), dense @ np.column_stack([beta, 2 * beta]))
    close(x.sums(weight), dense.T @ weight)
    close(x.cross_products(weight), dense.T @ (dense * weight[:, None]))
    close(x.centred(weight).written_out, dense - weight @ dense / weight.sum())
    close(x.applied(np.square).written_out, dense**2)
    np.testing.assert_array_equal(x.extremes, [dense.min(axis=0), dense.max(axis=0)])
    some = np.flatnonzero(rng.random(dense.shape[1]) < 0.5)
    close(x.only(some).written_out, dense[:, some])
    fewer = np.flatnonzero(rng.random(x.n_rows) < 0.5)
    close(x.of_rows(fewer).written_out, dense[fewer])
    close(x.of_rows(fewer).cross_products(weight[fewer]), slow_cross(dense[fewer], weight[fewer]))


def slow_cross(x: FloatArray, weight: FloatArray) -> FloatArray:
    total = np.zeros((x.shape[1], x.shape[1]))
    for row, each in zip(x, weight, strict=True):
        total += each * np.outer(row, row)
    return total


def close(mine: Any, other: Any) -> None:
    np.testing.assert_allclose(mine, other, rtol=1e-12, atol=1e-10)


@given(DRAWN)
@settings(max_examples=30)
def test_rows_taken_several_times(seed: int) -> None:
    """By an array, by a sparse one, and by a matrix that is written out."""
    rng = np.random.default_rng(seed)
    x = design(coded(drawn(seed), "ab", COVARIATES)).columns
    number = rng.integers(0, 3, (5, x.n_rows)).astype(float)
    weight = rng.random(x.n_rows)
    expected = (number * weight) @ x.written_out
    close(Taken(x, number).sums(weight), expected)
    close(Taken(x, cast("Any", csr_array)(number)).sums(weight), expected)
    close(Taken(columns_of(x.written_out), number).sums(weight), expected)


def test_nothing_has_no_extremes() -> None:
    x = columns_of(np.zeros((0, 3)))
    np.testing.assert_array_equal(x.extremes, np.zeros((2, 3)))


@pytest.mark.parametrize("largest", [3, 2**10, 2**40])
def test_distinct_combinations_are_those_of_the_rows(largest: int) -> None:
    """Whether they are listed, looked up, or have more digits than a number holds."""
    rng = np.random.default_rng(largest)
    codes = [rng.integers(0, 3, 200) for _ in range(3)]
    first, place = distinct([(code, largest) for code in codes], 200)
    whole = np.column_stack(codes)
    np.testing.assert_array_equal(whole[first][place], whole)
    assert len(first) == len(np.unique(whole, axis=0))
    assert all(place[row] == number for number, row in enumerate(first))
    assert all((whole[:row] != whole[row]).any(axis=1).all() for row in first)
