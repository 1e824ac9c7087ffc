"""Each rule, just met and just missed; and as properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimates.control_charts import p_chart, xmr_chart
from dashboard.estimates.run_rules import (
    OUTSIDE,
    RULES,
    one_side,
    outside_limits,
    rising_or_falling,
    signals,
    two_of_three,
)

_SERIES = st.lists(st.floats(-5, 5).map(lambda x: round(x, 1)), max_size=40)


def ends(found: np.ndarray) -> list[int]:
    return np.flatnonzero(found).tolist()


def test_a_point_on_the_limit_is_not_outside() -> None:
    assert ends(outside_limits([3.0, 3.01, -3.0, -3.1], -3.0, 3.0)) == [1, 3]


def test_seven_on_one_side_are_a_run_and_six_are_not() -> None:
    assert ends(one_side([1] * 6 + [-1] * 7, 0)) == [12]
    assert ends(one_side([1] * 8, 0)) == [6, 7]


def test_a_point_on_the_centre_ends_a_run() -> None:
    assert ends(one_side([1, 1, 1, 0, 1, 1, 1, 1], 0)) == []


def test_six_points_rising_are_a_trend_and_five_are_not() -> None:
    assert ends(rising_or_falling([1, 2, 3, 4, 5])) == []
    assert ends(rising_or_falling([1, 2, 3, 4, 5, 6])) == [5]
    assert ends(rising_or_falling([6, 5, 4, 3, 2, 1, 0])) == [5, 6]


def test_a_tie_breaks_a_trend() -> None:
    assert ends(rising_or_falling([1, 2, 3, 3, 4, 5, 6, 7])) == []


def test_two_of_three_beyond_the_same_warning_limit() -> None:
    assert ends(two_of_three([2.5, 0, 2.5, 0, 0], -2, 2)) == [2]
    assert ends(two_of_three([2.5, 0, -2.5, 0, 0], -2, 2)) == []
    assert ends(two_of_three([2.0, 2.5, 0], -2, 2)) == []
    assert ends(two_of_three([2.5, 2.5], -2, 2)) == [], "of two points nothing is said yet"


def test_equal_values_never_signal_whatever_rounding_does() -> None:
    same = xmr_chart([0.1] * 12)
    assert same.centre != 0.1, "a sum of tenths is inexact: else this shows nothing"
    assert not any(found.any() for found in signals(same).values())


def test_a_chart_says_which_rule_is_met_where() -> None:
    found = signals(p_chart([10] * 11 + [60], [100] * 12))
    assert tuple(found) == RULES
    assert ends(found[OUTSIDE]) == [11]


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_few_points_are_enough_to_ask(length: int) -> None:
    for found in signals(xmr_chart([1.0, 9.0, 5.0][:length])).values():
        assert found.shape == (length,)


@given(_SERIES)
def test_upside_down_the_same_patterns_end_at_the_same_points(series: list[float]) -> None:
    x = np.array(series)
    for rule in (
        lambda v: outside_limits(v, -3, 3),
        lambda v: one_side(v, 0),
        rising_or_falling,
        lambda v: two_of_three(v, -2, 2),
    ):
        np.testing.assert_array_equal(rule(x), -rule(-x))


@given(_SERIES)
def test_rules_agree_with_a_slow_reading(series: list[float]) -> None:
    run, trend, near = one_side(series, 0), rising_or_falling(series), two_of_three(series, -2, 2)
    for place in range(len(series)):
        seven, six = series[max(0, place - 6) : place + 1], series[max(0, place - 5) : place + 1]
        three = series[place - 2 : place + 1] if place >= 2 else []
        steps = np.diff(six)
        for side in (1, -1):
            alike = len(seven) == 7 and all(side * x > 0 for x in seven)
            assert (run[place] == side) == alike
            assert (trend[place] == side) == (len(six) == 6 and bool((side * steps > 0).all()))
            assert (near[place] == side) == (sum(side * x > 2 for x in three) >= 2)
