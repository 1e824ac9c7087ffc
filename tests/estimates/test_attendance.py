"""How who comes moves the share harmed: by hand, by counting people, forward and back, and against the known truth."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.attendance import (
    harm_among_all,
    harm_among_attenders,
    range_among_all,
    range_among_attenders,
)
from tests.house.repository import ROOT

SHARES = st.floats(0.0, 1.0, allow_subnormal=False)
COMING = st.floats(0.01, 1.0)
# The lower and the upper end.
RANGES = st.tuples(COMING, COMING).map(lambda ends: (min(ends), max(ends)))


@pytest.mark.parametrize(
    ("harm", "after_harm", "otherwise", "seen"),
    [
        # 20 of 100 harmed: 7 of them come; of the 80 others 8. 7 of 15.
        (0.20, 0.35, 0.10, 7 / 15),
        # 10 of 1,000 harmed: 9 come; of the 990 others 99. 9 of 108.
        (0.01, 0.90, 0.10, 1 / 12),
        (0.0, 0.5, 0.1, 0.0),
        (1.0, 0.5, 0.1, 1.0),
        # All come alike: the share is true.
        (0.3, 0.4, 0.4, 0.3),
        # Whoever was harmed stays away: 1 of 1 + 8.
        (0.5, 0.1, 0.8, 1 / 9),
    ],
)
def test_worked_by_hand(harm: float, after_harm: float, otherwise: float, seen: float) -> None:
    assert harm_among_attenders(harm, after_harm, otherwise) == pytest.approx(seen, abs=1e-12)
    assert harm_among_all(seen, after_harm, otherwise) == pytest.approx(harm, abs=1e-12)


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_people_counted_one_by_one(harmed: int, others: int, data: Any) -> None:
    came_harmed = data.draw(st.integers(1, harmed))
    came_others = data.draw(st.integers(1, others))
    people = [(True, n < came_harmed) for n in range(harmed)]
    people += [(False, n < came_others) for n in range(others)]
    came = [hurt for hurt, comes in people if comes]
    all_who_try = harmed / len(people)
    seen = harm_among_attenders(all_who_try, came_harmed / harmed, came_others / others)
    assert seen == pytest.approx(sum(came) / len(came), abs=1e-12)


@given(SHARES, COMING, COMING)
def test_back_and_forth(harm: float, after_harm: float, otherwise: float) -> None:
    seen = harm_among_attenders(harm, after_harm, otherwise)
    assert harm_among_all(seen, after_harm, otherwise) == pytest.approx(harm, abs=1e-9)


@given(SHARES, COMING, COMING)
def test_harm_looks_larger_where_the_harmed_come_and_smaller_where_they_stay(
    harm: float, after_harm: float, otherwise: float
) -> None:
    seen = harm_among_attenders(harm, after_harm, otherwise)
    assert 0.0 <= seen <= 1.0
    if after_harm >= otherwise:
        assert seen >= harm - 1e-12
    else:
        assert seen <= harm + 1e-12


@given(SHARES, RANGES, RANGES, st.floats(0, 1), st.floats(0, 1))
def test_a_range_holds_everything_within(
    harm: float,
    after_harm: tuple[float, float],
    otherwise: tuple[float, float],
    one: float,
    two: float,
) -> None:
    a = after_harm[0] + one * (after_harm[1] - after_harm[0])
    b = otherwise[0] + two * (otherwise[1] - otherwise[0])
    low, high = range_among_attenders(harm, after_harm, otherwise)
    seen = harm_among_attenders(harm, min(a, 1.0), min(b, 1.0))
    assert low - 1e-12 <= seen <= high + 1e-12
    low, high = range_among_all((seen, seen), after_harm, otherwise)
    assert low - 1e-9 <= harm <= high + 1e-9


def test_a_wider_interval_gives_a_wider_range() -> None:
    narrow = range_among_all((0.38, 0.42), (0.3, 0.4), (0.1, 0.1))
    wide = range_among_all((0.30, 0.50), (0.3, 0.4), (0.1, 0.1))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize("population", ["super_population", "this_sample"])
def test_the_generators_truth_obeys_the_formula(population: str) -> None:
    """Who stayed away is known there: the share of those who came follows from the share of all."""
    truth = json.loads((ROOT / "sample_data" / "truth.json").read_text(encoding="utf-8"))
    told = truth[population]
    told = told.get("as_drawn", told)["diy"]
    everybody, came = told["community"], told["attenders"]
    tried = everybody["share_who_tried"] * told["people_with_milia"]
    came_who_tried = came["share_who_tried"] * told["attenders_drawn"]
    harm, after_harm = everybody["harmed_by_any_attempt"], told["attendance"]["after_harm"]
    otherwise = (came_who_tried / tried - harm * after_harm) / (1 - harm)
    assert harm == pytest.approx(0.18, abs=0.01)
    assert came["harmed_by_any_attempt"] == pytest.approx(0.44, abs=0.01)
    seen = harm_among_attenders(harm, after_harm, otherwise)
    assert seen == pytest.approx(came["harmed_by_any_attempt"], abs=1e-3)
    back = harm_among_all(came["harmed_by_any_attempt"], after_harm, otherwise)
    assert back == pytest.approx(harm, abs=1e-3)


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(wrong: float) -> None:
    with pytest.raises(BadInput, match="share"):
        harm_among_attenders(wrong, 0.5, 0.5)
    with pytest.raises(BadInput):
        harm_among_all(wrong, 0.5, 0.5)


@pytest.mark.parametrize("wrong", [0.0, -0.1, 1.1, float("nan")])
def test_of_nobody_who_comes_nothing_is_known(wrong: float) -> None:
    with pytest.raises(BadInput, match="nothing is known"):
        harm_among_attenders(0.2, wrong, 0.5)
    with pytest.raises(BadInput, match="nothing is known"):
        harm_among_all(0.2, 0.5, wrong)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(BadInput, match="backwards"):
        range_among_attenders(0.2, (0.4, 0.3), (0.1, 0.2))
    with pytest.raises(BadInput, match="backwards"):
        range_among_all((0.4, 0.3), (0.3, 0.4), (0.1, 0.2))
    with pytest.raises(BadInput, match="backwards"):
        range_among_all((0.3, 0.4), (0.3, 0.4), (0.2, 0.1))
