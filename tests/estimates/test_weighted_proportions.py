"""Weighted shares, how they differ, and what could explain that away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.weighted_proportions import e_value, weighted_contrasts, weighted_risks
from tests.estimates.by_hand import row, table

PAIR = ("laser", "peel")
COUNTS = table(
    """
    group | patients | events
    laser | 10       | 2
    laser | 20       | 10
    peel  | 30       | 6
    """
)


def test_worked_by_hand() -> None:
    """Laser: 3 * 2 + 1 * 10 of 3 * 10 + 1 * 20 is 0.32; peel 6 of 30, whatever the weight."""
    risks = weighted_risks(COUNTS, PAIR, np.array([3.0, 1.0, 0.7]))
    laser, peel = (row(risks, group=arm) for arm in PAIR)
    assert laser["estimate"] == pytest.approx(0.32)
    squares = 9 * (2 * 0.68**2 + 8 * 0.32**2) + 10 * 0.68**2 + 10 * 0.32**2
    assert laser["std_error"] == pytest.approx(np.sqrt(squares) / 50)
    assert (laser["patients"], laser["events"]) == (30, 12)
    assert peel["estimate"] == pytest.approx(0.2)
    assert peel["std_error"] == pytest.approx(np.sqrt(0.2 * 0.8 / 30))
    margin = 1.959963984540054 * peel["std_error"] / 0.16
    assert peel["ci_lower"] == pytest.approx(1 / (1 + 4 * np.exp(margin)))
    assert peel["ci_upper"] == pytest.approx(1 / (1 + 4 * np.exp(-margin)))


def test_contrasts_by_hand() -> None:
    risks = pd.DataFrame({"group": PAIR, "estimate": [0.4, 0.1], "std_error": [0.03, 0.04]})
    told = weighted_contrasts(risks)
    assert told[["group", "reference"]].to_numpy().tolist() == [["peel", "laser"]] * 2
    difference, ratio = (row(told, contrast=kind) for kind in ("difference", "ratio"))
    assert difference["estimate"] == pytest.approx(-0.3)
    assert difference["std_error"] == pytest.approx(0.05)
    assert difference["ci_upper"] == pytest.approx(-0.3 + 1.959963984540054 * 0.05)
    assert difference["statistic"] == pytest.approx(-6)
    assert ratio["estimate"] == pytest.approx(0.25)
    error = np.hypot(0.075, 0.4)
    assert ratio["std_error"] == pytest.approx(error)
    assert ratio["ci_lower"] == pytest.approx(0.25 * np.exp(-1.959963984540054 * error))


def test_nobody_with_the_event_leaves_no_limits() -> None:
    risks = weighted_risks(COUNTS.assign(events=[0, 0, 6]), PAIR, np.ones(3))
    laser = row(risks, group="laser")
    assert (laser["estimate"], laser["std_error"], laser["status"]) == (0, 0, "shown")
    assert np.isnan([laser["ci_lower"], laser["ci_upper"]]).all()
    told = weighted_contrasts(risks)
    assert set(told["status"]) == {"not_estimable"}
    assert row(told, contrast="difference")["estimate"] == pytest.approx(0.2)
    blank = ["std_error", "ci_lower", "ci_upper", "p_value"]
    assert told[blank].isna().to_numpy().all()
    assert np.isnan(row(told, contrast="ratio")["estimate"])


def test_everybody_with_the_event_is_exactly_one() -> None:
    risks = weighted_risks(COUNTS.assign(events=[10, 20, 30]), PAIR, np.array([0.1, 0.7, 0.3]))
    assert risks["estimate"].tolist() == [1, 1]
    assert risks[["ci_lower", "ci_upper"]].isna().to_numpy().all()


def test_an_arm_without_weight_is_not_estimable() -> None:
    risks = weighted_risks(COUNTS, ("laser", "peel", "cryo"), np.array([1.0, 1.0, 0.0]))
    assert risks["status"].tolist() == ["shown", "not_estimable", "not_estimable"]
    assert risks["estimate"].isna().tolist() == [False, True, True]
    assert set(weighted_contrasts(risks)["status"]) == {"not_estimable"}


@given(
    st.lists(
        st.tuples(st.sampled_from(PAIR), st.integers(0, 6), st.integers(0, 6), st.floats(0.1, 9)),
        min_size=2,
        max_size=12,
    ),
    st.floats(0.01, 100),
)
@settings(max_examples=80)
def test_counts_are_patients(rows: list[tuple[str, int, int, float]], scale: float) -> None:
    """As patient by patient; the scale of the weights and the order of rows do not matter."""
    counts = pd.DataFrame(rows, columns=["group", "events", "others", "weight"])
    counts["patients"] = counts["events"] + counts["others"]
    risks = weighted_risks(counts, PAIR, counts["weight"].to_numpy())
    turned = counts.iloc[::-1]
    other = weighted_risks(turned, PAIR, scale * turned["weight"].to_numpy())
    columns = ["estimate", "std_error", "ci_lower", "ci_upper"]
    np.testing.assert_allclose(risks[columns], other[columns], rtol=1e-9, atol=1e-9)
    for arm in PAIR:
        own = counts[counts["group"] == arm]
        w = np.repeat(own["weight"].to_numpy(), own["patients"].to_numpy())
        pairs = zip(own["events"].tolist(), own["others"].tolist(), strict=True)
        y = np.array([each for x, rest in pairs for each in [1.0] * x + [0.0] * rest])
        if len(y):
            mean = (w * y).sum() / w.sum()
            error = np.sqrt((w**2 * (y - mean) ** 2).sum()) / w.sum()
            told = row(risks, group=arm)
            assert told["estimate"] == pytest.approx(mean, abs=1e-12)
            assert told["std_error"] == pytest.approx(error, abs=1e-9)


@pytest.mark.parametrize(
    ("weights", "told"),
    [([1, 1], "3 rows of counts have 2"), ([1, np.nan, 1], "blank"), ([1, -2, 1], "be -2")],
)
def test_weights_that_cannot_be_are_refused(weights: list[float], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        weighted_risks(COUNTS, PAIR, np.array(weights, dtype=float))


def test_other_arms_are_refused() -> None:
    with pytest.raises(BadInput, match="'peel' is not among"):
        weighted_risks(COUNTS, ("laser", "cryo"), np.ones(3))


@pytest.mark.parametrize(
    ("ratio", "limits", "answer"),
    [
        ((3.9), (1.8, 8.7), (7.26, 3.0)),  # VanderWeele & Ding (2017): breast-feeding
        ((0.80), (0.71, 0.91), (1.81, 1.43)),  # ibidem: leukaemia
        ((1.2), (0.9, 1.6), (1.69, 1.0)),
        ((0.5), (0.2, 1.0), (3.41, 1.0)),
        ((1.0), (0.9, 1.1), (1.0, 1.0)),
    ],
)
def test_e_values(ratio: float, limits: tuple[float, float], answer: tuple[float, float]) -> None:
    assert e_value(ratio, *limits) == pytest.approx(answer, abs=0.006)


def test_e_values_of_what_is_not_known() -> None:
    assert np.isnan(e_value(np.nan, np.nan, np.nan)).all()
    known = e_value(np.nan, 2.0, np.nan)
    assert np.isnan(known.estimate)
    assert known.limit == pytest.approx(2 + np.sqrt(2))


def test_e_values_that_cannot_be() -> None:
    with pytest.raises(BadInput, match="ratio of 0 has no"):
        e_value(0.0, 0.0, 2.0)
    with pytest.raises(BadInput, match="3 does not lie between 1 and 2"):
        e_value(3.0, 1.0, 2.0)
