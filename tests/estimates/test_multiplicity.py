"""Holm's correction agrees with R."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.multiplicity import holm
from tests.reference import cases

CASES = ["padjust"]
P = st.floats(0, 1) | st.just(float("nan"))


@pytest.mark.parametrize("name", cases.expected("padjust"))
def test_agrees_with_p_adjust(name: str) -> None:
    said = cases.expected("padjust")[name]
    np.testing.assert_allclose(
        holm(cases.numbers(said["p"])), cases.numbers(said["holm"]), rtol=1e-15
    )


def test_nothing_to_correct() -> None:
    assert holm([]).tolist() == []
    assert np.isnan(holm([float("nan")])).all()


@pytest.mark.parametrize("value", [1.2, -0.1])
def test_what_is_no_probability_is_refused(value: float) -> None:
    with pytest.raises(BadInput, match=str(value)):
        holm([0.5, value])


@given(st.lists(P, max_size=12))
@settings(max_examples=50)
def test_never_smaller_than_before_and_in_the_same_order(p_values: list[float]) -> None:
    p, adjusted = np.array(p_values), holm(p_values)
    made = ~np.isnan(p)
    assert (np.isnan(adjusted) == ~made).all()
    assert (adjusted[made] >= p[made]).all()
    assert (adjusted[made] <= 1).all()
    order = np.argsort(p[made], kind="stable")
    assert (np.diff(adjusted[made][order]) >= 0).all()
