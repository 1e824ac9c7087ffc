"""Errors by patient, where patients have several episodes, against slow ones from rows."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from dashboard.estimates.clusters import clustered, covariances, influence
from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.counts import STATUSES
from dashboard.estimates.horizons import at_horizons
from dashboard.estimates.pairs import pairs_in
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from tests.estimates import slow
from tests.estimates.by_hand import against, count_rows, every_row, row
from tests.estimates.samples import episodes, records

FEW = settings(max_examples=12)
HORIZONS = [0, 3, 6, 20]


def derivative(rows: pd.DataFrame, moved: slow.Array, group: str, horizon: int) -> float:
    """How fast does a group's incidence change as the weights of some rows grow together?"""
    own = (rows["group"] == group).to_numpy()
    step = 1e-5 * moved[own]
    up, down = (slow.incidence(rows[own], 1 + way * step, horizon) for way in (1, -1))
    return (up - down) / 2e-5


def by_patient(rows: pd.DataFrame, group: str, horizon: int) -> slow.Array:
    """The derivative of a group's incidence by the weight of each patient."""
    return np.array(
        [
            derivative(rows, (rows["patient"] == one).to_numpy(dtype=float), group, horizon)
            for one in sorted(rows["patient"].unique())
        ]
    )


@given(records(groups="AB"))
@FEW
def test_influence_is_the_derivative_by_the_weight_of_an_episode(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    effect = influence(counts)
    for horizon in HORIZONS:
        by_cell = effect.at(horizon)
        for i, own in enumerate(every_row(rows)):
            moved = np.zeros(len(rows))
            moved[i] = 1.0
            cell = (
                STATUSES.index(own["status"]),
                counts.groups.index(own["group"]),
                int(np.searchsorted(counts.days, own["day"])),
            )
            by_rows = derivative(rows, moved, own["group"], horizon)
            assert by_cell[cell] == pytest.approx(by_rows, abs=1e-6)


@given(records(groups="AB"))
@FEW
def test_squared_influences_add_up_to_the_plain_variance(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    number = np.stack([counts.events, counts.competing, counts.censored])
    plain = at_horizons(aalen_johansen(counts), HORIZONS)
    effect = influence(counts)
    for horizon in HORIZONS:
        variance = (number * effect.at(horizon) ** 2).sum(axis=(0, 2))
        own = plain.loc[plain["horizon_days"] == horizon, "std_error"]
        np.testing.assert_allclose(variance, own**2, atol=1e-12)


@given(records(groups="AB"))
@FEW
def test_one_episode_a_patient_gives_the_plain_errors(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    pairs = pairs_in(counts, slow.pair_counts(rows.assign(patient=range(len(rows)))))
    mine, plain = clustered(counts, pairs), aalen_johansen(counts)
    np.testing.assert_array_equal(mine.estimate, plain.estimate)
    np.testing.assert_allclose(mine.std_error, plain.std_error, atol=1e-12)


@given(records(groups="AB"))
@FEW
def test_an_episode_told_twice_teaches_nothing(rows: pd.DataFrame) -> None:
    """Each episode entered twice under one patient: the errors are those of the single entries."""
    once = aalen_johansen(count_rows(rows))
    twice = pd.concat([rows.assign(patient=range(len(rows)))] * 2)
    counts = count_rows(twice)
    told = clustered(counts, pairs_in(counts, slow.pair_counts(twice)))
    np.testing.assert_allclose(told.std_error**2, once.std_error**2, atol=1e-12)


@given(episodes())
@FEW
def test_the_sandwich_is_that_of_weights_by_patient(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    pairs = pairs_in(counts, slow.pair_counts(rows))
    mine = at_horizons(clustered(counts, pairs), HORIZONS)
    shared = covariances(counts, pairs, HORIZONS)
    for horizon in HORIZONS:
        moved = {group: by_patient(rows, group, horizon) for group in counts.groups}
        for group in counts.groups:
            error = row(mine, group=group, horizon_days=horizon)["std_error"]
            assert error**2 == pytest.approx((moved[group] ** 2).sum(), abs=1e-6)
        for group, other in permutations(counts.groups, 2):
            found = row(shared, group=group, other_group=other, horizon_days=horizon)
            together = (moved[group] * moved[other]).sum()
            assert found["covariance"] == pytest.approx(together, abs=1e-6)


@given(episodes())
@FEW
def test_a_difference_has_the_error_of_its_own_derivative(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    pairs = pairs_in(counts, slow.pair_counts(rows))
    at = at_horizons(clustered(counts, pairs), HORIZONS)
    reference = counts.groups[0]
    mine = against(at, reference, covariances=covariances(counts, pairs, HORIZONS))
    for found in every_row(mine):
        own, other = (
            by_patient(rows, group, found["horizon_days"]) for group in (found["group"], reference)
        )
        variance = ((own - other) ** 2).sum()
        assert np.nan_to_num(found["std_error"]) ** 2 == pytest.approx(variance, abs=1e-6)


def many_episodes(seed: int = 7) -> pd.DataFrame:
    """120 patients with one to four episodes, most in one group, that resemble one another."""
    rng = np.random.default_rng(seed)
    patient = np.repeat(np.arange(120), rng.integers(1, 5, 120))
    prone = rng.normal(0, 1, 120)[patient]
    usual = rng.choice(["A", "B"], 120)[patient]
    pick = rng.uniform(size=len(patient)) + 0.6 * prone
    return pd.DataFrame(
        {
            "patient": patient,
            "group": np.where(rng.uniform(size=len(patient)) < 0.8, usual, "A"),
            "day": rng.integers(1, 30, len(patient)),
            "status": np.select([pick > 0.5, pick > 0.2], ["event", "competing"], "censored"),
        }
    )


def test_leaving_out_one_patient_after_another_says_about_the_same() -> None:
    rows = many_episodes()
    counts = count_rows(rows).restricted_to(["A", "B"])
    pairs = pairs_in(counts, slow.pair_counts(rows))
    at = at_horizons(clustered(counts, pairs), [20])
    mine = against(at, "A", covariances=covariances(counts, pairs, [20])).iloc[0]
    left_out = []
    for one in rows["patient"].unique():
        rest = rows[rows["patient"] != one]
        shares = [
            slow.incidence(own, np.ones(len(own)), 20)
            for own in (rest[rest["group"] == group] for group in "AB")
        ]
        left_out.append([*shares, shares[1] - shares[0]])
    n = len(left_out)
    error = np.sqrt((n - 1) / n * ((left_out - np.mean(left_out, axis=0)) ** 2).sum(axis=0))
    np.testing.assert_allclose([*at["std_error"], mine["std_error"]], error, rtol=0.03)
    plain = at_horizons(aalen_johansen(counts), [20])["std_error"]
    assert (at["std_error"] > 1.02 * plain).all()


@pytest.mark.parametrize("seed", range(8))
def test_where_both_groups_are_the_same_patients_their_difference_is_certain(seed: int) -> None:
    """Each patient has the same episode in A and in B: the shares can only move together."""
    rows = many_episodes(seed).iloc[:60]
    rows = pd.concat([rows.assign(group=group, patient=range(len(rows))) for group in "AB"])
    counts = count_rows(rows)
    pairs = pairs_in(counts, slow.pair_counts(rows))
    at = at_horizons(clustered(counts, pairs), [20])
    mine = row(against(at, "A", covariances=covariances(counts, pairs, [20])), group="B")
    assert mine["estimate"] == 0
    assert mine["status"] == NOT_ESTIMABLE
    assert row(against(at, "A"), group="B")["status"] == SHOWN


def test_an_empty_cohort_has_no_errors() -> None:
    counts = count_rows(many_episodes().iloc[:0])
    assert (
        clustered(counts, pairs_in(counts, slow.pair_counts(many_episodes()))).std_error.size == 0
    )


def test_the_sum_over_pairs_is_the_same_from_influences_as_by_running_sums() -> None:
    rows = many_episodes()
    counts = count_rows(rows)
    pairs = pairs_in(counts, slow.pair_counts(rows))
    number = np.stack([counts.events, counts.competing, counts.censored])
    mine = clustered(counts, pairs)
    for column, day in enumerate(counts.days):
        effect = influence(counts).at(int(day))
        for place in range(len(counts.groups)):
            own = pairs.within(place)
            together = (
                own.number
                * effect[own.status, place, own.day]
                * effect[own.other_status, place, own.other_day]
            ).sum()
            alone = (number[:, place] * effect[:, place] ** 2).sum()
            variance = mine.std_error[place, column] ** 2
            assert variance == pytest.approx(alone + together, abs=1e-14)
