"""Pair counts find their cells, or are refused in words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.errors import BadInput
from dashboard.estimates.pairs import pairs_in
from tests.estimates.by_hand import count_rows, table

ROWS = table(
    """
    group | day | status
    peel  |   2 | event
    peel  |   5 | censored
    laser |   5 | competing
    diy   |   7 | censored
    """
)
COUNTS = count_rows(ROWS)
PAIRS = table(
    """
    group | day | status    | other_group | other_day | other_status | pairs
    peel  |   2 | event     | laser       |         5 | competing    | 1
    laser |   5 | competing | peel        |         2 | event        | 1
    peel  |   2 | event     | peel        |         5 | censored     | 1
    peel  |   5 | censored  | peel        |         2 | event        | 1
    """
)


def test_names_become_positions() -> None:
    pairs = pairs_in(COUNTS, PAIRS)
    assert pairs.group.tolist() == [0, 1, 0, 0]
    assert pairs.day.tolist() == [0, 1, 0, 1]
    assert pairs.status.tolist() == [0, 1, 0, 2]
    assert pairs.other_group.tolist() == [1, 0, 0, 0]
    assert pairs.number.tolist() == [1, 1, 1, 1]
    assert pairs.within(0).number.tolist() == [1, 1]


def test_pairs_with_a_group_not_looked_at_are_left_out() -> None:
    assert pairs_in(COUNTS.restricted_to(["peel"]), PAIRS).number.tolist() == [1, 1]


def test_nobody_twice() -> None:
    assert pairs_in(COUNTS, PAIRS.iloc[:0]).number.tolist() == []


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("status", "recurred", "'recurred'"),
        ("other_day", 6, "'laser' on day 6"),
        ("other_day", 99, "'laser' on day 99"),
        ("status", "competing", "'peel' on day 2"),
        ("pairs", -1, "-1"),
        ("pairs", 2, "2 pairs from 'peel' to 'laser' and 1 back"),
    ],
)
def test_what_does_not_fit_the_counts_is_refused(column: str, value: Any, said: str) -> None:
    broken = PAIRS.astype(object)
    broken.loc[0, column] = value
    with pytest.raises(BadInput, match=said):
        pairs_in(COUNTS, broken)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInput, match="'other_day'"):
        pairs_in(COUNTS, PAIRS.drop(columns="other_day"))


def test_categorical_columns_as_a_database_returns_them() -> None:
    names = ["group", "status", "other_group", "other_status"]
    frame = PAIRS.astype(dict.fromkeys(names, "category")).astype({"day": "Int32"})
    assert isinstance(frame["group"].dtype, pd.CategoricalDtype)
    assert pairs_in(COUNTS, frame).group.tolist() == [0, 1, 0, 0]
