"""The CUSUM by hand, and its threshold against an exact Markov chain and runs drawn anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.cusum import cusum, cusum_weights, in_control_threshold


def test_weights_by_hand() -> None:
    """Odds times 2 of 1 in 5: p becomes 1/3. Two of four: 2 ln((1/3)/(1/5)) + 2 ln((2/3)/(4/5))."""
    weight = cusum_weights([2], [4], 0.2)
    assert weight[0] == pytest.approx(2 * np.log(5 / 3) + 2 * np.log(5 / 6), abs=1e-14)


def test_the_path_never_falls_below_none_and_begins_anew_after_a_signal() -> None:
    found = cusum([1.0, -3.0, 2.0, 1.0, 0.5, 1.0], 3.0)
    assert found.path.tolist() == [1.0, 0.0, 2.0, 3.0, 0.5, 1.5]
    assert np.flatnonzero(found.signals).tolist() == [3]
    kept = cusum([1.0, -3.0, 2.0, 1.0, 0.5, 1.0], 3.0, restart=False)
    assert np.flatnonzero(kept.signals).tolist() == [3, 4, 5]
    assert not cusum([9.0, 9.0]).signals.any()


@given(
    st.lists(
        st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=1,
        max_size=12,
    ),
    st.floats(0.01, 0.9),
    st.sampled_from([0.5, 2.0, 3.0]),
)
def test_a_month_weighs_as_much_as_its_patients(
    months: list[tuple[int, int]], rate: float, odds_ratio: float
) -> None:
    events, n = zip(*months, strict=True)
    each = cusum_weights([1, 0], [1, 1], rate, odds_ratio)
    whole = cusum_weights(events, n, rate, odds_ratio)
    apart = [x * each[0] + (m - x) * each[1] for x, m in months]
    np.testing.assert_allclose(whole, apart, atol=1e-10)


def test_runs_drawn_anew_are_as_long_as_asked() -> None:
    patients, rate = (30, 45, 60, 38), 0.15
    threshold = in_control_threshold(rate, patients)
    draw = np.random.default_rng(2026)
    runs = []
    for _ in range(400):
        n = draw.choice(patients, 2000)
        weights = cusum_weights(draw.binomial(n, rate), n, rate)
        runs.append(int(np.argmax(cusum(weights, threshold).signals)) + 1)
    assert 97 < np.mean(runs) < 130, "at least 100, and not far above"


def test_the_mean_run_agrees_with_an_exact_chain() -> None:
    """One patient a month with p = 2^(1/4) - 1: an event weighs 3, none -1 quarters of ln 2."""
    rate, quarter = 2.0**0.25 - 1.0, np.log(2.0) / 4.0
    np.testing.assert_allclose(cusum_weights([1, 0], [1, 1], rate), [3 * quarter, -quarter])
    threshold = in_control_threshold(rate, (1,))

    def mean_run(height: int) -> float:
        """Of a path that signals at this many quarters, its values being 0, 1, .. below it."""
        chain = np.zeros((height, height))
        for value in range(height):
            chain[value, max(0, value - 1)] += 1.0 - rate
            if value + 3 < height:
                chain[value, value + 3] += rate
        return float(np.linalg.solve(np.eye(height) - chain, np.ones(height))[0])

    height = int(np.ceil(threshold / quarter - 1e-6))
    assert mean_run(height) >= 99
    assert mean_run(height - 2) < 100, "not further off than it need be"


def test_the_same_months_give_the_same_threshold_and_longer_runs_a_further_one() -> None:
    months = (40, 50, 60)
    first = in_control_threshold(0.2, months)
    assert in_control_threshold(0.2, months) == first
    assert in_control_threshold(0.2, months, run_length=300) > first
    assert in_control_threshold(0.2, (0, *months)) == first, "a month of nobody says nothing"


def test_without_patients_or_chance_there_is_no_threshold() -> None:
    assert np.isnan(in_control_threshold(0.2, (0, 0)))
    assert np.isnan(in_control_threshold(0.0, (10,)))


def test_doubled_odds_are_found_within_months() -> None:
    threshold = in_control_threshold(0.15, (40,))
    draw = np.random.default_rng(3)
    doubled = 0.3 / 1.15
    delays = []
    for _ in range(200):
        weights = cusum_weights(draw.binomial(40, doubled, 100), np.full(100, 40), 0.15)
        delays.append(int(np.argmax(cusum(weights, threshold).signals)) + 1)
    assert np.mean(delays) < 4


def test_what_cannot_be_is_refused() -> None:
    for rate, odds_ratio in ((1.2, 2.0), (0.2, 1.0), (0.2, 0.0), (np.nan, 2.0)):
        with pytest.raises(BadInput, match="CUSUM"):
            cusum_weights([1], [2], rate, odds_ratio)
