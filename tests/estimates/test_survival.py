"""Kaplan-Meier, follow-up and the log-rank test: worked by hand, and in their properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from dashboard.estimates.survival import (
    kaplan_meier,
    log_rank,
    log_rank_table,
    median_follow_up,
    quantiles,
    survival_curve,
)
from tests.estimates.by_hand import count_rows, patients, table
from tests.estimates.samples import records

FEW = settings(max_examples=30)

FIVE = """
    group | day | status
    peel  |  10 | event
    peel  |  20 | censored
    peel  |  20 | event
    peel  |  30 | competing
    peel  |  50 | censored
    """


def test_five_patients_by_hand() -> None:
    """4/5 after day 10; on day 20 one of four more, its censoring after it; then all stay."""
    expected = table(
        """
        day | at_risk | events | competing | censored | estimate
         10 |       5 |      1 |         0 |        0 | 0.8
         20 |       4 |      1 |         0 |        1 | 0.6
         30 |       2 |      0 |         0 |        1 | 0.6
         50 |       1 |      0 |         0 |        1 | 0.6
        """
    )
    mine = survival_curve(patients(FIVE))
    pd.testing.assert_frame_equal(mine[expected.columns.tolist()], expected)
    # Greenwood: 0.6^2 (1 / (5 x 4) + 1 / (4 x 3)).
    assert mine["std_error"].iloc[1] == pytest.approx(0.6 * np.sqrt(1 / 20 + 1 / 12), abs=1e-15)


def test_follow_up_by_hand() -> None:
    """Censorings are the event: day 20, one of four; day 50, the last one. 3/4, then 0: day 50."""
    mine = median_follow_up(patients(FIVE)).iloc[0]
    assert mine["group"] == "peel"
    assert mine["estimate"] == 50


def test_follow_up_is_the_median_day_where_nothing_happened() -> None:
    counts = patients(
        "group | day | status\n" + "\n".join(f"peel | {d} | censored" for d in (4, 7, 11, 15, 90))
    )
    assert median_follow_up(counts)["estimate"].tolist() == [11]


def test_follow_up_is_open_where_most_had_an_event() -> None:
    counts = patients(
        """
        group | day | status
        peel  |   3 | event
        peel  |   5 | censored
        peel  |   7 | event
        peel  |   9 | competing
        """
    )
    assert median_follow_up(counts)["estimate"].isna().all()


@pytest.mark.parametrize("size", [2, 7, 10, 14, 30])
def test_a_quantile_level_with_the_curve_is_the_middle_of_the_step(size: int) -> None:
    """All have the event, one on each of days 10, 20, ...: k of n by day 10 k, whatever binary
    fractions make of (n - k) / n."""
    rows = "\n".join(f"peel | {10 * day} | event" for day in range(1, size + 1))
    curve = kaplan_meier(patients("group | day | status\n" + rows))
    shares = [k / size for k in range(1, size)]
    expected = [10 * k + 5 for k in range(1, size)]
    assert quantiles(curve, shares)["estimate"].tolist() == expected


def test_log_rank_by_hand() -> None:
    """Two against two. Day 1: 1 of 4 has the event, 2 of 4 are lasers. Day 2: 1 of 3, 1 laser of 3.

    Lasers: 1 seen, 1/2 + 1/3 expected; variance 1/2 x 1/2 + 1/3 x 2/3.
    """
    counts = patients(
        """
        group | day | status
        peel  |   2 | event
        peel  |   3 | censored
        laser |   1 | event
        laser |   5 | censored
        """
    )
    observed, expected, variance = log_rank_table(counts)
    assert observed.tolist() == [1, 1]
    np.testing.assert_allclose(expected, [2 - 5 / 6, 5 / 6], rtol=1e-14)
    assert variance[1, 1] == pytest.approx(1 / 4 + 2 / 9, abs=1e-15)
    tested = log_rank(counts)
    assert tested.statistic == pytest.approx((1 - 5 / 6) ** 2 / (1 / 4 + 2 / 9), abs=1e-14)
    assert tested.df == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("peel | 3 | censored\nlaser | 4 | competing", "no event"),
        ("peel | 3 | event\npeel | 4 | censored", "fewer than two"),
        ("peel | 3 | censored\nlaser | 4 | event\nlaser | 5 | censored", "fewer than two"),
        ("peel | 3 | event\nlaser | 3 | event\nlaser | 1 | censored", "same day"),
    ],
)
def test_without_an_answer_the_reason_is_given(rows: str, said: str) -> None:
    tested = log_rank(patients("group | day | status\n" + rows))
    assert tested.status == NOT_ESTIMABLE
    assert said in tested.reason
    assert np.isnan(tested.p_value)


@given(records())
@FEW
def test_without_competing_events_it_is_one_minus_the_incidence(rows: pd.DataFrame) -> None:
    counts = count_rows(rows[rows["status"] != "competing"])
    survival, incidence = kaplan_meier(counts), aalen_johansen(counts)
    np.testing.assert_allclose(survival.estimate, 1 - incidence.estimate, atol=1e-12)
    known = survival.estimate > 1e-12
    np.testing.assert_allclose(survival.std_error[known], incidence.std_error[known], atol=1e-7)


@given(records())
@FEW
def test_the_order_of_the_groups_does_not_change_the_test(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    one, other = log_rank(counts), log_rank(counts.restricted_to(counts.groups[::-1]))
    assert one.status == other.status
    assert one.df == other.df
    if one.status == SHOWN:
        assert one.statistic == pytest.approx(other.statistic, rel=1e-9, abs=1e-12)
