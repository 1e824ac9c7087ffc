"""Shares and their contrasts: worked by hand, by slow exact sums, and in their properties."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from math import comb, lgamma

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.distributions import normal_quantile
from dashboard.estimates.multiplicity import holm
from dashboard.estimates.proportion_contrasts import (
    fisher_exact,
    miettinen_nurminen,
    newcombe,
    pair_contrasts,
)
from dashboard.estimates.proportions import Interval, clopper_pearson, upper_limits_no_event, wilson
from tests.estimates.by_hand import every_row, row

FEW = settings(max_examples=60)
Z = normal_quantile(0.95)
GROUP = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
KINDS = ["difference", "ratio", "fisher_test"]
FIGURES = ["estimate", "std_error", "ci_lower", "ci_upper", "p_value"]
Group = tuple[int, int]
Limits = Callable[..., Interval]


def test_wilson_by_hand() -> None:
    """None of n, all of n: the quadratic equation has a root at 0 or 1. One of two: symmetric."""
    half = Z / np.sqrt(4 * (2 + Z**2))
    mine = wilson([0, 10, 1], [10, 10, 2])
    assert mine.estimate.tolist() == [0.0, 1.0, 0.5]
    assert mine.lower == pytest.approx([0.0, 10 / (10 + Z**2), 0.5 - half], abs=1e-15)
    assert mine.upper == pytest.approx([Z**2 / (10 + Z**2), 1.0, 0.5 + half], abs=1e-15)


def test_exact_limits_by_hand() -> None:
    """None of n: (1 - upper)^n = 0.025. One of two: lower^2 - 2 lower + 0.025 = 0."""
    mine = clopper_pearson([0, 1, 5], [5, 2, 5])
    edge = 1 - 0.025**0.2
    assert mine.upper == pytest.approx([edge, np.sqrt(0.975), 1.0], abs=1e-14)
    assert mine.lower == pytest.approx([0.0, 1 - np.sqrt(0.975), 1 - edge], abs=1e-14)


@pytest.mark.parametrize("method", [wilson, clopper_pearson])
def test_none_and_all_reach_the_very_end_and_nobody_has_no_answer(method: Limits) -> None:
    for n in (1, 7, 10**7):
        mine = method([0, n, 0], [n, n, 0])
        assert (mine.estimate[0], mine.lower[0]) == (0.0, 0.0)
        assert (mine.estimate[1], mine.upper[1]) == (1.0, 1.0)
        assert np.isnan([each[2] for each in mine]).all()
    assert [len(each) for each in method([], [])] == [0, 0, 0]


def test_none_of_48_at_most_1_in_16() -> None:
    mine = upper_limits_no_event([0, 1, 0, 0], [48, 48, 0, 1])
    np.testing.assert_allclose(mine, [1 - 0.05 ** (1 / 48), np.nan, np.nan, 0.95], atol=1e-14)
    assert upper_limits_no_event(0, 48, 0.9)[0] == pytest.approx(1 - 0.1 ** (1 / 48), abs=1e-14)


@given(GROUP)
@FEW
def test_wilson_limits_are_what_a_score_test_just_rejects(group: Group) -> None:
    (p,), (lower,), (upper,) = wilson(*group)
    assert 0 <= lower <= p <= upper <= 1
    for limit in (lower, upper):
        spread = Z * np.sqrt(limit * (1 - limit) / group[1])
        assert abs(p - limit) == pytest.approx(spread, abs=1e-8)


@given(GROUP)
@FEW
def test_exact_limits_leave_a_fortieth_in_each_tail(group: Group) -> None:
    x, n = group
    (p,), (lower,), (upper,) = clopper_pearson(x, n)
    assert 0 <= lower <= p <= upper <= 1

    def probability(numbers: range, true: float) -> float:
        return sum(comb(n, i) * true**i * (1 - true) ** (n - i) for i in numbers)

    if x > 0:
        assert probability(range(x, n + 1), lower) == pytest.approx(0.025, abs=1e-12)
    if x < n:
        assert probability(range(x + 1), upper) == pytest.approx(0.025, abs=1e-12)


@pytest.mark.parametrize("method", [wilson, clopper_pearson])
@given(group=GROUP)
@FEW
def test_those_without_the_event_mirror_those_with(method: Limits, group: Group) -> None:
    x, n = group
    mine, mirrored = method(x, n), method(n - x, n)
    np.testing.assert_allclose(mine.lower, 1 - mirrored.upper, rtol=0, atol=1e-15)
    wider = method(x, n, level=0.99)
    assert wider.lower <= mine.lower
    assert wider.upper >= mine.upper


@pytest.mark.parametrize(
    ("events", "patients", "said"),
    [
        ([-1], [5], "of events .* be -1"),
        ([1], [-5], "of patients .* be -5"),
        ([1, 2.5], [5, 5], "of events .* be 2.5"),
        ([float("nan")], [5], "of events .* be blank"),
        ([1], [float("inf")], "of patients .* be inf"),
        ([0, 7], [9, 5], "7 events in 5 patients"),
        ([1, 2], [5], r"\(2,\), the patients \(1,\)"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    events: list[float], patients: list[float], said: str
) -> None:
    for method in (wilson, clopper_pearson, upper_limits_no_event):
        with pytest.raises(BadInput, match=said):
            method(events, patients)
    for contrast in (newcombe, miettinen_nurminen, fisher_exact):
        with pytest.raises(BadInput, match=said):
            contrast([1], [5], events, patients)
        with pytest.raises(BadInput, match="1 groups have 2 references"):
            contrast([1], [5], [1, 2], [5, 5])


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, float("nan")])
def test_a_level_that_cannot_be_is_refused(level: float) -> None:
    for method in (wilson, clopper_pearson, upper_limits_no_event):
        with pytest.raises(BadInput, match=f"the level {level:g}"):
            method([1], [5], level)
    with pytest.raises(BadInput, match=f"the level {level:g}"):
        miettinen_nurminen([1], [5], [2], [5], level)


def test_ratio_by_hand() -> None:
    """Two cases in which the quadratic equation has a simple root.

    All of 10 against all of 10: under a ratio r < 1 the likeliest shares are r and 1, so that
    (1 - r)^2 = z^2 20/19 r (1 - r) / 10, and r = 1 / (1 + c) with c = z^2 20/190.
    One of 1 against none of 1: under r < 2 they are r / 2 and 1 / 2, V = r, so that 1 = z^2 r.
    """
    c = Z**2 * 20 / 190
    mine = miettinen_nurminen([10, 1], [10, 1], [10, 0], [10, 1])
    assert mine.lower == pytest.approx([1 / (1 + c), 1 / Z**2], abs=1e-14)
    assert mine.upper == pytest.approx([1 + c, np.inf], abs=1e-14)
    assert mine.estimate.tolist() == [1.0, np.inf]


def test_ratio_without_events_or_patients() -> None:
    mine = miettinen_nurminen([0, 3, 0, 0, 3], [10, 10, 10, 0, 9], [3, 0, 0, 3, 0], [9, 9, 9, 9, 0])
    np.testing.assert_array_equal(mine.estimate, [0, np.inf, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(mine.lower > 0, [False, True, False, False, False])
    np.testing.assert_array_equal(mine.upper < np.inf, [True, False, False, False, False])
    assert np.isnan([mine.lower[3:], mine.upper[3:]]).all()


def score(x: int, n: int, y: int, m: int, r: float) -> float:
    """The score under the ratio r, the likeliest shares found from the slope of the likelihood."""
    low, high = 0.0, min(1.0, 1.0 / r)
    for _ in range(200):
        q = (low + high) / 2
        slope = (x + y) * (1 - q) * (1 - r * q)  # all over q (1 - q) (1 - r q)
        slope -= (m - y) * q * (1 - r * q) + (n - x) * r * q * (1 - q)
        low, high = (q, high) if slope > 0 else (low, q)
    variance = (r * q * (1 - r * q) / n + r**2 * q * (1 - q) / m) * (n + m) / (n + m - 1)
    return float((x / n - r * y / m) / np.sqrt(variance))


@given(GROUP, GROUP)
@FEW
def test_ratio_limits_are_what_a_score_test_just_rejects(group: Group, reference: Group) -> None:
    (_,), (lower,), (upper,) = miettinen_nurminen(*group, *reference)
    assert (lower == 0) == (group[0] == 0)
    assert (upper == np.inf) == (reference[0] == 0)
    if lower > 0:
        assert score(*group, *reference, lower) == pytest.approx(Z, abs=1e-6)
        assert score(*group, *reference, lower * 0.9) > Z
    if upper < np.inf:
        assert score(*group, *reference, upper) == pytest.approx(-Z, abs=1e-6)
        assert score(*group, *reference, upper * 1.1) < -Z


@given(GROUP, GROUP)
@FEW
def test_swapped_a_difference_turns_and_a_ratio_inverts(group: Group, reference: Group) -> None:
    mine, turned = newcombe(*group, *reference), newcombe(*reference, *group)
    assert -1 <= mine.lower <= mine.estimate <= mine.upper <= 1
    back = np.negative([turned.estimate, turned.upper, turned.lower])
    np.testing.assert_allclose(mine, back, rtol=0, atol=1e-15)
    ratio, inverted = miettinen_nurminen(*group, *reference), miettinen_nurminen(*reference, *group)
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(ratio.lower, 1 / inverted.upper, rtol=1e-12)
        np.testing.assert_allclose(ratio.upper, 1 / inverted.lower, rtol=1e-12)
    if group[0] + reference[0] > 0:
        assert ratio.lower <= ratio.estimate <= ratio.upper
    p_value = fisher_exact(*group, *reference)
    assert fisher_exact(*reference, *group) == pytest.approx(p_value, abs=1e-13)


def test_fisher_by_hand() -> None:
    """Three of 4 against 1 of 4: of 70 ways 16 are like this, 16 its mirror image, 2 more unequal."""
    assert fisher_exact(3, 4, 1, 4) == pytest.approx(34 / 70, abs=1e-15)
    # 330 of 1365 ways are like this, and 330 with 2 of the 4: as probable, though not to the last bit.
    assert fisher_exact(0, 4, 4, 11) == pytest.approx((330 + 330 + 44 + 1) / 1365, abs=1e-14)
    assert fisher_exact(2, 4, 2, 4).tolist() == [1.0]
    only_one_way = [0, 10, 0, 0], [10, 10, 0, 0], [0, 20, 5, 0], [20, 20, 15, 0]
    assert fisher_exact(*only_one_way).tolist() == [1.0, 1.0, 1.0, 1.0]


def exact(x: int, n: int, y: int, m: int) -> float:
    """The p-value as a fraction of whole numbers of ways."""
    k = x + y
    ways = [comb(n, i) * comb(m, k - i) for i in range(max(0, k - m), min(k, n) + 1)]
    seen = comb(n, x) * comb(m, y) * (1 + Fraction(1, 10**7))
    return float(Fraction(sum(way for way in ways if way <= seen), comb(n + m, k)))


@given(GROUP, GROUP)
@FEW
def test_fisher_counts_the_ways(group: Group, reference: Group) -> None:
    mine = fisher_exact(*group, *reference)[0]
    assert mine == pytest.approx(exact(*group, *reference), rel=1e-12)


def test_fisher_far_out_and_among_many() -> None:
    assert fisher_exact(200, 200, 0, 200)[0] == pytest.approx(2 / comb(400, 200), rel=1e-10)
    assert fisher_exact(4_000_000, 5_000_000, 1_000_000, 5_000_000).tolist() == [0.0]
    # 120,000 events; only 7,400 numbers either side of 60,000 are looked at.
    n, k, x = 200_000, 120_000, 60_400
    ways = ((i + 1, n - i + 1, k - i + 1, n - k + i + 1) for i in range(k + 1))
    logs = np.array([-sum(map(lgamma, each)) for each in ways])
    weights = np.exp(logs - logs.max())
    slow = weights[logs <= logs[x] + 1e-7].sum() / weights.sum()
    assert fisher_exact(x, n, k - x, n)[0] == pytest.approx(slow, rel=1e-6)


def test_every_pair_has_three_contrasts() -> None:
    """The laser, 9 of 45, and the peel, 4 of 20, agree in their share of a fifth."""
    mine = pair_contrasts(["extraction", "laser", "peel"], [3, 9, 4], [40, 45, 20])
    assert mine["contrast"].tolist() == KINDS * 3
    pairs = [("laser", "extraction"), ("peel", "extraction"), ("peel", "laser")]
    assert list(zip(mine["group"], mine["reference"], strict=True))[::3] == pairs
    assert mine["method"].tolist() == ["newcombe", "miettinen_nurminen", "fisher_exact"] * 3
    assert set(mine["status"]) == {"shown"}
    (_, *difference), (_, *ratio) = newcombe(4, 20, 9, 45), miettinen_nurminen(4, 20, 9, 45)
    expected = [
        [0.0, np.sqrt(0.16 / 20 + 0.16 / 45), *np.ravel(difference), np.nan],
        [1.0, np.nan, *np.ravel(ratio), np.nan],
        [np.nan, np.nan, np.nan, np.nan, 1.0],
    ]
    np.testing.assert_allclose(mine.loc[6:, FIGURES], expected, rtol=1e-12, atol=1e-16)
    # Blank p-values do not count in the correction that a caller makes.
    p_value = mine["p_value"].to_numpy()
    assert holm(p_value)[2::3].tolist() == holm(p_value[2::3]).tolist()


def test_pairs_without_patients_or_events() -> None:
    mine = pair_contrasts(["none", "either", "some", "nobody"], [0, 0, 3, 0], [10, 20, 10, 0])
    difference, ratio, test = every_row(mine[:3])
    assert (difference["estimate"], difference["status"]) == (0.0, "shown")
    assert difference["ci_lower"] < 0 < difference["ci_upper"]
    assert np.isnan(difference["std_error"])
    assert (test["p_value"], test["status"]) == (1.0, "shown")
    assert ratio["status"] == "not_estimable"
    assert np.isnan([ratio[name] for name in FIGURES]).all()
    infinite = row(mine, group="some", reference="none", contrast="ratio")
    assert (infinite["estimate"], infinite["ci_upper"]) == (np.inf, np.inf)
    assert 0 < infinite["ci_lower"] < 1
    assert infinite["status"] == "shown"
    nobody = mine[mine["group"] == "nobody"]
    assert set(nobody["status"]) == {"not_estimable"}
    assert nobody[FIGURES].isna().all(axis=None)


@pytest.mark.parametrize("groups", [[], ["peel"]])
def test_one_group_or_none_has_no_pairs(groups: list[str]) -> None:
    mine = pair_contrasts(groups, [1] * len(groups), [5] * len(groups))
    columns = ["group", "reference", "contrast", *FIGURES, "method", "status"]
    assert (len(mine), mine.columns.tolist()) == (0, columns)


@pytest.mark.parametrize("groups", [["peel", "peel"], ["peel"], ["peel", "laser", "cryo"]])
def test_groups_that_do_not_fit_the_numbers_are_refused(groups: list[str]) -> None:
    with pytest.raises(BadInput, match="'peel'"):
        pair_contrasts(groups, [1, 2], [5, 5])


def test_nothing_loads_scipy_before_it_is_needed() -> None:
    module = "dashboard.estimates.proportion_contrasts"
    code = (
        f"import sys, {module} as c; c.fisher_exact(3, 4, 1, 4); sys.exit('scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
