"""What the curves draw, from a table small enough to be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.answers.answer import shaped
from dashboard.figures import curves
from tests.figures import tiny

_LABELS = curves.Labels(axis="Share", clock="clearance", event="Came back")
_GROUPS = ("extraction", "laser")


def _prepared(
    table: pd.DataFrame, groups: tuple[str, ...] = _GROUPS, *, far: bool = False
) -> curves.Curves:
    return curves.prepare(table, groups, "treatment", (30, 90), _LABELS, far=far)


def test_steps_begin_at_zero_and_stand_where_the_share_moves() -> None:
    steps = _prepared(tiny.curves()).steps
    expected = pd.DataFrame(
        [
            ("extraction", 0, 0.0, np.nan, np.nan, True),
            ("extraction", 10, 0.05, 0.01, 0.21, True),
            ("extraction", 60, 0.20, 0.08, 0.36, True),
            # Level to the end of the axis, which comes before the curve's.
            ("extraction", 99, 0.20, 0.08, 0.36, True),
            ("laser", 0, 0.0, np.nan, np.nan, True),
            ("laser", 5, 0.0, np.nan, np.nan, True),
            ("laser", 40, 0.20, 0.03, 0.47, True),
            # The curve ends here: nobody is followed beyond.
            ("laser", 50, 0.30, 0.07, 0.58, False),
        ],
        columns=["group", "day", "estimate", "ci_lower", "ci_upper", "mature"],
    )
    pd.testing.assert_frame_equal(steps, expected, check_dtype=False)


def test_the_long_axis_shows_where_a_curve_is_mature_no_more() -> None:
    prepared = _prepared(tiny.curves(), far=True)
    assert prepared.last_day == 180
    steps = prepared.steps[prepared.steps["group"].eq("extraction")]
    assert list(steps["day"]) == [0, 10, 60, 120, 180]
    assert list(steps["mature"]) == [True, True, True, True, False]
    assert list(steps["estimate"]) == [0.0, 0.05, 0.20, 0.20, 0.20]


def test_the_long_axis_ends_with_the_longest_curve() -> None:
    table = tiny.curves()
    shorter = table[table["day"] <= 120]
    assert _prepared(shorter, far=True).last_day == 120
    assert _prepared(shorter, far=False).last_day == 99


def test_counts_stand_on_the_same_days_for_every_group() -> None:
    prepared = _prepared(tiny.curves())
    assert prepared.days == (0, 30, 90)
    expected = pd.DataFrame(
        [
            ("extraction", 0, 20, 0, 0, 0),
            ("extraction", 30, 18, 1, 1, 3),
            ("extraction", 90, 12, 4, 1, 3),
            ("laser", 0, 12, 0, 0, 0),
            ("laser", 30, 10, 0, 0, 2),
            ("laser", 90, np.nan, np.nan, np.nan, np.nan),
        ],
        columns=["group", "day", "at_risk", "events_so_far", "competing_so_far", "censored_so_far"],
    )
    pd.testing.assert_frame_equal(prepared.counts, expected, check_dtype=False)


def test_an_event_on_day_0_starts_the_curve_there() -> None:
    rows = pd.DataFrame(
        {
            "group": ["laser", "laser"],
            "day": [0, 20],
            "at_risk": [10, 8],
            "events": [2, 1],
            "competing": [0, 0],
            "censored": [0, 7],
            "estimate": [0.2, 0.3],
            "ci_lower": [0.03, 0.07],
            "ci_upper": [0.5, 0.6],
            "status": ["shown", "shown"],
        }
    )
    prepared = _prepared(shaped("curves", rows), ("laser",))
    assert list(prepared.steps["day"]) == [0, 20]
    assert list(prepared.steps["estimate"]) == [0.2, 0.3]
    assert list(prepared.counts["events_so_far"].iloc[:1]) == [2]


def test_groups_without_a_curve_are_not_drawn_and_order_is_kept() -> None:
    assert _prepared(tiny.curves(), ("peel", "laser", "extraction")).groups == (
        "laser",
        "extraction",
    )


def test_nobody_gives_nothing() -> None:
    prepared = _prepared(tiny.curves().iloc[:0], ())
    assert prepared.groups == ()
    assert prepared.steps.empty
    assert prepared.counts.empty


@pytest.mark.parametrize(
    ("horizons", "far", "days"),
    [
        ((90, 180, 365), False, (0, 90, 180, 365)),
        ((90, 180, 365), True, (0, 180, 365, 548, 730)),
        # Too near one another to be read on a narrow screen: the later ones give way.
        ((350, 360, 365), False, (0, 350)),
        ((1,), False, (0, 1)),
    ],
)
def test_columns_of_counts_do_not_run_into_each_other(
    horizons: tuple[int, ...],
    far: bool,  # noqa: FBT001 - a parameter of the cases
    days: tuple[int, ...],
) -> None:
    table = tiny.curves()
    long = pd.concat([table, table.iloc[[-1]].assign(day=2_000)])
    prepared = curves.prepare(long, _GROUPS, "treatment", horizons, _LABELS, far=far)
    assert prepared.days == days
