"""Counts by group and day become arrays once, and bad counts are refused in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.errors import BadInput
from dashboard.estimates.counts import count_by_day
from tests.estimates.by_hand import count_rows, frame_of_rows, table
from tests.estimates.samples import records
from tests.reference import cases

FRAME = table(
    """
    group | day | events | competing | censored
    laser |   9 |      1 |         0 |        0
    peel  |   3 |      0 |         1 |        2
    laser |   3 |      2 |         0 |        1
    laser |   9 |      0 |         0 |        4
    peel  |   9 |      0 |         0 |        0
    nobody|   5 |      0 |         0 |        0
    """
)


def test_rows_in_any_order_land_in_their_cells_and_repeated_ones_add_up() -> None:
    counts = count_by_day(FRAME)
    assert counts.groups == ("laser", "peel")
    assert counts.days.tolist() == [3, 9]
    assert counts.events.tolist() == [[2, 1], [0, 0]]
    assert counts.competing.tolist() == [[0, 0], [1, 0]]
    assert counts.censored.tolist() == [[1, 4], [2, 0]]
    assert counts.at_risk.tolist() == [[8, 5], [3, 0]]
    assert counts.patients.tolist() == [8, 3]
    assert counts.last_day.tolist() == [9, 3]
    assert counts.exposed.tolist() == [True, True]


def test_other_views_of_the_same_counts() -> None:
    counts = count_by_day(FRAME)
    alone = counts.cause_specific()
    assert alone.competing.sum() == 0
    assert alone.censored.tolist() == [[1, 4], [3, 0]]
    turned = counts.reversed()
    assert turned.events.tolist() == counts.censored.tolist()
    assert turned.censored.tolist() == [[2, 1], [1, 0]]
    assert counts.together().events.tolist() == [[2, 1]]
    swapped = counts.restricted_to(["peel", "laser"])
    assert swapped.groups == ("peel", "laser")
    assert swapped.events.tolist() == [[0, 0], [2, 1]]
    wider = counts.on_days(np.array([0, 3, 5, 9]))
    assert wider.events.tolist() == [[0, 2, 0, 1], [0, 0, 0, 0]]
    assert wider.patients.tolist() == counts.patients.tolist()


def test_arrays_cannot_be_changed_behind_an_estimate() -> None:
    with pytest.raises(ValueError, match="read-only"):
        count_by_day(FRAME).events[0, 0] = 7


def test_an_empty_cohort_has_no_groups() -> None:
    counts = count_by_day(FRAME.iloc[:0])
    assert counts.groups == ()
    assert counts.at_risk.shape == (0, 0)
    assert counts.last_day.tolist() == []


def test_nullable_and_categorical_columns_as_a_database_returns_them() -> None:
    frame = FRAME.astype({"day": "Int32", "events": "Int64", "group": "category"})
    assert count_by_day(frame).events.tolist() == count_by_day(FRAME).events.tolist()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("day", -1, "-1"),
        ("day", 2.5, "2.5"),
        ("events", float("nan"), "blank"),
        ("competing", -3, "-3"),
        ("censored", float("inf"), "inf"),
        ("group", None, "no group"),
        ("events", "many", "many"),
    ],
)
def test_bad_values_are_refused_by_name(column: str, value: Any, said: str) -> None:
    frame = FRAME.astype(object)
    frame.loc[2, column] = value
    with pytest.raises(BadInput, match=said):
        count_by_day(frame)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInput, match="'competing'"):
        count_by_day(FRAME.drop(columns="competing"))


def test_an_unknown_group_is_named_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"'cryo'.*'laser', 'peel'"):
        count_by_day(FRAME).restricted_to(["cryo"])


@pytest.mark.parametrize(
    "name",
    [
        "edge_negative_time",
        "edge_near_tie_floats",
        "edge_large_times_tiny_gaps",
        "edge_missing_values",
    ],
)
def test_what_our_records_cannot_express_is_refused(name: str) -> None:
    rows = cases.records(name)
    frame = pd.DataFrame({"group": rows["arm"], "day": rows["time"], "events": rows["event"]})
    with pytest.raises(BadInput):
        count_by_day(frame.assign(competing=0, censored=1 - frame["events"]))


@given(records())
@settings(max_examples=30)
def test_at_risk_are_those_whose_day_has_not_passed(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    for i, group in enumerate(counts.groups):
        for j, day in enumerate(counts.days):
            seen = ((rows["group"] == group) & (rows["day"] >= day)).sum()
            assert counts.at_risk[i, j] == seen


@given(records())
@settings(max_examples=20)
def test_the_order_of_rows_matters_only_for_the_order_of_groups(rows: pd.DataFrame) -> None:
    frame = frame_of_rows(rows)
    one = count_by_day(frame)
    other = count_by_day(frame.iloc[::-1]).restricted_to(one.groups)
    assert one.days.tolist() == other.days.tolist()
    assert one.events.tolist() == other.events.tolist()
    assert one.censored.tolist() == other.censored.tolist()
