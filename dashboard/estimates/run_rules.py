"""Which points of a chart would chance seldom bring about? One rule a function.

Each takes the points in order of time and says of each, shape (n_points,), whether a pattern ends
there: 1 above or rising, -1 below or falling, 0 none. Points that cannot signal (hidden, too recent)
are left out by whoever calls. Strictly: a point on a line is not beyond it, and two values that differ
by rounding only are the same.

Source: NHS England, *Making Data Count*; Western Electric (1956), *Statistical Quality Control
Handbook*. Agree with R (tests/reference, `spc_charts`).
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.control_charts import ControlChart

OUTSIDE, RUN, TREND, NEAR = "outside_limits", "run", "trend", "two_of_three"
RULES = (OUTSIDE, RUN, TREND, NEAR)
RUN_LENGTH, TREND_LENGTH = 7, 6

# Relative: means of equal numbers differ by about 1e-16 of them.
_ROUNDING = 1e-9


def outside_limits(values: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> IntArray:
    """Does the point lie outside the limits? These are single numbers, or one a point."""
    return np.maximum(_side(values, upper), 0) + np.minimum(_side(values, lower), 0)


def one_side(values: ArrayLike, centre: ArrayLike, length: int = RUN_LENGTH) -> IntArray:
    """Do the last so many points, this one included, lie on one side of the centre?"""
    sides = _side(values, centre)
    return np.where(run_lengths(sides) >= length, sides, 0)


def rising_or_falling(values: ArrayLike, length: int = TREND_LENGTH) -> IntArray:
    """Do the last so many points, this one included, rise one after the other, or fall?

    A tie breaks it. Six points are five steps.
    """
    x = np.asarray(values, dtype=float)
    steps = np.zeros(len(x), dtype=np.int64)
    steps[1:] = _side(x[1:], x[:-1])
    return np.where(run_lengths(steps) >= length - 1, steps, 0)


def two_of_three(values: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> IntArray:
    """Do two of three neighbours, this one the last of them, lie beyond the same warning limit?"""
    beyond = outside_limits(values, lower, upper)
    found = np.zeros(len(beyond), dtype=np.int64)
    if len(beyond) >= 3:
        for side in (1, -1):
            two = sliding_window_view(beyond == side, 3).sum(axis=1) >= 2
            found[2:][two] = side
    return found


def signals(chart: ControlChart) -> dict[str, IntArray]:
    """At which points of a chart does which rule end a pattern? By the names in `RULES`."""
    return {
        OUTSIDE: outside_limits(chart.value, chart.lower_limit, chart.upper_limit),
        RUN: one_side(chart.value, chart.centre),
        TREND: rising_or_falling(chart.value),
        NEAR: two_of_three(chart.value, chart.lower_warning, chart.upper_warning),
    }


def run_lengths(sides: IntArray) -> IntArray:
    """Of so many points in a row, this one included, is the side the same? 0 on the line itself."""
    lengths = np.zeros(len(sides), dtype=np.int64)
    so_far = 0
    for place, side in enumerate(sides):
        same = place > 0 and side == sides[place - 1]
        so_far = (so_far + 1 if same else 1) if side else 0
        lengths[place] = so_far
    return lengths


def _side(values: ArrayLike, line: ArrayLike) -> IntArray:
    """Above (1), below (-1) or on (0) the line? An unknown value or line is on neither side."""
    x, at = np.broadcast_arrays(np.asarray(values, dtype=float), np.asarray(line, dtype=float))
    off: FloatArray = np.where(np.isfinite(x) & np.isfinite(at), x - at, 0.0)
    slack = _ROUNDING * np.nan_to_num(np.maximum(np.abs(x), np.abs(at)))
    return np.where(np.abs(off) > slack, np.sign(off), 0).astype(np.int64)
