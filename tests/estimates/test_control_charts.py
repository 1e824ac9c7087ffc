"""Centre, limits and the choice of a chart: by hand, as properties, and against a simulation."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.control_charts import (
    P_PRIME,
    P,
    laney_chart,
    moving_ranges,
    p_chart,
    share_chart,
    sigma_z_by_chance,
    xmr_chart,
)

_MONTHS = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=30,
)


def test_a_p_chart_by_hand() -> None:
    """10 of 100, 30 of 100 and 5 of 25: centre 45/225 = 0.2; sigma 0.04, 0.04 and 0.08."""
    chart = p_chart([10, 30, 5], [100, 100, 25])
    assert chart.centre == pytest.approx(0.2)
    np.testing.assert_allclose(chart.sigma, [0.04, 0.04, 0.08])
    np.testing.assert_allclose(chart.lower_limit, [0.08, 0.08, 0.0], atol=1e-15)
    np.testing.assert_allclose(chart.upper_warning, [0.28, 0.28, 0.36])


def test_laneys_chart_by_hand() -> None:
    """The same: z is -2.5, 2.5 and 0; ranges 5 and 2.5, mean 3.75, over 1.128."""
    chart = laney_chart([10, 30, 5], [100, 100, 25])
    assert chart.sigma_z == pytest.approx(3.75 / 1.128)
    np.testing.assert_allclose(chart.upper_limit[:2], 0.2 + 3 * 0.04 * 3.75 / 1.128)


def test_an_xmr_chart_by_hand() -> None:
    """Ranges 2, 4 and 3 (across the month that is missing): mean 3."""
    chart = xmr_chart([10.0, 12.0, 8.0, np.nan, 11.0])
    assert chart.centre == 10.25
    np.testing.assert_allclose(chart.upper_limit, 10.25 + 2.66 * 3)
    np.testing.assert_allclose(chart.lower_warning, 10.25 - 2.66 * 2)
    np.testing.assert_array_equal(moving_ranges([10.0, 12.0, 8.0]), [np.nan, 2.0, 4.0])


def test_no_limit_lies_where_no_value_can() -> None:
    assert xmr_chart([1.0, 9.0], floor=0.0).lower_limit.tolist() == [0.0, 0.0]
    assert p_chart([1, 0], [10, 10]).lower_limit.tolist() == [0.0, 0.0]


def test_the_baseline_alone_sets_centre_and_limits() -> None:
    events, n = [10, 12, 40, 45], [100, 100, 100, 100]
    within = [True, True, False, False]
    for whole, part in (
        (p_chart(events, n, within), p_chart(events[:2], n[:2])),
        (laney_chart(events, n, within), laney_chart(events[:2], n[:2])),
        (xmr_chart(events, within), xmr_chart(events[:2])),
    ):
        assert whole.centre == part.centre
        np.testing.assert_allclose(whole.upper_limit[:2], part.upper_limit)
        np.testing.assert_allclose(whole.upper_limit[2:], part.upper_limit)


def test_months_that_spread_more_than_chance_get_wider_limits() -> None:
    calm, restless = [100, 103, 98, 101, 99, 102] * 4, [60, 140, 70, 130, 80, 120] * 4
    n = [1000] * 24
    assert share_chart(calm, n).chart == P
    chart = share_chart(restless, n)
    assert chart.chart == P_PRIME
    assert (chart.upper_limit > p_chart(restless, n).upper_limit).all()


def test_sigma_z_of_binomial_points_stays_below_its_limit_in_19_of_20_series() -> None:
    draw = np.random.default_rng(7)
    for n_points, share in ((12, 0.3), (24, 0.2), (60, 0.1)):
        above = [
            laney_chart(draw.binomial(400, share, n_points), np.full(n_points, 400)).sigma_z
            > sigma_z_by_chance(n_points)
            for _ in range(1500)
        ]
        assert np.mean(above) == pytest.approx(0.05, abs=0.025)
    assert np.isnan(sigma_z_by_chance(1))


@given(_MONTHS)
def test_limits_enclose_the_centre(months: list[tuple[int, int]]) -> None:
    events, n = (list(each) for each in zip(*months, strict=True))
    chart = share_chart(events, n)
    order = [
        np.zeros(len(n)),
        chart.lower_limit,
        chart.lower_warning,
        np.full(len(n), chart.centre),
        chart.upper_warning,
        chart.upper_limit,
        np.ones(len(n)),
    ]
    for low, high in itertools.pairwise(order):
        assert (low <= high + 1e-12).all()
    assert chart.sigma_z >= 1.0


@given(_MONTHS)
def test_the_order_of_months_moves_no_p_chart(months: list[tuple[int, int]]) -> None:
    back = p_chart(*zip(*months[::-1], strict=True))
    forth = p_chart(*zip(*months, strict=True))
    assert back.centre == forth.centre
    np.testing.assert_array_equal(back.upper_limit[::-1], forth.upper_limit)


def test_where_nothing_is_known_nothing_is_said() -> None:
    nobody = p_chart([0, 0], [0, 0])
    assert np.isnan(nobody.centre)
    assert np.isnan([nobody.value, nobody.upper_limit]).all()
    one_empty = p_chart([1, 0], [10, 0])
    assert np.isnan([one_empty.value[1], one_empty.lower_limit[1]]).all()
    assert np.isnan(xmr_chart([5.0]).upper_limit).all()
    assert np.isnan(laney_chart([0, 0], [5, 5]).sigma_z)
    assert share_chart([], []).value.shape == (0,)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="3 events in 2 patients"):
        p_chart([3], [2])
    with pytest.raises(BadInput, match="baseline has shape"):
        p_chart([1, 1], [2, 2], [True])
    with pytest.raises(BadInput, match="finite numbers"):
        xmr_chart([1.0, np.inf])
