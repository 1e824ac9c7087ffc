"""Gray's test in its properties; the numbers of R are in test_reference_competing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings

from dashboard.estimates.counts import Counts
from dashboard.estimates.gray import gray_score, gray_test
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from dashboard.estimates.survival import log_rank, log_rank_table
from tests.estimates.by_hand import count_rows, patients
from tests.estimates.samples import records

FEW = settings(max_examples=40)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("peel | 3 | censored\nlaser | 4 | competing", "no event"),
        ("peel | 3 | event\npeel | 4 | censored", "fewer than two"),
        ("peel | 3 | censored\nlaser | 4 | event\nlaser | 5 | censored", "fewer than two"),
        ("peel | 3 | event\nlaser | 3 | event\nlaser | 1 | censored", "nothing to compare"),
        ("peel | 1 | event\npeel | 1 | event\nlaser | 2 | event\nlaser | 3 | event", "used up"),
    ],
)
def test_without_an_answer_the_reason_is_given(rows: str, said: str) -> None:
    tested = gray_test(patients("group | day | status\n" + rows))
    assert tested.status == NOT_ESTIMABLE
    assert said in tested.reason
    assert np.isnan(tested.p_value)


def test_a_group_that_left_before_the_first_event_is_not_compared() -> None:
    rows = """
        group | day | status
        peel  |   3 | event
        peel  |   5 | competing
        peel  |   7 | censored
        laser |   4 | event
        laser |   6 | event
        laser |   9 | censored
        """
    without = gray_test(patients(rows))
    left_early = "cryo | 1 | censored\ncryo | 2 | competing"
    assert gray_test(patients(rows.rstrip() + "\n" + left_early)) == without


@given(records())
@FEW
def test_the_order_of_the_groups_does_not_change_the_test(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    one, other = gray_test(counts), gray_test(counts.restricted_to(counts.groups[::-1]))
    assert one.status == other.status
    assert one.df == other.df
    if one.status == SHOWN:
        assert one.statistic == pytest.approx(other.statistic, rel=1e-8, abs=1e-10)


@given(records())
@FEW
def test_what_one_group_has_more_the_others_have_less(rows: pd.DataFrame) -> None:
    score, variance = gray_score(count_rows(rows))
    assume(np.isfinite(variance).all())
    assert score.sum() == pytest.approx(0, abs=1e-10)
    np.testing.assert_allclose(variance.sum(axis=0), 0, atol=1e-9)


@given(records(statuses=("event", "censored")))
@FEW
def test_without_competing_events_its_score_is_the_log_rank_test_s(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    observed, expected, _ = log_rank_table(counts)
    np.testing.assert_allclose(gray_score(counts)[0], observed - expected, atol=1e-9)
    if gray_test(counts).status == SHOWN:
        assert gray_test(counts).df == log_rank(counts).df


def test_a_thousand_times_the_patients_show_what_ten_could_not() -> None:
    few = patients(
        """
        group | day | status
        peel  |   3 | event
        peel  |   5 | competing
        peel  |   8 | event
        laser |   2 | event
        laser |   3 | event
        laser |   4 | competing
        """
    )
    many = Counts(
        few.groups, few.days, few.events * 1000, few.competing * 1000, few.censored * 1000
    )
    assert gray_test(few).p_value > 0.05
    assert 0 < gray_test(many).p_value < 1e-50
