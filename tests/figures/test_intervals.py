"""Which dots and intervals are drawn, and what is said in words instead."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import intervals
from tests.figures import tiny
from tests.figures.checking import checked

_GROUPS = ("extraction", "laser", "peel", "diy")


def _table() -> pd.DataFrame:
    share = {"measure": "recurrence", "kind": "cumulative_incidence"}
    return tiny.estimates(
        {**share, "group": "extraction", "horizon_days": 90, "estimate": 0.9, "ci_upper": 0.95},
        {
            **share,
            "group": "extraction",
            "horizon_days": 365,
            "estimate": 0.18,
            "ci_lower": 0.15,
            "ci_upper": 0.21,
        },
        {**share, "group": "laser", "horizon_days": 365, "estimate": 0.0},
        {**share, "group": "peel", "horizon_days": 365, "status": "hidden_small_number"},
        {
            **share,
            "group": "diy",
            "horizon_days": 365,
            "estimate": 0.4,
            "ci_lower": 0.2,
            "ci_upper": 0.6,
            "status": "not_mature",
        },
        {"measure": "failure_free", "group": "laser", "horizon_days": 365, "estimate": 0.7},
    )


def _prepared(horizon: int | None = 365, measure: str = "recurrence") -> intervals.Intervals:
    rows = intervals.at_horizon(_table(), measure, horizon)
    return intervals.prepare(rows, _GROUPS, "treatment", "Share", limits={"laser": 0.06})


def test_one_row_a_group_in_the_order_of_the_page() -> None:
    expected = pd.DataFrame(
        [
            ("extraction", 0.18, 0.15, 0.21, "shown"),
            # Nobody had the event: up to the exact one-sided limit.
            ("laser", 0.0, 0.0, 0.06, "shown"),
            ("peel", np.nan, np.nan, np.nan, "hidden_small_number"),
            ("diy", 0.4, 0.2, 0.6, "not_mature"),
        ],
        columns=["group", "estimate", "ci_lower", "ci_upper", "status"],
    )
    pd.testing.assert_frame_equal(_prepared().rows, expected, check_dtype=False)


def test_where_no_figure_is_mature_there_is_no_horizon_and_nothing_is_drawn() -> None:
    prepared = _prepared(horizon=None)
    assert prepared.rows.empty
    assert len(intervals.draw(prepared, "light").data) == 0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_hidden_and_early_figures_are_words(mode: str) -> None:
    figure = intervals.draw(_prepared(), mode).to_plotly_json()  # type: ignore[arg-type]
    *dots, texts = figure["data"]
    assert [trace["x"] for trace in dots] == [[0.18], [0.0]]
    said = dict(zip(texts["y"], (text.strip() for text in texts["text"]), strict=True))
    assert said == {0: "18%", 1: "0%", 2: "hidden: too few patients", 3: "too early to say"}
    # Where the early figure lies is no part of the picture, nor does the axis make room for it.
    assert texts["x"][2:] == [0.0, 0.0]
    assert figure["layout"]["xaxis"]["range"][1] < 0.4


def test_bars_end_at_the_limits() -> None:
    trace = intervals.draw(_prepared(), "light").data[0]
    assert trace.x[0] + trace.error_x.array[0] == pytest.approx(0.21)
    assert trace.x[0] - trace.error_x.arrayminus[0] == pytest.approx(0.15)
    assert "between 15.0% and 21.0%" in trace.hovertemplate


def test_a_figure_without_limits_has_no_bar() -> None:
    trace = intervals.draw(_prepared(measure="failure_free"), "light").data[0]
    assert (trace.error_x.array[0], trace.error_x.arrayminus[0]) == (0, 0)
    assert "between" not in trace.hovertemplate


@pytest.mark.parametrize(
    ("share", "limits", "left", "right"),
    [(0.18, (0.15, 0.21), 0.0, 0.25), (0.95, (0.92, 0.97), 0.8, 1.0), (0.01, (0, 0.02), 0, 0.06)],
)
def test_the_axis_begins_at_zero_unless_all_shares_are_far_from_it(
    share: float, limits: tuple[float, float], left: float, right: float
) -> None:
    row = {"measure": "recurrence", "group": "laser", "horizon_days": 365, "estimate": share}
    table = tiny.estimates({**row, "ci_lower": limits[0], "ci_upper": limits[1]})
    prepared = intervals.prepare(table, ("laser",), "treatment", "Share")
    drawn = intervals.draw(prepared, "light").layout.xaxis.range
    assert drawn[0] == pytest.approx(left)
    assert drawn[1] == pytest.approx(right, abs=0.02)


def test_what_is_made_without_plotlys_checks_passes_them() -> None:
    drawn = intervals.draw(_prepared(), "light").to_dict()
    assert checked(drawn) == drawn


def test_days_begin_at_zero_and_are_written_as_days() -> None:
    row = {"measure": "healing", "kind": "median", "group": "laser", "value_unit": "days"}
    table = tiny.estimates({**row, "estimate": 12.0, "ci_lower": 10.0, "ci_upper": 15.0})
    rows = intervals.without_horizon(table, "healing", "median")
    prepared = intervals.prepare(rows, ("laser",), "treatment", "Days", unit="days")
    figure = intervals.draw(prepared, "light")
    assert figure.layout.xaxis.range == (0, pytest.approx(16.8))
    assert figure.data[-1].text[0].strip() == "12"
    assert "between 10.0 and 15.0" in figure.data[0].hovertemplate
    assert intervals.describe(prepared) == "Days. Laser 12 days, between 10 and 15."
