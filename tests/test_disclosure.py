"""Disclosure control: what is hidden, what would give it away, and what stays."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import disclosure
from dashboard.disclosure import HIDDEN, HIDDEN_TOO, SHOWN, cells_to_hide, parts_to_hide

sizes = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 60), max_size=7)


def statuses(given_sizes: dict[str, int], min_patients: int = 5) -> dict[str, str]:
    hidden = parts_to_hide(given_sizes, min_patients)
    return {name: hidden[name] for name in given_sizes}


def test_a_single_small_group_takes_the_next_smallest_with_it() -> None:
    assert statuses({"a": 3, "b": 40, "c": 12}) == {"a": HIDDEN, "b": SHOWN, "c": HIDDEN_TOO}


def test_two_small_groups_that_add_up_to_too_few_take_a_third() -> None:
    assert statuses({"a": 1, "b": 2, "c": 30, "d": 9}) == {
        "a": HIDDEN,
        "b": HIDDEN,
        "c": SHOWN,
        "d": HIDDEN_TOO,
    }


def test_two_small_groups_that_are_enough_together_stand_alone() -> None:
    assert statuses({"a": 3, "b": 2, "c": 30}) == {"a": HIDDEN, "b": HIDDEN, "c": SHOWN}


def test_an_empty_part_gives_nothing_away() -> None:
    assert statuses({"a": 0, "b": 40}) == {"a": SHOWN, "b": SHOWN}


def test_a_single_small_group_without_another_is_hidden_alone() -> None:
    assert statuses({"a": 4}) == {"a": HIDDEN}


def test_a_smallest_number_of_one_hides_nothing() -> None:
    assert statuses({"a": 1, "b": 2}, min_patients=1) == {"a": SHOWN, "b": SHOWN}


@given(sizes, st.integers(2, 10))
def test_no_hidden_part_can_be_worked_out_from_a_total(
    parts: dict[str, int], min_patients: int
) -> None:
    hidden = parts_to_hide(parts, min_patients)
    shown = [name for name in parts if hidden[name] == SHOWN]
    assert all(parts[name] == 0 or parts[name] >= min_patients for name in shown)
    # What an outsider knows: the total and the shown parts. The rest is the sum of at least two parts and at least the
    # smallest number, or there is nothing left that could be hidden with it.
    rest = sum(parts.values()) - sum(parts[name] for name in shown)
    spare = [name for name in shown if parts[name] > 0]
    if not hidden.names or not spare:
        return
    assert len(hidden.names) >= 2
    assert rest >= min_patients
    # Nor do the statuses, small or hidden with another, leave any hidden part one value only.
    small = {name: hidden[name] == HIDDEN for name in hidden.names}
    low = {name: 1 if few else min_patients for name, few in small.items()}
    high = {name: min_patients - 1 if few else rest for name, few in small.items()}
    for name in hidden.names:
        least = max(low[name], rest - sum(high[other] for other in hidden.names if other != name))
        most = min(high[name], rest - sum(low[other] for other in hidden.names if other != name))
        assert least < most


def test_what_is_told_elsewhere_is_hidden_only_where_nothing_else_can_be() -> None:
    sizes = {"outside": 60, "not_cleared": 3, "eligible": 20}
    assert parts_to_hide(sizes, 5, told_elsewhere=["eligible"]).names == ("outside", "not_cleared")
    assert parts_to_hide({"not_cleared": 3, "eligible": 20}, 5, ["eligible"]).names == (
        "not_cleared",
        "eligible",
    )


def test_what_figures_tell_is_not_hidden_and_hides_nothing() -> None:
    sizes = {"outside": 60, "later": 3, "not_assessed": 4, "eligible": 20}
    assert parts_to_hide(sizes, 5).names == ("later", "not_assessed")
    hidden = parts_to_hide(sizes, 5, told_elsewhere=["eligible"], told=["not_assessed"])
    assert hidden.names == ("outside", "later")


def test_a_hidden_figure_says_of_how_many_it_is_only_where_they_are_enough() -> None:
    table = pd.DataFrame(
        {
            "patients": [40, 4, 40],
            "episodes": [44, 6, 44],
            "estimate": [0.1, 0.2, 0.3],
            "status": SHOWN,
        }
    )
    told = disclosure.hide_thin(table, pd.Series([3, 4, 40]), 5)
    assert told["status"].tolist() == [HIDDEN, HIDDEN, SHOWN]
    assert told["patients"].isna().tolist() == [False, True, False]
    assert told["episodes"].isna().tolist() == [False, True, False]
    assert told["estimate"].isna().tolist() == [True, True, False]


@pytest.mark.parametrize("given_sizes", [{"a": 1, "b": 5, "c": 50}, {"a": 4, "b": 4, "c": 50}])
def test_parts_that_their_statuses_would_give_away_take_a_third(
    given_sizes: dict[str, int],
) -> None:
    assert SHOWN not in statuses(given_sizes).values()


def contrasts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": ["b", "c", "c", "all"],
            "reference": ["a", "a", "b", ""],
            "estimate": [0.1, 0.2, 0.3, None],
            "p_value": [0.5, 0.6, 0.7, 0.8],
            "status": SHOWN,
        }
    )


def test_a_contrast_is_hidden_where_either_side_is() -> None:
    table = disclosure.hide_groups(contrasts(), parts_to_hide({"a": 100, "b": 3, "c": 4}, 5))
    assert table["status"].tolist() == [HIDDEN, HIDDEN, HIDDEN, SHOWN]
    assert table.loc[:2, ["estimate", "p_value"]].isna().all(axis=None)
    assert table.loc[3, "p_value"] == 0.8


def test_hiding_leaves_the_table_that_came_in_alone() -> None:
    table = contrasts()
    disclosure.hide_groups(table, parts_to_hide({"a": 100, "b": 3, "c": 4}, 5))
    pd.testing.assert_frame_equal(table, contrasts())


def test_curves_stop_where_too_few_are_at_risk() -> None:
    curves = pd.DataFrame({"group": "a", "day": [1, 2, 3], "at_risk": [9, 5, 4], "status": SHOWN})
    assert disclosure.stop_curves(curves, curves["at_risk"], 5)["day"].tolist() == [1, 2]


def test_a_thin_figure_keeps_its_denominator_only() -> None:
    table = pd.DataFrame(
        {"group": ["a"], "patients": [40], "estimate": [0.2], "events": [3], "status": [SHOWN]}
    )
    hidden = disclosure.hide_thin(table, pd.Series([4]), 5)
    assert hidden["status"].tolist() == [HIDDEN]
    assert hidden["patients"].tolist() == [40]
    assert hidden[["estimate", "events"]].isna().all(axis=None)


def test_counts_in_words() -> None:
    assert [disclosure.safe_count(number, 5) for number in (0, 1, 4, 5, 1204)] == [
        "none",
        "fewer than 5",
        "fewer than 5",
        "5",
        "1,204",
    ]


# ------------------------------------------------------------------ tables of which rows and columns add up

_ROWS, _COLUMNS = ("laser", "peel", "extraction"), ("I", "II", "III")
tables = st.builds(
    lambda numbers: dict(zip(product(_ROWS, _COLUMNS), numbers, strict=True)),
    st.lists(st.integers(0, 9), min_size=9, max_size=9),
)


def _worked_out(
    parts: dict[tuple[str, str], int], status: dict[tuple[str, str], str], fewest: int
) -> dict[tuple[str, str], set[int]]:
    """Every value that each hidden cell may have, by trying all numbers that agree with what is seen:
    the shown cells, the totals of rows and columns, and what a status tells of its cell."""
    unknown = [cell for cell, state in status.items() if state != SHOWN]
    left = {
        line: sum(size for cell, size in parts.items() if line in cell and cell in unknown)
        for line in (*_ROWS, *_COLUMNS)
    }
    found: dict[tuple[str, str], set[int]] = {cell: set() for cell in unknown}

    def go_on(place: int, so_far: list[int]) -> None:
        if place == len(unknown):
            if not any(left.values()):
                for cell, value in zip(unknown, so_far, strict=True):
                    found[cell].add(value)
            return
        row, column = unknown[place]
        lowest, highest = (
            (1, fewest - 1) if status[row, column] == HIDDEN else (fewest, sum(parts.values()))
        )
        for value in range(lowest, min(highest, left[row], left[column]) + 1):
            left[row] -= value
            left[column] -= value
            go_on(place + 1, [*so_far, value])
            left[row] += value
            left[column] += value

    go_on(0, [])
    return found


@given(tables, st.integers(2, 5))
def test_no_hidden_cell_can_be_worked_out_from_the_totals_of_rows_and_columns(
    parts: dict[tuple[str, str], int], fewest: int
) -> None:
    status = cells_to_hide(parts, fewest)
    assert set(status) == set(parts)
    assert all(parts[cell] == 0 or parts[cell] >= fewest for cell in parts if status[cell] == SHOWN)
    assert all(parts[cell] > 0 for cell in parts if status[cell] != SHOWN)
    if any(status[cell] == SHOWN and parts[cell] for cell in parts):
        for cell, values in _worked_out(parts, status, fewest).items():
            assert len(values) > 1, (cell, parts, status)


@given(tables, st.integers(2, 6))
def test_what_is_hidden_in_a_line_is_jointly_enough(
    parts: dict[tuple[str, str], int], fewest: int
) -> None:
    status = cells_to_hide(parts, fewest)
    for line in (*_ROWS, *_COLUMNS):
        cells = [cell for cell in parts if line in cell and parts[cell]]
        hidden = [parts[cell] for cell in cells if status[cell] != SHOWN]
        if hidden and len(hidden) < len(cells):
            assert len(hidden) >= 2
            assert sum(hidden) >= fewest


@given(tables, st.integers(2, 6))
def test_cells_of_a_hidden_row_are_not_told_by_their_column(
    parts: dict[tuple[str, str], int], fewest: int
) -> None:
    status = cells_to_hide(parts, fewest, ("peel",))
    assert not [cell for cell in status if cell[0] == "peel"]
    for column in _COLUMNS:
        own = parts["peel", column]
        others = [parts[cell] for cell in status if cell[1] == column and status[cell] != SHOWN]
        spare = [cell for cell in status if cell[1] == column and status[cell] == SHOWN]
        if 0 < own < fewest and any(parts[cell] for cell in spare):
            assert own + sum(others) >= fewest


@given(tables)
def test_nothing_is_hidden_in_a_table_without_small_cells(
    parts: dict[tuple[str, str], int],
) -> None:
    large = {cell: size + 5 if size else 0 for cell, size in parts.items()}
    assert set(cells_to_hide(large, 5).values()) == {SHOWN}
    assert set(cells_to_hide(parts, 1).values()) == {SHOWN}


def test_one_small_cell_takes_a_square_with_it() -> None:
    parts = {("a", "x"): 3, ("a", "y"): 40, ("a", "z"): 20, ("b", "x"): 30, ("b", "y"): 50}
    parts |= {("b", "z"): 60, ("c", "x"): 70, ("c", "y"): 80, ("c", "z"): 90}
    hidden = {cell for cell, state in cells_to_hide(parts, 5).items() if state != SHOWN}
    assert hidden == {("a", "x"), ("a", "z"), ("b", "x"), ("b", "z")}


def test_hidden_cells_of_a_table_are_blank() -> None:
    table = pd.DataFrame(
        {
            "group": ["a", "a"],
            "subgroup": ["x", "y"],
            "episodes": [3, 40],
            "estimate": [0.3, 0.2],
            "status": [SHOWN, SHOWN],
        }
    )
    blank = disclosure.hide_cells(table, {("a", "x"): HIDDEN})
    assert blank["status"].tolist() == [HIDDEN, SHOWN]
    assert blank.loc[0, ["episodes", "estimate"]].isna().all()
    assert blank.loc[1, "estimate"] == 0.2
