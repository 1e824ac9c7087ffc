"""The bounds on what happened to those lost to follow-up, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.errors import BadInput
from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.horizons import at_horizons
from dashboard.estimates.loss import loss_bounds
from tests.estimates.by_hand import patients, table

# Five patients. Horizon 90: the one last seen on day 20 could have been followed and was not;
# the one last seen on day 60 had its treatment less than 90 days before the cut-off.
COUNTS = patients(
    """
    group | day | status
    peel  |  10 | event
    peel  |  20 | censored
    peel  |  60 | censored
    peel  |  95 | censored
    peel  | 100 | event
    """
)
LOST = table("group | day | lost\npeel | 20 | 1")


def test_one_lost_patient_by_hand() -> None:
    """As seen: 1/5. Stays free to day 90: at risk throughout, still 1/5 (here the only other event
    comes before). Recurs on day 21: 4/5 x 1/4 more, 2/5."""
    none, every = loss_bounds(COUNTS, LOST, 90)
    low, high = (at_horizons(aalen_johansen(counts), [90]).iloc[0] for counts in (none, every))
    assert low["estimate"] == pytest.approx(1 / 5)
    assert high["estimate"] == pytest.approx(2 / 5)
    assert low["at_risk"] == 3
    assert high["at_risk"] == 2
    assert (low["events"], low["censored"], low["censored_before"]) == (1, 2, 1)
    assert (high["events"], high["censored"], high["censored_before"]) == (2, 1, 1)
    assert low["patients"] == high["patients"] == 5


def test_the_lost_recur_on_the_day_after_or_stay_to_the_horizon() -> None:
    none, every = loss_bounds(COUNTS, LOST, 90)
    assert none.days.tolist() == every.days.tolist() == [10, 20, 21, 60, 90, 95, 100]
    assert every.events.tolist() == [[1, 0, 1, 0, 0, 0, 1]]
    assert every.censored.tolist() == [[0, 0, 0, 1, 0, 1, 0]]
    assert none.events.tolist() == [[1, 0, 0, 0, 0, 0, 1]]
    assert none.censored.tolist() == [[0, 0, 0, 1, 1, 1, 0]]


def test_staying_in_the_risk_set_lowers_what_others_weigh() -> None:
    counts = patients(
        """
        group | day | status
        peel  |  20 | censored
        peel  |  50 | event
        peel  |  95 | censored
        """
    )
    seen = at_horizons(aalen_johansen(counts), [90])["estimate"].iloc[0]
    none, every = loss_bounds(counts, LOST, 90)
    low, high = (at_horizons(aalen_johansen(c), [90])["estimate"].iloc[0] for c in (none, every))
    assert (low, seen, high) == pytest.approx((1 / 3, 1 / 2, 2 / 3))


def test_nobody_lost_changes_nothing() -> None:
    for counts in loss_bounds(COUNTS, LOST.iloc[:0], 90):
        mine, plain = (at_horizons(aalen_johansen(c), [90]) for c in (counts, COUNTS))
        pd.testing.assert_frame_equal(mine, plain)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("peel | 90 | 1", "not before the horizon 90"),
        ("peel | 20 | 2", "2 are counted as lost on day 20, where 1"),
        ("peel | 30 | 1", "day 30, where 0"),
        ("laser | 20 | 1", "'laser'"),
        ("peel | 20 | -1", "-1"),
    ],
)
def test_what_does_not_fit_the_counts_is_refused(row: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        loss_bounds(COUNTS, table("group | day | lost\n" + row), 90)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInput, match="'lost'"):
        loss_bounds(COUNTS, LOST.drop(columns="lost"), 90)
