"""The cumulative incidence: worked by hand, from rows, and in its properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.errors import BadInput
from dashboard.estimates.competing_risks import (
    aalen_johansen,
    cumulative_incidence,
    upper_limit_no_event,
)
from dashboard.estimates.counts import Counts, count_by_day
from tests.estimates import slow
from tests.estimates.by_hand import count_rows, patients, table
from tests.estimates.samples import records

FEW = settings(max_examples=30)


def test_six_patients_by_hand() -> None:
    """Recurrence with retreatment competing.

    Day 1: 6 at risk, 1 recurs: 1/6. Day 2: 5 at risk, 1 is retreated. Day 3: nobody recurs, 1 is
    censored. Day 4: 3 at risk, 1 recurs and 1 is censored; free just before are 5/6 x 4/5 = 2/3,
    so 2/3 x 1/3 = 2/9 more: 7/18. Day 9: the last recurs; free before are 2/3 x 2/3 = 4/9: 15/18.
    """
    counts = patients(
        """
        group | day | status
        peel  |   1 | event
        peel  |   2 | competing
        peel  |   3 | censored
        peel  |   4 | event
        peel  |   4 | censored
        peel  |   9 | event
        """
    )
    expected = table(
        """
        day | at_risk | events | competing | censored | estimate
          1 |       6 |      1 |         0 |        0 | 0.16666666666666666
          2 |       5 |      0 |         1 |        0 | 0.16666666666666666
          3 |       4 |      0 |         0 |        1 | 0.16666666666666666
          4 |       3 |      1 |         0 |        1 | 0.3888888888888889
          9 |       1 |      1 |         0 |        0 | 0.8333333333333334
        """
    )
    mine = cumulative_incidence(counts)
    pd.testing.assert_frame_equal(mine[expected.columns.tolist()], expected, check_exact=False)
    assert mine.columns.tolist() == [
        "group",
        "day",
        "at_risk",
        "events",
        "competing",
        "censored",
        "estimate",
        "std_error",
        "ci_lower",
        "ci_upper",
    ]


def test_without_censoring_it_is_a_proportion_with_a_binomial_error() -> None:
    counts = patients(
        """
        group | day | status
        peel  |   2 | event
        peel  |   2 | competing
        peel  |   5 | event
        peel  |   7 | competing
        peel  |   7 | event
        """
    )
    mine = cumulative_incidence(counts)
    share = np.array([1 / 5, 2 / 5, 3 / 5])
    np.testing.assert_allclose(mine["estimate"], share, rtol=1e-14)
    np.testing.assert_allclose(mine["std_error"], np.sqrt(share * (1 - share) / 5), rtol=1e-12)


def test_no_event_has_no_limits_and_a_certain_one_neither() -> None:
    none = patients("group | day | status\npeel | 3 | censored\npeel | 4 | competing")
    every = patients("group | day | status\npeel | 3 | event\npeel | 4 | event\npeel | 4 | event")
    for counts, last in ((none, 0.0), (every, 1.0)):
        row = cumulative_incidence(counts).iloc[-1]
        assert row["estimate"] == pytest.approx(last, abs=1e-15)
        assert row["std_error"] == 0.0
        assert np.isnan(row["ci_lower"])
        assert np.isnan(row["ci_upper"])


def test_an_empty_cohort_gives_an_empty_table() -> None:
    empty = pd.DataFrame(columns=["group", "day", "events", "competing", "censored"])
    assert len(cumulative_incidence(count_by_day(empty.astype({"day": int})))) == 0


@given(records())
@FEW
def test_it_agrees_with_a_slow_computation_from_rows(rows: pd.DataFrame) -> None:
    curve = aalen_johansen(count_rows(rows))
    for i, group in enumerate(curve.counts.groups):
        own = rows[rows["group"] == group]
        for j, day in enumerate(curve.counts.days):
            by_rows = slow.incidence(own, np.ones(len(own)), int(day))
            assert curve.estimate[i, j] == pytest.approx(by_rows, abs=1e-12)


@given(records())
@FEW
def test_the_error_is_the_infinitesimal_jackknife(rows: pd.DataFrame) -> None:
    """Its square is the sum, over patients, of the squared derivative by the patient's weight."""
    curve = aalen_johansen(count_rows(rows))
    step = 1e-5
    for i, group in enumerate(curve.counts.groups):
        own = rows[rows["group"] == group]
        unit = np.eye(len(own)) * step
        last = int(curve.counts.days[-1])
        moved = [
            (slow.incidence(own, 1 + e, last) - slow.incidence(own, 1 - e, last)) / (2 * step)
            for e in unit
        ]
        error = float(np.sqrt(np.sum(np.square(moved))))
        assert curve.std_error[i, -1] == pytest.approx(error, abs=1e-6)


@given(records())
@FEW
def test_shares_rise_within_0_and_1_and_add_up(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    other = Counts(counts.groups, counts.days, counts.competing, counts.events, counts.censored)
    either = counts.events + counts.competing
    alone = Counts(counts.groups, counts.days, either, 0 * either, counts.censored)
    incidence, competing, any_event = (
        aalen_johansen(each).estimate for each in (counts, other, alone)
    )
    assert (np.diff(incidence, axis=1) >= -1e-15).all()
    assert ((incidence >= 0) & (incidence <= 1 + 1e-12)).all()
    np.testing.assert_allclose(incidence + competing, any_event, atol=1e-12)


@given(records())
@FEW
def test_limits_enclose_the_estimate(rows: pd.DataFrame) -> None:
    mine = cumulative_incidence(count_rows(rows)).dropna()
    assert (mine["ci_lower"] <= mine["estimate"]).all()
    assert (mine["estimate"] <= mine["ci_upper"]).all()
    assert mine["ci_lower"].between(0, 1).all()
    assert mine["ci_upper"].between(0, 1).all()


@given(records())
@FEW
def test_twice_the_patients_same_curve_smaller_error(rows: pd.DataFrame) -> None:
    once, twice = (aalen_johansen(count_rows(r)) for r in (rows, pd.concat([rows, rows])))
    np.testing.assert_allclose(once.estimate, twice.estimate, atol=1e-13)
    np.testing.assert_allclose(once.std_error, np.sqrt(2) * twice.std_error, atol=1e-12)


def test_none_in_48_at_most_1_in_16() -> None:
    assert upper_limit_no_event(48) == pytest.approx(0.0605, abs=5e-5)
    assert 0.95**48 > 0.05
    assert (1 - upper_limit_no_event(48)) ** 48 == pytest.approx(0.05, abs=1e-14)
    assert upper_limit_no_event(1) == pytest.approx(0.95, abs=1e-14)
    assert upper_limit_no_event(10**9) == pytest.approx(-np.log(0.05) / 1e9, rel=1e-8)
    assert upper_limit_no_event(0) == 1.0


def test_a_negative_number_of_patients_is_refused() -> None:
    with pytest.raises(BadInput, match="-2"):
        upper_limit_no_event(-2)
