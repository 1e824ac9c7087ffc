"""Curves for publication: whatever happened to whom, a step stands for enough, and nobody is lost or invented."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.disclosure import coarse_curve, is_behind
from dashboard.disclosure.published_curves import grid_of, may_step
from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.counts import count_by_day
from dashboard.estimates.curves import tabulate

_ENDS = ("events", "competing", "censored")
# Each patient: last day of observation, and how it ended. Many at once, few at once, nobody at all.
_crowds = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(_ENDS), st.integers(1, 12)),
    min_size=1,
    max_size=25,
)
_horizons = st.lists(st.integers(1, 380), min_size=1, max_size=4, unique=True).map(
    lambda days: tuple(sorted(days))
)
_ENOUGH = 8
_totals = st.lists(st.integers(0, 30), min_size=1, max_size=12).map(np.cumsum)


def _curve(crowd: list[tuple[int, str, int]]) -> pd.DataFrame:
    """The exact curve of a group."""
    frame = pd.DataFrame([{"day": day, end: number} for day, end, number in crowd])
    frame = frame.reindex(columns=["day", *_ENDS]).fillna(0).groupby("day").sum().reset_index()
    counts = count_by_day(frame.astype(int).assign(group="laser"))
    return tabulate(aalen_johansen(counts)).assign(status="shown")


def _ended(crowd: list[tuple[int, str, int]], end: str, first: int, last: int) -> int:
    return sum(number for day, how, number in crowd if how == end and first < day <= last)


@settings(max_examples=150)
@given(_crowds, _horizons)
def test_a_step_stands_for_enough_events(
    crowd: list[tuple[int, str, int]], horizons: tuple[int, ...]
) -> None:
    since, before = -1, 0.0
    for row in coarse_curve(_curve(crowd), 0.0, horizons).to_dict("records"):
        gathered = _ended(crowd, "events", since, row["day"])
        if row["estimate"] != before:
            assert gathered >= _ENOUGH
        # Told with the step, none where there were none, blank where some wait.
        if gathered >= _ENOUGH and row["events"] > 0:
            assert row["events"] == gathered
            since = row["day"]
        elif gathered:
            assert np.isnan(row["events"])
        else:
            assert row["events"] == 0
        before = row["estimate"]


@settings(max_examples=150)
@given(_crowds, _horizons)
def test_nobody_is_lost_or_invented(
    crowd: list[tuple[int, str, int]], horizons: tuple[int, ...]
) -> None:
    exact = _curve(crowd)
    before = exact.copy()
    told = coarse_curve(exact, 0.0, horizons)
    pd.testing.assert_frame_equal(exact, before)
    assert list(told.columns) == list(exact.columns)
    size = sum(number for *_, number in crowd)
    last = max(day for day, *_ in crowd)
    for row in told.to_dict("records"):
        if row["day"] <= last:
            left = sum(number for day, _, number in crowd if day >= row["day"])
            assert row["at_risk"] == left
    assert told["at_risk"].iloc[0] == size
    for column in _ENDS[1:]:
        assert told[column].sum() == exact[column].sum()
    assert told["events"].sum() <= exact["events"].sum()
    assert exact["events"].sum() - told["events"].sum() == 0 or np.isnan(told["events"].iloc[-1])


@settings(max_examples=150)
@given(_crowds, _horizons)
def test_every_value_is_one_that_the_exact_curve_has_by_then(
    crowd: list[tuple[int, str, int]], horizons: tuple[int, ...]
) -> None:
    exact = _curve(crowd)
    told = coarse_curve(exact, 0.0, horizons)
    for row in told.to_dict("records"):
        sofar = exact.loc[exact["day"] <= row["day"], "estimate"].tolist()
        assert row["estimate"] in {0.0, *sofar}
        if row["events"] > 0:
            assert row["estimate"] == sofar[-1]
    assert told["estimate"].is_monotonic_increasing


@settings(max_examples=150)
@given(_crowds, _horizons)
def test_days_are_those_of_a_grid_that_tells_nothing(
    crowd: list[tuple[int, str, int]], horizons: tuple[int, ...]
) -> None:
    last = max(day for day, *_ in crowd)
    days = coarse_curve(_curve(crowd), 0.0, horizons)["day"].tolist()
    step = max(1, min(horizons) // 3)
    assert days == sorted(set(days))
    assert all(day % step == 0 or day in horizons for day in days)
    assert set(horizons) & set(range(last + 1)) <= set(days)
    # The end of the curve is told to the next day of the grid, no more closely.
    assert days[-1] >= last
    assert len(days) < 2 or days[-2] < last


@settings(max_examples=150)
@given(_crowds, _horizons)
def test_a_figure_lags_where_its_curve_does(
    crowd: list[tuple[int, str, int]], horizons: tuple[int, ...]
) -> None:
    exact = _curve(crowd)
    behind = is_behind(exact["day"], exact["events"], horizons)
    told = coarse_curve(exact, 0.0, horizons).set_index("day")["events"]
    for horizon, lags in zip(horizons, behind, strict=True):
        if horizon in told.index:
            assert bool(np.isnan(told[horizon])) == lags
    # Later horizons are served first: the last lags only where too few have had the event at all.
    assert behind[-1] == (0 < _ended(crowd, "events", -1, horizons[-1]) < _ENOUGH)


@given(_totals, st.data())
def test_no_two_steps_are_close(gathered: np.ndarray, data: st.DataObject) -> None:
    grid = np.arange(len(gathered)) * 10
    horizons = data.draw(st.lists(st.sampled_from(grid.tolist()), unique=True, max_size=3))
    steps = gathered[may_step(gathered, grid, horizons)]
    assert all(later - before >= _ENOUGH for before, later in pairwise([0, *steps]))
    # No day is left out on which a step could stand.
    for total in gathered:
        between = [abs(total - other) for other in [0, *steps]]
        assert total in steps or min(between) < _ENOUGH


def test_a_step_is_not_put_off_to_a_horizon_before_which_nothing_happened() -> None:
    """93 clear by day 42, 20 more by day 84, none after: day 180 is told on day 84, and both figures are there."""
    day, events = [20, 42, 84, 300], [13, 80, 20, 0]
    assert is_behind(day, events, (42, 84, 180)).tolist() == [False, False, False]
    grid = grid_of(300, (42, 84, 180))
    gathered = np.searchsorted([42, 84], grid, side="right") * 20
    assert grid[may_step(gathered, grid, (42, 84, 180))].tolist() == [42, 84]


def test_worked_by_hand() -> None:
    """Day 10: 5 events, which wait; day 31: 4 more, told on day 60 with them; 8 on day 90; 3 later, never told."""
    events = [(10, "events", 5), (31, "events", 4), (90, "events", 8), (95, "events", 3)]
    told = coarse_curve(_curve([*events, (100, "censored", 10)]), 0.0, (90,))
    assert told["day"].tolist() == [0, 30, 60, 90, 120]
    assert told["events"].tolist() == pytest.approx([0, np.nan, 9, 8, np.nan], nan_ok=True)
    assert told["estimate"].tolist() == pytest.approx([0, 0, 0.3, 17 / 30, 17 / 30])
    assert told["at_risk"].tolist()[:4] == [30, 25, 21, 21]
    assert grid_of(100, (90,)).tolist() == [0, 30, 60, 90, 120]
    assert is_behind([10, 31, 90], [5, 4, 8], (30, 60, 90)).tolist() == [True, False, False]
