"""Every pair is tested once, and Holm counts the pairs that have an answer."""

from __future__ import annotations

import numpy as np

from dashboard.estimates.gray import gray_test
from dashboard.estimates.multiplicity import holm
from dashboard.estimates.pairwise import pairwise
from dashboard.estimates.results import NOT_ESTIMABLE
from tests.estimates.by_hand import every_row, patients

COUNTS = patients(
    """
    group | day | status
    peel  |   2 | event
    peel  |   5 | censored
    laser |   3 | event
    laser |   6 | censored
    cryo  |   1 | censored
    deep  |   4 | event
    deep  |   9 | censored
    """
)


def test_each_pair_against_the_earlier_group() -> None:
    mine = pairwise(COUNTS, gray_test)
    assert list(zip(mine["reference"], mine["group"], strict=True)) == [
        ("peel", "laser"),
        ("peel", "cryo"),
        ("peel", "deep"),
        ("laser", "cryo"),
        ("laser", "deep"),
        ("cryo", "deep"),
    ]
    for pair in every_row(mine):
        tested = gray_test(COUNTS.restricted_to([pair["reference"], pair["group"]]))
        assert (tested.status, tested.df) == (pair["status"], pair["df"])
        np.testing.assert_equal(
            [tested.statistic, tested.p_value], [pair["statistic"], pair["p_value"]]
        )


def test_pairs_without_an_answer_do_not_count_in_the_correction() -> None:
    mine = pairwise(COUNTS, gray_test)
    asked = mine[mine["status"] != NOT_ESTIMABLE]
    assert len(asked) == 3
    np.testing.assert_array_equal(asked["p_holm"], holm(asked["p_value"].to_numpy()))
    rest = mine[mine["status"] == NOT_ESTIMABLE]
    assert rest["p_holm"].isna().all()
    assert rest["reason"].str.len().min() > 0


def test_one_group_has_no_pairs() -> None:
    mine = pairwise(COUNTS.restricted_to(["peel"]), gray_test)
    assert len(mine) == 0
    assert "p_holm" in mine
