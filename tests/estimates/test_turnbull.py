"""Turnbull's curve: worked by hand, equal to Kaplan-Meier, and nothing fits better."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput, DashboardError
from dashboard.estimates import turnbull as room
from dashboard.estimates.horizons import at_horizons
from dashboard.estimates.survival import kaplan_meier, quantiles
from dashboard.estimates.turnbull import healed_between, quantile_intervals, turnbull
from tests.estimates.by_hand import count_rows, every_row, row, table
from tests.estimates.samples import records

FEW = settings(max_examples=60)
NEVER = float("inf")
Array = np.ndarray[Any, np.dtype[Any]]


def intervals(*rows: tuple[float, float, int]) -> pd.DataFrame:
    """The rows (lower, upper, patients) of one group."""
    return pd.DataFrame(rows, columns=["lower", "upper", "patients"]).assign(group="peel")


def masses(frame: pd.DataFrame) -> dict[tuple[float, float], float]:
    """The mass of each innermost interval."""
    mine = turnbull(frame)
    return dict(zip(zip(mine["from_day"], mine["to_day"], strict=True), mine["mass"], strict=True))


def of_rows(frame: pd.DataFrame, mine: pd.DataFrame) -> tuple[Array, Array]:
    """Slowly, row by row: which innermost intervals lie within the patient's, and their number."""
    inside = [
        [
            one["lower"] - (one["lower"] == one["upper"]) <= at["from_day"]
            and at["to_day"] <= one["upper"]
            for at in every_row(mine)
        ]
        for one in every_row(frame)
    ]
    return np.array(inside, dtype=float), frame["patients"].to_numpy(dtype=float)


def log_likelihood(inside: Array, number: Array, mass: Array) -> float:
    with np.errstate(divide="ignore"):
        return float(number @ np.log(inside @ mass))


@st.composite
def censored(draw: st.DrawFn) -> pd.DataFrame:
    """Intervals of one group: open ends, known days and right-censored ones among them."""
    last = draw(st.integers(2, 12))
    lower = st.integers(0, last - 1)
    some = st.tuples(lower, st.integers(0, last) | st.just(NEVER), st.integers(1, 4))
    rows = draw(st.lists(some, min_size=1, max_size=25))
    return intervals(*[(min(low, up), up, number) for low, up, number in rows])


# ------------------------------------------------------------------------------------ by hand


def test_two_overlapping_intervals_meet() -> None:
    """One healed by day 10, one between days 5 and 20: likeliest both between 5 and 10."""
    frame = intervals((0, 10, 1), (5, 20, 1))
    assert masses(frame) == {(5, 10): 1}
    mine = healed_between(turnbull(frame), [5, 6, 9, 10])
    assert mine["healed_at_least"].tolist() == [0, 0, 0, 1]
    assert mine["healed_at_most"].tolist() == [0, 1, 1, 1]


def test_a_wide_interval_leans_on_the_narrow_ones() -> None:
    """p^2 x 1 x (1 - p), largest where 2 / p = 1 / (1 - p): two thirds."""
    found = masses(intervals((0, 5, 2), (0, 10, 1), (5, 10, 1)))
    assert found == pytest.approx({(0, 5): 2 / 3, (5, 10): 1 / 3}, abs=1e-12)


def test_between_two_who_overlap_with_a_third() -> None:
    """p (p + q) q: innermost are (3, 5] and (6, 8], and p = q."""
    found = masses(intervals((0, 5, 1), (3, 8, 1), (6, NEVER, 1)))
    assert found == pytest.approx({(3, 5): 1 / 2, (6, 8): 1 / 2}, abs=1e-12)


# Innermost: (0, 2], (2, 4], (4, 6] with masses a, b, a, as the rows are symmetrical. The ends have
# e patients alone in them, and m patients share each with the middle:
#   log likelihood 2 e log a + 2 m log(a + b),   2 a + b = 1, so a + b = 1 - a;
#   it rises with a as long as e / a > m / (1 - a), that is a < e / (e + m); and a is at most 1/2.
def symmetrical(ends: int, middle: int) -> pd.DataFrame:
    return intervals((0, 2, ends), (0, 4, middle), (2, 6, middle), (4, 6, ends))


@pytest.mark.parametrize(
    ("ends", "middle", "expected"),
    [
        # a = 1/3. The masses 1/2, 0, 1/2 are self-consistent too, yet the middle's demand is
        # (2 x 2 / (1/2)) / 6 = 8/6 > 1: Turnbull's iteration, begun there, would stay.
        (1, 2, (1 / 3, 1 / 3, 1 / 3)),
        # a = 2/3 is out of reach: 1/2, and the middle's demand is (2 x 1 / (1/2)) / 6 = 4/6.
        (2, 1, (1 / 2, 0, 1 / 2)),
        # a = 1/2 at the very end: nothing in the middle, though its demand is 1.
        (1, 1, (1 / 2, 0, 1 / 2)),
    ],
)
def test_the_middle_of_three(ends: int, middle: int, expected: tuple[float, ...]) -> None:
    found = masses(symmetrical(ends, middle))
    assert list(found) == [(0, 2), (2, 4), (4, 6)]
    np.testing.assert_allclose(list(found.values()), expected, rtol=0, atol=1e-9)


def test_those_never_seen_healed_stay_open() -> None:
    """p (p + q) q with p in (3, 5] and q after day 9: a half, and who knows when the rest."""
    mine = turnbull(intervals((0, 5, 1), (3, NEVER, 1), (9, NEVER, 1)))
    assert mine["to_day"].tolist() == [5, NEVER]
    assert mine["healed_by"].tolist() == pytest.approx([1 / 2, 1], abs=1e-12)
    bounds = healed_between(mine, [3, 4, 5, 9, 10])
    assert bounds["healed_at_least"].tolist() == pytest.approx([0, 0, 0.5, 0.5, 0.5], abs=1e-12)
    assert bounds["healed_at_most"].tolist() == pytest.approx([0, 0.5, 0.5, 0.5, 1], abs=1e-12)
    spans = quantile_intervals(mine)
    assert spans["from_day"].tolist() == [3, 3, 9]
    assert spans["to_day"].tolist() == [5, NEVER, NEVER]  # the curve is level with a half


# ------------------------------------------------------------------------------ what comes in


def test_a_day_that_is_known_in_either_notation() -> None:
    assert masses(intervals((7, 7, 1))) == masses(intervals((6, 7, 1))) == {(6, 7): 1}
    assert masses(intervals((0, 0, 1))) == {(-1, 0): 1}
    zero = healed_between(turnbull(intervals((0, 0, 1))), [0])
    assert (zero["healed_at_least"].item(), zero["healed_at_most"].item()) == (1, 1)


@pytest.mark.parametrize("kind", ["float64", "Int64", "object"])
def test_blanks_are_an_unknown_lower_end_and_never_seen_healed(kind: str) -> None:
    frame = table("group | lower | upper | patients\npeel || 5 | 1\npeel | 9 || 2")
    frame = frame.astype({"lower": kind, "upper": kind})
    assert masses(frame) == pytest.approx({(0, 5): 1 / 3, (9, NEVER): 2 / 3}, abs=1e-12)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("lower", 9, "healed by day 8, but not yet on day 9"),
        ("lower", -1, "-1"),
        ("lower", NEVER, "inf"),
        ("upper", 7.5, "7.5"),
        ("upper", -NEVER, "-inf"),
        ("upper", "soon", "soon"),
        ("patients", None, "a blank"),
        ("patients", -2, "-2"),
        ("group", None, "no group"),
    ],
)
def test_bad_values_are_refused_by_name(column: str, value: Any, said: str) -> None:
    frame = intervals((0, 5, 1), (3, 8, 1)).astype(object)
    frame.loc[1, column] = value
    with pytest.raises(BadInput, match=said):
        turnbull(frame)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInput, match="'upper'"):
        turnbull(intervals((0, 5, 1)).drop(columns="upper"))


def test_nobody_there_is_an_empty_table() -> None:
    nobody = turnbull(intervals((0, 5, 0)))
    assert nobody.columns.tolist() == ["group", "from_day", "to_day", "mass", "healed_by"]
    assert [len(nobody), len(healed_between(nobody, [7])), len(quantile_intervals(nobody))] == [
        0
    ] * 3


def test_what_does_not_settle_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MAX_STEPS", 3)
    with pytest.raises(DashboardError, match="6 patients"):
        turnbull(symmetrical(1, 2))


# ------------------------------------------------------------------------------- its properties


@given(records(statuses=("event", "censored")))
@FEW
def test_with_known_days_it_is_kaplan_meier(rows: pd.DataFrame) -> None:
    frame = rows.rename(columns={"day": "lower"}).assign(patients=1)
    frame["upper"] = frame["lower"].where(frame["status"] == "event").astype(float)
    curve, mine = kaplan_meier(count_rows(rows)), turnbull(frame)
    at = at_horizons(curve, range(13))
    at = at[at["horizon_days"] <= at["last_day"]]
    spans = quantile_intervals(mine)
    for one in every_row(healed_between(mine, range(13))):
        said = at[(at["group"] == one["group"]) & (at["horizon_days"] == one["day"])]["estimate"]
        for healed in (one["healed_at_least"], one["healed_at_most"]):
            assert [healed] * len(said) == pytest.approx((1 - said).tolist(), abs=1e-9)
    for one in every_row(quantiles(curve)):
        span = row(spans, group=one["group"], probability=one["probability"])
        if np.isnan(one["estimate"]):
            assert span["to_day"] == NEVER
        else:
            assert span["from_day"] < one["estimate"] <= span["to_day"]


@given(censored())
@FEW
def test_it_is_self_consistent_and_nobody_asks_for_more(frame: pd.DataFrame) -> None:
    mine = turnbull(frame)
    mass = mine["mass"].to_numpy()
    inside, number = of_rows(frame, mine)
    demand = (number / number.sum() / (inside @ mass)) @ inside
    assert (mass >= 0).all()
    assert mass.sum() == pytest.approx(1, abs=1e-14)
    assert np.abs(mass * (demand - 1)).max() < 1e-9
    assert (demand - 1).max() < 1e-9
    assert mine["healed_by"].iloc[-1] == 1
    assert mine["healed_by"].is_monotonic_increasing


@given(censored(), st.integers(0, 2**32 - 1), st.floats(1e-6, 1))
@FEW
def test_no_other_masses_are_likelier(frame: pd.DataFrame, seed: int, way: float) -> None:
    mine = turnbull(frame)
    inside, number = of_rows(frame, mine)
    mass = mine["mass"].to_numpy()
    other = np.random.default_rng(seed).dirichlet(np.full(len(mass), 0.5))
    best = log_likelihood(inside, number, mass)
    moved = log_likelihood(inside, number, (1 - way) * mass + way * other)
    assert moved <= best + 1e-12 * max(1.0, abs(best))


@given(censored(), st.randoms(use_true_random=False))
@FEW
def test_neither_order_nor_rows_given_twice_matter(frame: pd.DataFrame, chance: Any) -> None:
    order = chance.sample(range(len(frame)), len(frame))
    plain = turnbull(frame)
    twice = turnbull(frame.assign(patients=2 * frame["patients"]))
    for other in (frame.iloc[order], pd.concat([frame, frame])):
        pd.testing.assert_frame_equal(turnbull(other), plain, rtol=0, atol=1e-9)
    pd.testing.assert_frame_equal(twice, plain, rtol=0, atol=1e-9)


def test_each_group_for_itself_in_the_order_given() -> None:
    peel, laser = symmetrical(2, 1), symmetrical(1, 2).assign(group="laser")
    both = turnbull(pd.concat([peel, laser]).iloc[[0, 4, 1, 5, 2, 6, 3, 7]])
    assert both["group"].unique().tolist() == ["peel", "laser"]
    alone = pd.concat([turnbull(peel), turnbull(laser)], ignore_index=True)
    pd.testing.assert_frame_equal(both, alone, rtol=0, atol=1e-12)


def test_turnbulls_own_iteration_gets_there_in_the_end() -> None:
    chance = np.random.default_rng(3)
    lower = chance.integers(0, 40, 80)
    upper = np.where(chance.random(80) < 0.2, NEVER, lower + chance.integers(1, 20, 80))
    frame = intervals(*zip(lower, upper, chance.integers(1, 9, 80), strict=True))
    mine = turnbull(frame)
    inside, number = of_rows(frame, mine)
    mass = np.full(len(mine), 1 / len(mine))
    for _ in range(20_000):
        mass = mass * ((number / number.sum() / (inside @ mass)) @ inside)
    # After 20,000 steps still 7e-6 off.
    np.testing.assert_allclose(mine["mass"], mass, rtol=0, atol=1e-5)
    assert log_likelihood(inside, number, mine["mass"].to_numpy()) >= log_likelihood(
        inside, number, mass
    )


def test_a_year_of_days_and_thousands_of_intervals() -> None:
    chance = np.random.default_rng(4)
    upper = chance.integers(1, 365, 3000)
    lower = np.maximum(upper - chance.integers(1, 60, 3000), 0)
    ends = np.where(chance.random(3000) < 0.2, NEVER, upper)
    frame = intervals(*zip(lower, ends, chance.integers(1, 1000, 3000), strict=True))
    mine = turnbull(frame)
    inside = (frame["lower"].to_numpy()[:, None] <= mine["from_day"].to_numpy()) & (
        mine["to_day"].to_numpy() <= frame["upper"].to_numpy()[:, None]
    )
    mass, share = mine["mass"].to_numpy(), frame["patients"] / frame["patients"].sum()
    demand = (share.to_numpy() / (inside @ mass)) @ inside
    assert len(mine) > 200
    assert np.abs(mass * (demand - 1)).max() < 1e-9
    assert (demand - 1).max() < 1e-9
