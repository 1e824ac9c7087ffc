"""Errors of restricted means by patient, against slow ones from rows."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.estimates.counts import Counts
from dashboard.estimates.differences import pair_differences
from dashboard.estimates.pairs import pairs_in
from dashboard.estimates.restricted_mean import restricted_means
from dashboard.estimates.restricted_mean_clusters import clustered_means
from dashboard.estimates.results import NOT_ESTIMABLE
from tests.estimates import slow
from tests.estimates.by_hand import count_rows, row
from tests.estimates.samples import episodes, records

FEW = settings(max_examples=15)
HORIZONS = [1, 4, 7]


def alone(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows, but nothing competes."""
    return rows.assign(status=rows["status"].replace("competing", "censored"))


def mean(rows: pd.DataFrame, weight: slow.Array, horizon: int) -> float:
    """The weighted restricted mean: the days on which the share is still free, added up."""
    return sum(1.0 - slow.incidence(rows, weight, day) for day in range(horizon))


def by_patient(rows: pd.DataFrame, group: str, horizon: int) -> slow.Array:
    """The derivative of a group's mean by the weight of each patient."""
    own = rows[rows["group"] == group]
    moved = []
    for one in sorted(rows["patient"].unique()):
        step = 1e-5 * (own["patient"] == one).to_numpy(dtype=float)
        up, down = (mean(own, 1 + way * step, horizon) for way in (1, -1))
        moved.append((up - down) / 2e-5)
    return np.array(moved)


def told(rows: pd.DataFrame, horizons: list[int]) -> tuple[Counts, pd.DataFrame, pd.DataFrame]:
    counts = count_rows(rows)
    pairs = pairs_in(counts, slow.pair_counts(rows))
    return counts, *clustered_means(restricted_means(counts, horizons), counts, pairs)


@given(episodes())
@FEW
def test_the_sandwich_is_that_of_weights_by_patient(rows: pd.DataFrame) -> None:
    rows = alone(rows)
    counts, mine, shared = told(rows, HORIZONS)
    for horizon in HORIZONS:
        moved = {group: by_patient(rows, group, horizon) for group in counts.groups}
        for group in counts.groups:
            found = row(mine, group=group, horizon_days=horizon)
            if found["status"] == NOT_ESTIMABLE:
                continue
            assert found["std_error"] ** 2 == pytest.approx((moved[group] ** 2).sum(), abs=1e-5)
        for group, other in permutations(counts.groups, 2):
            found = row(shared, group=group, other_group=other, horizon_days=horizon)
            together = (moved[group] * moved[other]).sum()
            assert found["covariance"] == pytest.approx(together, abs=1e-5)


@given(records(groups="AB", statuses=("event", "censored")))
@FEW
def test_one_episode_a_patient_gives_greenwoods_error(rows: pd.DataFrame) -> None:
    counts, mine, shared = told(rows.assign(patient=range(len(rows))), HORIZONS)
    pd.testing.assert_frame_equal(mine, restricted_means(counts, HORIZONS))
    assert (shared["covariance"] == 0).all()


def test_leaving_out_one_patient_after_another_says_about_the_same() -> None:
    rng = np.random.default_rng(5)
    patient = np.repeat(np.arange(150), rng.integers(1, 4, 150))
    slowly = rng.normal(0, 4, 150)[patient]
    day = np.clip(np.round(12 + slowly + rng.normal(0, 3, len(patient))), 1, 40).astype(int)
    rows = pd.DataFrame(
        {
            "patient": patient,
            "group": rng.choice(["A", "B"], len(patient)),
            "day": day,
            "status": np.where(rng.uniform(size=len(patient)) < 0.8, "event", "censored"),
        }
    )
    counts, mine, shared = told(rows, [20])
    difference = pair_differences(mine, counts.groups, covariances=shared).iloc[0]
    left_out = []
    for one in range(150):
        rest = rows[rows["patient"] != one]
        means = [
            mean(own, np.ones(len(own)), 20)
            for own in (rest[rest["group"] == group] for group in counts.groups)
        ]
        left_out.append([*means, means[1] - means[0]])
    spread = left_out - np.mean(left_out, axis=0)
    error = np.sqrt(149 / 150 * (spread**2).sum(axis=0))
    np.testing.assert_allclose([*mine["std_error"], difference["std_error"]], error, rtol=0.03)
    # Patients who heal slowly do so in each of their episodes.
    assert (mine["std_error"] > 1.05 * restricted_means(counts, [20])["std_error"]).all()
