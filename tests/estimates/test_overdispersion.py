"""Whether units differ by more than chance: by hand and where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.estimates.overdispersion import (
    overdispersion,
    ratio_scores,
    share_scores,
    winsorised,
)


def test_scores_by_hand() -> None:
    """30 of 100 around 0.2: 10 over a deviation of 4. 30 events where 25 were expected: 5 over 5."""
    assert share_scores([30], [100], 0.2) == pytest.approx(2.5)
    assert ratio_scores([30], [25]) == pytest.approx(1.0)
    assert np.isnan(share_scores([0], [0], 0.2)).all()
    assert np.isnan(ratio_scores([0], [0])).all()


def test_the_outer_tenths_are_moved_inwards() -> None:
    """Of 0 .. 10 the percentiles are 1 and 9."""
    assert winsorised(np.arange(11.0)).tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]


def test_phi_by_hand() -> None:
    """Eleven units, z = -2 and 2 alternately and one 100: winsorised to 2, so phi is 4."""
    found = overdispersion([-2.0, 2.0] * 5 + [100.0])
    assert found.phi == pytest.approx(4.0)
    assert found.applied
    assert found.factor == found.phi


def test_one_wild_unit_is_no_overdispersion() -> None:
    draw = np.random.default_rng(5)
    found = overdispersion([*draw.normal(size=30), 15.0])
    assert not found.applied
    assert found.factor == 1.0


def test_alike_units_are_seldom_and_unlike_ones_mostly_found_so() -> None:
    draw = np.random.default_rng(6)
    alike = [overdispersion(draw.normal(size=30)).applied for _ in range(400)]
    unlike = [overdispersion(draw.normal(scale=2.0, size=30)).applied for _ in range(400)]
    assert np.mean(alike) < 0.05
    assert np.mean(unlike) > 0.95


def test_without_units_nothing_is_said() -> None:
    found = overdispersion([np.nan])
    assert (found.units, found.applied, found.factor) == (0, False, 1.0)
