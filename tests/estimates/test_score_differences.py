"""Differences of weighted shares: Newcombe's where all weigh the same, and as sure as they say in small arms."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from dashboard.estimates.counts import STATUSES
from dashboard.estimates.differences import pair_differences
from dashboard.estimates.ends import CENSORED, EVENT, Ends
from dashboard.estimates.proportion_contrasts import newcombe
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from dashboard.estimates.score_differences import score_differences
from dashboard.estimates.weighted_curves import (
    count_weighted,
    weighted_aalen_johansen,
    weighted_at_horizons,
)

METHODS: tuple[Callable[..., pd.DataFrame], ...] = (score_differences, pair_differences)
FEW = settings(max_examples=40)


def shares(*arms: tuple[int, int], weight: float = 1.0) -> pd.DataFrame:
    """Arms of (events, patients): events on day 5, the others seen until day 20. At day 10."""
    status = [EVENT, CENSORED] * len(arms)
    number = [count for events, patients in arms for count in (events, patients - events)]
    cell = np.repeat(np.arange(len(arms)), 2)
    there = np.array(number) > 0
    ends = Ends(
        cell[there],
        np.array([5, 20] * len(arms))[there],
        np.array(status)[there],
        np.array(number)[there],
    )
    names = tuple("ABCDE"[: len(arms)])
    counts = count_weighted(ends, names, np.arange(len(arms)), np.full(len(arms), weight))
    return weighted_at_horizons(weighted_aalen_johansen(counts), [10]).assign(status=SHOWN)


ARM = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@FEW
@given(ARM, ARM, st.sampled_from([0.01, 1.0, 7.0]))
def test_newcombe_where_all_weigh_the_same_and_nobody_is_lost(
    one: tuple[int, int], other: tuple[int, int], weight: float
) -> None:
    row = score_differences(shares(one, other, weight=weight), ["A", "B"]).iloc[0]
    said = newcombe(other[0], other[1], one[0], one[1])
    if {0.0, 1.0} >= {one[0] / one[1], other[0] / other[1]}:
        assert row["status"] == NOT_ESTIMABLE
        assert np.isnan([row["ci_lower"], row["ci_upper"], row["p_value"]]).all()
        return
    found = [row["estimate"], row["ci_lower"], row["ci_upper"]]
    assert found == pytest.approx([float(value[0]) for value in said], abs=1e-12)


@FEW
@given(ARM, ARM)
def test_the_interval_excludes_none_exactly_where_p_is_small(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    at = shares(one, other)
    row = score_differences(at, ["A", "B"]).iloc[0]
    if row["status"] != SHOWN or not 1e-5 < row["p_value"] < 1.0:
        return
    at_p = score_differences(at, ["A", "B"], 1.0 - row["p_value"]).iloc[0]
    nearest = at_p["ci_lower"] if row["estimate"] > 0 else at_p["ci_upper"]
    assert nearest == pytest.approx(0.0, abs=1e-9)
    assert (row["p_value"] < 0.05) == (row["ci_lower"] * row["ci_upper"] > 0.0)


def test_it_holds_the_truth_more_often_than_normal_limits_where_few_have_the_event() -> None:
    """By enumeration: a small arm of which 12% have the event, and a large one."""
    small, large, risk, other = 130, 900, 0.12, 0.22
    events = np.arange(small + 1)
    chance = binom.pmf(events, small, risk)
    likely = events[chance > 1e-3]
    others = np.arange(large + 1)
    of_others = binom.pmf(others, large, other)
    typical = others[of_others > 1e-3][::12]
    held = dict.fromkeys(METHODS, 0.0)
    total = 0.0
    for happened, elsewhere in product(likely, typical):
        at = shares((int(elsewhere), large), (int(happened), small))
        probability = chance[happened] * of_others[elsewhere]
        total += probability
        for method in held:
            row = method(at, ["A", "B"]).iloc[0]
            held[method] += probability * (row["ci_lower"] <= risk - other <= row["ci_upper"])
    covered = {method: value / total for method, value in held.items()}
    assert covered[pair_differences] < 0.945
    assert covered[score_differences] == pytest.approx(0.95, abs=0.005)


def test_the_side_on_which_nobody_had_the_event_has_doubts_too() -> None:
    at = shares((90, 900), (0, 30))
    row, normal = (method(at, ["A", "B"]).iloc[0] for method in METHODS)
    assert row["ci_upper"] == pytest.approx(0.0149, abs=5e-5)
    assert row["p_value"] > 0.05 > normal["p_value"]


def test_each_pair_has_its_row_and_its_correction() -> None:
    at = shares((90, 900), (12, 130), (40, 130))
    rows, plain = (method(at, ["A", "B", "C"]) for method in METHODS)
    same = ["group", "reference", "horizon_days", "estimate", "std_error", "status"]
    pd.testing.assert_frame_equal(rows[same], plain[same])
    assert rows["p_holm"].to_numpy() == pytest.approx(
        np.minimum(rows["p_value"].to_numpy() * [1, 3, 2], 1.0)
    )
    assert (rows["statistic"] * rows["estimate"] > 0.0).all()


def test_a_side_that_is_not_mature_has_no_difference() -> None:
    at = shares((90, 900), (12, 130)).assign(status=[SHOWN, "not_mature"])
    row = score_differences(at, ["A", "B"]).iloc[0]
    assert row["status"] == "not_mature"
    assert row[["estimate", "ci_lower", "ci_upper", "p_value"]].isna().all()


def test_the_effective_number_of_those_of_whom_it_is_known_by_hand() -> None:
    """Weights 2, 1, 1, 4; the last is censored on day 8: up to then it is known of all, then of three."""
    ends = Ends(
        np.arange(4),
        np.array([1, 3, 5, 8]),
        np.array([EVENT, STATUSES.index("competing"), EVENT, CENSORED]),
        np.ones(4, dtype=np.int64),
    )
    counts = count_weighted(ends, ("peel",), np.zeros(4, dtype=np.int64), np.array([2.0, 1, 1, 4]))
    at = weighted_at_horizons(weighted_aalen_johansen(counts), [0, 8, 9])
    assert at["effective_known"].to_numpy() == pytest.approx([8**2 / 22, 8**2 / 22, 4**2 / 6])


def test_the_terms_of_the_model_are_taken_off_the_patients() -> None:
    """39 of 130, and 40 terms: as if 90 had been seen, of whom the same share had had it; of the others 1,160."""
    at = shares((240, 1200), (39, 130))
    row = score_differences(at, ["A", "B"], terms=40).iloc[0]
    assert row["ci_lower"] == pytest.approx(float(newcombe(27, 90, 232, 1160).lower[0]), abs=1e-12)
    plain = score_differences(at, ["A", "B"]).iloc[0]
    assert row["p_value"] > plain["p_value"]
    gone = score_differences(at, ["A", "B"], terms=130).iloc[0]
    assert gone["status"] == NOT_ESTIMABLE
    assert gone[["std_error", "ci_lower", "ci_upper", "p_value"]].isna().all()
