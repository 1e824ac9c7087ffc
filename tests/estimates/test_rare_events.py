"""Rare events by hand, an extraordinary month, and charts by chance alone; what is frequent is judged as ever."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.control_charts import laney_chart, p_chart, share_chart
from dashboard.estimates.rare_events import BEYOND, few_expected, signals_of_shares
from dashboard.estimates.run_rules import OUTSIDE, RULES, signals

_CHARTS = 400


def ends(events: list[int], patients: list[int]) -> dict[str, list[int]]:
    found = signals_of_shares(p_chart(events, patients), events, patients)
    return {rule: np.flatnonzero(sides).tolist() for rule, sides in found.items()}


def test_few_are_under_three_in_the_typical_month() -> None:
    assert few_expected(0.1, [29, 29, 500])
    assert not few_expected(0.1, [31, 31, 2])
    assert not few_expected(0.5, [6, 6]), "three are not under three"
    assert few_expected(0.98, [100] * 3), "exceptions are as rare"
    assert few_expected(0.1, [0, 0, 0, 29]), "months without anybody are none"
    assert not few_expected(0.1, [0, 0])
    assert not few_expected(float("nan"), [40])


def test_one_event_in_34_months_by_hand() -> None:
    """Centre 1 in 1360. One or more of 40: 1 - (1359/1360)^40 = 2.9%, although above three sigma."""
    events, patients = [0] * 12 + [1] + [0] * 21, [40] * 34
    plain = signals(p_chart(events, patients))
    assert plain[OUTSIDE][12] == 1
    assert round(1 - (1359 / 1360) ** 40, 3) == 0.029
    assert BEYOND < 0.029
    assert ends(events, patients) == {rule: [] for rule in RULES}


def test_four_complaints_in_one_month_by_hand() -> None:
    """Centre 5 in 1360: four or more of 40 in 1.5 months of 100,000."""
    events = [0] * 12 + [1] + [0] * 18 + [4] + [0] * 2
    assert ends(events, [40] * 34) == {**{rule: [] for rule in RULES}, OUTSIDE: [31]}


def test_exceptions_are_judged_as_events_are() -> None:
    few = [0] * 12 + [1] + [0] * 18 + [4] + [0] * 2
    most = [40 - number for number in few]
    found = signals_of_shares(p_chart(most, [40] * 34), most, [40] * 34)
    assert np.flatnonzero(found[OUTSIDE] == -1).tolist() == [31]
    assert not any(sides.any() for rule, sides in found.items() if rule != OUTSIDE)


def test_of_a_restless_chart_a_point_must_be_outside_its_own_limits_too() -> None:
    events, patients = [0, 4] * 10, [40] * 20
    chart = laney_chart(events, patients)
    assert few_expected(chart.centre, patients)
    assert not any(sides.any() for sides in signals_of_shares(chart, events, patients).values())


def test_nobody_with_the_event_signals_nothing() -> None:
    for number in (0, 40):
        events = [number] * 12
        assert not any(ends(events, [40] * 12).values())


def test_events_and_patients_must_be_of_the_same_months() -> None:
    with pytest.raises(BadInput):
        signals_of_shares(p_chart([1, 2], [4, 4]), [1, 2], [4, 4, 4])


@given(st.lists(st.integers(0, 40), min_size=12, max_size=34))
def test_what_is_frequent_is_judged_by_the_rules_alone(events: list[int]) -> None:
    patients = [40] * len(events)
    chart = share_chart(events, patients)
    own, plain = signals_of_shares(chart, events, patients), signals(chart)
    assert tuple(own) == RULES
    rare = few_expected(chart.centre, patients)
    for rule in RULES:
        assert rare or (own[rule] == plain[rule]).all()
        assert ((own[rule] == 0) | (own[rule] == plain[rule])).all(), "nothing new signals"


@cache
def by_chance(rate: float, *, gated: bool = True) -> float:
    """On what part of charts of 33 months of about 60 patients does any signal stand, if nothing changes?"""
    draw = np.random.default_rng(2026)
    found = []
    for _ in range(_CHARTS):
        patients = draw.poisson(60, 33)
        events = draw.binomial(patients, rate)
        chart = share_chart(events, patients)
        rules = signals_of_shares(chart, events, patients) if gated else signals(chart)
        found.append(any(sides.any() for sides in rules.values()))
    return float(np.mean(found))


@pytest.mark.parametrize("rate", [0.0005, 0.003, 0.01, 0.03, 0.045])
def test_by_chance_a_rare_outcome_signals_no_oftener_than_a_common_one(rate: float) -> None:
    assert by_chance(rate) <= by_chance(0.2)


def test_without_the_gate_rare_outcomes_would_signal_on_most_charts() -> None:
    assert by_chance(0.003, gated=False) > 2 * by_chance(0.2)
