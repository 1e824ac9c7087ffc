"""Quantiles of counted values, against every value written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.value_counts import quantile


@given(
    st.dictionaries(st.integers(-5, 10), st.integers(0, 7), min_size=1),
    st.sampled_from((0.0, 0.1, 0.25, 0.5, 0.75, 1.0)),
)
def test_as_if_every_value_were_written_out(counts: dict[int, int], probability: float) -> None:
    told = quantile(list(counts), list(counts.values()), probability)
    rows = [value for value, number in counts.items() for _ in range(number)]
    if rows:
        assert told == pytest.approx(np.quantile(rows, probability, method="linear"), abs=1e-12)
    else:
        assert np.isnan(told)


def test_by_hand() -> None:
    """1, 1, 4, 10: R's quantile() gives 1, 2.5 and 5.5."""
    assert [quantile([1, 4, 10], [2, 1, 1], part) for part in (0.25, 0.5, 0.75)] == [1.0, 2.5, 5.5]


@pytest.mark.parametrize(
    ("numbers", "probability"), [([1, -1], 0.5), ([1, 2], 1.5), ([0.5, 1], 0.5)]
)
def test_what_cannot_be_is_refused(numbers: list[float], probability: float) -> None:
    with pytest.raises(BadInput):
        quantile([1, 2], numbers, probability)
