"""What a curve says at given days, and how groups differ there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import BadInput
from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.horizons import at_horizons
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from tests.estimates.by_hand import against, patients, row, table

COUNTS = patients(
    """
    group | day | status
    peel  |   2 | event
    peel  |   4 | censored
    peel  |   6 | competing
    peel  |   6 | event
    peel  |   6 | censored
    laser |   3 | event
    laser |   5 | event
    laser |   9 | censored
    laser |  12 | censored
    """
)


def test_counts_behind_a_figure() -> None:
    """At risk at a horizon are those observed for at least that long: the events of the day too."""
    expected = table(
        """
        group | horizon_days | patients | at_risk | events | competing | censored | censored_before
        peel  |            1 |        5 |       5 |      0 |         0 |        0 |               0
        peel  |            6 |        5 |       3 |      2 |         1 |        2 |               1
        peel  |            7 |        5 |       0 |      2 |         1 |        2 |               2
        laser |            1 |        4 |       4 |      0 |         0 |        0 |               0
        laser |            6 |        4 |       2 |      2 |         0 |        0 |               0
        laser |            7 |        4 |       2 |      2 |         0 |        0 |               0
        """
    ).astype({"group": "str"})
    mine = at_horizons(aalen_johansen(COUNTS), [1, 6, 7])
    pd.testing.assert_frame_equal(mine[expected.columns.tolist()], expected)
    assert mine["last_day"].tolist() == [6, 6, 6, 12, 12, 12]


def test_the_step_holds_until_the_next_one_and_beyond_the_last() -> None:
    mine = at_horizons(aalen_johansen(COUNTS), [0, 2, 5, 6, 10**6])
    peel = mine.loc[mine["group"] == "peel", "estimate"]
    # After day 4 one of five has recurred; on day 6 one more of the three left.
    np.testing.assert_allclose(peel, [0, 1 / 5, 1 / 5, 7 / 15, 7 / 15])
    assert mine["ci_lower"].isna().tolist() == [True] + 4 * [False] + 2 * [True] + 3 * [False]


def test_horizons_in_any_order() -> None:
    curve = aalen_johansen(COUNTS)
    one, other = at_horizons(curve, [6, 2]), at_horizons(curve, [2, 6])
    keys = ["group", "horizon_days"]
    pd.testing.assert_frame_equal(
        one.sort_values(keys, ignore_index=True), other.sort_values(keys, ignore_index=True)
    )


@pytest.mark.parametrize("horizons", [[-1], [2.5], [90, 90]])
def test_what_is_no_horizon_is_refused(horizons: list[int]) -> None:
    with pytest.raises(BadInput, match=str(horizons[0])):
        at_horizons(aalen_johansen(COUNTS), horizons)


def test_differences_are_independent_unless_told_otherwise() -> None:
    at = at_horizons(aalen_johansen(COUNTS), [5, 6])
    mine = against(at, "peel")
    assert mine["group"].tolist() == ["laser", "laser"]
    own, other = (row(at, group=group, horizon_days=6) for group in ("laser", "peel"))
    found = row(mine, horizon_days=6)
    error = np.hypot(own["std_error"], other["std_error"])
    assert found["estimate"] == pytest.approx(1 / 2 - 7 / 15, abs=1e-15)
    assert found["std_error"] == pytest.approx(error, abs=1e-15)
    assert found["ci_upper"] - found["ci_lower"] == pytest.approx(2 * 1.959963984540054 * error)
    assert found["statistic"] == pytest.approx(found["estimate"] / error)
    assert found["status"] == SHOWN


def test_a_covariance_between_groups_is_taken_off_twice() -> None:
    at = at_horizons(aalen_johansen(COUNTS), [5, 6])
    shared = pd.DataFrame(
        {
            "group": ["laser", "peel"],
            "other_group": ["peel", "laser"],
            "horizon_days": [6, 6],
            "covariance": [0.01, 0.01],
        }
    )
    plain, with_it = against(at, "peel"), against(at, "peel", covariances=shared)
    less = plain["std_error"] ** 2 - with_it["std_error"] ** 2
    np.testing.assert_allclose(less, [0, 0.02], atol=1e-15)


def test_no_event_on_either_side_has_no_error() -> None:
    mine = against(at_horizons(aalen_johansen(COUNTS), [1]), "peel").iloc[0]
    assert mine["status"] == NOT_ESTIMABLE
    assert mine["estimate"] == 0
    assert mine[["std_error", "ci_lower", "p_value"]].isna().all()


def test_an_unknown_reference_is_named() -> None:
    with pytest.raises(BadInput, match="'cryo'"):
        against(at_horizons(aalen_johansen(COUNTS), [6]), "cryo")
