"""Ratios of sums: means as t intervals, ratios beside a bootstrap of patients, differences as Welch's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from dashboard.errors import BadInput
from dashboard.estimates.ratios import Ratio, Sums, ratio_differences, ratios

Floats = NDArray[np.float64]
SEED = 20261126


def sums(*groups: tuple[Floats, Floats]) -> Sums:
    """The sums of rows, one row a patient."""
    parts = [
        (len(y), y.sum(), x.sum(), (y * y).sum(), (x * y).sum(), (x * x).sum()) for y, x in groups
    ]
    return Sums.of(*np.array(parts).T)


def mean_of(values: Floats) -> Ratio:
    return ratios(sums((values, np.ones(len(values)))))


def costs_and_cleared(patients: int, seed: int = SEED) -> tuple[Floats, Floats]:
    """Skewed costs, dearer where it took more sessions, and who was cleared."""
    dice = np.random.default_rng(seed)
    cleared = (dice.random(patients) < 0.7).astype(float)
    return np.round(dice.gamma(2.0, 30.0, patients) * (1.6 - 0.6 * cleared), 2), cleared


def test_a_mean_by_hand() -> None:
    """2, 4 and 9: mean 5, variance 13, error sqrt(13 / 3); t on 2 degrees of freedom is 0.95 sqrt(2 / (1 - 0.95²))."""
    told = mean_of(np.array([2.0, 4.0, 9.0]))
    error, t = (13 / 3) ** 0.5, 0.95 * (2 / (1 - 0.95**2)) ** 0.5
    assert told.estimate[0] == 5.0
    assert told.std_error[0] == pytest.approx(error, rel=1e-12)
    assert told.lower[0] == pytest.approx(5 - t * error, rel=1e-11)
    assert told.upper[0] == pytest.approx(5 + t * error, rel=1e-11)


@given(st.lists(st.integers(-30, 30), min_size=2, max_size=60))
def test_a_mean_has_the_t_interval(values: list[int]) -> None:
    told = mean_of(np.array(values, dtype=float))
    assert told.estimate[0] == pytest.approx(np.mean(values), abs=1e-12)
    if len(set(values)) == 1:
        assert np.isnan([told.std_error[0], told.lower[0], told.upper[0]]).all()
        return
    low, high = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert (told.lower[0], told.upper[0]) == pytest.approx((low, high), rel=1e-9, abs=1e-9)
    assert told.std_error[0] == pytest.approx(stats.sem(values), rel=1e-9)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_the_limits_are_what_a_t_test_would_not_reject(level: float) -> None:
    y, x = costs_and_cleared(60)
    told = ratios(sums((y, x)), level)
    for limit in (told.lower[0], told.upper[0]):
        assert stats.ttest_1samp(y - limit * x, 0.0).pvalue == pytest.approx(1 - level, abs=1e-9)
    inside = (told.lower[0] + told.upper[0]) / 2
    assert stats.ttest_1samp(y - inside * x, 0.0).pvalue > 1 - level


def test_a_ratio_beside_a_bootstrap_of_patients() -> None:
    """4,000 drawings of the same 400 patients: error within 4%, limits within an eighth of an error."""
    y, x = costs_and_cleared(400)
    told = ratios(sums((y, x)))
    dice = np.random.default_rng(SEED)
    drawn = dice.integers(0, len(y), (4_000, len(y)))
    again = y[drawn].sum(axis=1) / x[drawn].sum(axis=1)
    assert told.std_error[0] == pytest.approx(again.std(ddof=1), rel=0.04)
    low, high = np.quantile(again, [0.025, 0.975])
    slack = told.std_error[0] / 8
    assert (told.lower[0], told.upper[0]) == pytest.approx((low, high), abs=slack)


def test_the_interval_holds_the_true_ratio_about_as_often_as_it_says() -> None:
    """Of 600 samples of 60 patients, whose true ratio is 60 (1.6 - 0.6 · 0.7) / 0.7."""
    truth = 60.0 * (1.6 - 0.6 * 0.7) / 0.7
    told = ratios(sums(*(costs_and_cleared(60, seed) for seed in range(600))))
    held = (told.lower <= truth) & (truth <= told.upper)
    assert 0.925 < held.mean() < 0.975


def test_episodes_of_one_patient_are_taken_together() -> None:
    """The interval is that of the patients' sums, not of twice as many independent episodes."""
    y, x = costs_and_cleared(50)
    once, doubled = ratios(sums((y, x))), ratios(sums((2 * y, 2 * x)))
    for one, other in zip(once, doubled, strict=True):
        assert one[0] == pytest.approx(other[0], rel=1e-9)


def test_what_cannot_be_told_is_blank() -> None:
    nobody, one = np.empty(0), np.ones(1)
    told = ratios(sums((nobody, nobody), (3 * one, one), (np.ones(5), np.zeros(5))))
    assert np.isnan(told.estimate[[0, 2]]).all()
    assert told.estimate[1] == 3.0
    for part in (told.std_error, told.lower, told.upper):
        assert np.isnan(part).all()


def test_a_denominator_that_may_be_none_has_no_limits() -> None:
    """One of 20 was cleared: how much each costs has no upper end."""
    x = np.zeros(20)
    x[0] = 1.0
    told = ratios(sums((np.arange(1.0, 21.0), x)))
    assert told.estimate[0] == 210.0
    assert np.isfinite(told.std_error[0])
    assert np.isnan([told.lower[0], told.upper[0]]).all()


def test_amounts_alike_to_the_penny_leave_no_rounding_behind() -> None:
    assert np.isnan(mean_of(np.full(97, 83.37)).std_error[0])


def test_sums_of_ten_million_are_exact_enough() -> None:
    """Variances are differences of sums: with many patients what is left must still be right."""
    values, numbers = np.array([20.0, 35.5, 300.0]), np.array([4e6, 5e6, 1e6])
    n, y, yy = numbers.sum(), numbers @ values, numbers @ values**2
    told = ratios(Sums.of(n, y, n, yy, y, n))
    spread = numbers @ (values - y / n) ** 2 / (n - 1)
    assert told.std_error[0] == pytest.approx((spread / n) ** 0.5, rel=1e-9)
    assert told.upper[0] - told.estimate[0] == pytest.approx(1.959964 * told.std_error[0], rel=1e-5)


def test_differences_are_welchs() -> None:
    dice = np.random.default_rng(SEED)
    rows = [
        dice.normal(mean, spread, size)
        for mean, spread, size in ((1, 2, 40), (2, 5, 9), (0, 1, 17))
    ]
    told = ratio_differences(
        ("a", "b", "c"), ratios(sums(*((row, np.ones(len(row))) for row in rows))), [40, 9, 17]
    )
    assert list(zip(told["group"], told["reference"], strict=True)) == [
        ("b", "a"),
        ("c", "a"),
        ("c", "b"),
    ]
    for row, (first, second) in zip(told.to_dict("records"), ((0, 1), (0, 2), (1, 2)), strict=True):
        wanted = stats.ttest_ind(rows[second], rows[first], equal_var=False)
        low, high = wanted.confidence_interval(0.95)
        assert row["estimate"] == pytest.approx(rows[second].mean() - rows[first].mean(), abs=1e-12)
        assert (row["statistic"], row["p_value"]) == pytest.approx(
            (wanted.statistic, wanted.pvalue), rel=1e-9
        )
        assert (row["ci_lower"], row["ci_upper"]) == pytest.approx((low, high), rel=1e-9)
    assert set(told["status"]) == {"shown"}


def test_a_side_without_error_spoils_its_pair() -> None:
    one = ratios(sums((np.array([1.0, 2.0, 4.0]), np.ones(3)), (np.ones(1), np.ones(1))))
    told = ratio_differences(("a", "b"), one, [3, 1])
    assert told["status"].tolist() == ["not_estimable"]
    assert told.drop(columns=["group", "reference", "status"]).isna().all(axis=None)
    assert len(ratio_differences(("a",), one, [3, 1])) == 0


@pytest.mark.parametrize(
    ("part", "value"),
    [(0, -1.0), (2, -1.0), (3, -1.0), (5, -1.0), (1, float("nan")), (4, float("inf"))],
)
def test_sums_that_cannot_be_are_refused(part: int, value: float) -> None:
    given_sums = [3.0, 5.0, 3.0, 11.0, 5.0, 3.0]
    Sums.of(*given_sums)
    given_sums[part] = value
    with pytest.raises(BadInput):
        Sums.of(*given_sums)


def test_sums_of_other_lengths_are_refused() -> None:
    with pytest.raises(BadInput, match="same length"):
        Sums.of([1.0, 2.0], 1.0, 1.0, 1.0, 1.0, 1.0)
