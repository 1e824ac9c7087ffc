"""Disclosure control: what is hidden, what would give it away, and what stays."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard import disclosure
from dashboard.disclosure import HIDDEN, HIDDEN_TOO, SHOWN, parts_to_hide

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
    if hidden.names:
        spare = [name for name in shown if parts[name] > 0]
        assert (len(hidden.names) >= 2 and rest >= min_patients) or not spare


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
