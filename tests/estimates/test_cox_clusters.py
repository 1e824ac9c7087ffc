"""Errors of hazard ratios by patient against slow ones from rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.estimates.cox import cox
from dashboard.estimates.cox_clusters import clustered_cox, sandwich, score_residuals
from dashboard.estimates.pairs import pairs_in
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from tests.estimates import slow
from tests.estimates.by_hand import count_rows, row

GROUPS = ["A", "B", "C"]


def sample(seed: int, patients: int = 14) -> pd.DataFrame:
    """Patients with one to three episodes in any of three groups, many on the same days."""
    rng = np.random.default_rng(seed)
    patient = np.repeat(np.arange(patients), rng.integers(1, 4, patients))
    size = len(patient)
    return pd.DataFrame(
        {
            "patient": patient,
            "group": rng.choice(GROUPS, size),
            "day": rng.integers(0, 7, size),
            "status": rng.choice(["event", "event", "competing", "censored"], size),
        }
    )


def as_rows(rows: pd.DataFrame) -> tuple[slow.Array, slow.Array, slow.Array]:
    x = np.array([[float(group == other) for other in GROUPS[1:]] for group in rows["group"]])
    event = (rows["status"] == "event").to_numpy()
    return rows["day"].to_numpy(dtype=float), event, x


@pytest.mark.parametrize("seed", range(4))
def test_the_sandwich_is_that_of_weights_by_patient(seed: int) -> None:
    rows = sample(seed)
    counts = count_rows(rows).restricted_to(GROUPS)
    model = cox(counts, "A")
    assert model.fitted is not None
    assert (model.table["status"] == SHOWN).all()
    mine = sandwich(model.fitted, "A", counts, pairs_in(counts, slow.pair_counts(rows)))
    day, event, x = as_rows(rows)
    moved = []
    for one in rows["patient"].unique():
        step = 1e-4 * (rows["patient"] == one).to_numpy(dtype=float)
        up, down = (
            slow.best_fit(day, event, x, 1 + way * step, model.fitted.beta) for way in (1, -1)
        )
        moved.append((up - down) / 2e-4)
    np.testing.assert_allclose(mine, np.transpose(moved) @ np.array(moved), atol=1e-6)


def test_residuals_are_the_derivative_of_the_score_by_the_weight_of_an_episode() -> None:
    rows = sample(1)
    counts = count_rows(rows).restricted_to(GROUPS)
    model = cox(counts, "A")
    assert model.fitted is not None
    day, event, x = as_rows(rows)
    cell = np.array([GROUPS.index(group) for group in rows["group"]])
    place = np.searchsorted(counts.days, rows["day"].to_numpy())
    mine = score_residuals(model.fitted, place, cell, event)
    for i in range(len(rows)):
        step = np.zeros(len(rows))
        step[i] = 1e-5
        up, down = (
            slow.score_and_information(day, event, x, 1 + way * step, model.fitted.beta)[0]
            for way in (1, -1)
        )
        np.testing.assert_allclose(mine[i], (up - down) / 2e-5, atol=1e-8)
    np.testing.assert_allclose(mine.sum(axis=0), 0, atol=1e-10)


def test_leaving_out_one_patient_after_another_says_about_the_same() -> None:
    rows = sample(5, patients=80)
    counts = count_rows(rows).restricted_to(GROUPS)
    model = clustered_cox(cox(counts, "A"), counts, pairs_in(counts, slow.pair_counts(rows)))
    left_out = np.array(
        [
            cox(count_rows(rows[rows["patient"] != one]).restricted_to(GROUPS), "A").table[
                "coefficient"
            ]
            for one in rows["patient"].unique()
        ]
    )
    n = len(left_out)
    error = np.sqrt((n - 1) / n * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    np.testing.assert_allclose(model.table["std_error"], error, rtol=0.1)


def test_the_answer_keeps_coefficients_and_drops_tests_that_assume_independence() -> None:
    rows = sample(2)
    counts = count_rows(rows).restricted_to(GROUPS)
    plain = cox(counts, "A")
    mine = clustered_cox(plain, counts, pairs_in(counts, slow.pair_counts(rows)))
    pd.testing.assert_series_equal(mine.table["coefficient"], plain.table["coefficient"])
    assert not np.allclose(mine.table["std_error"], plain.table["std_error"])
    assert mine.likelihood_ratio.status == mine.score.status == NOT_ESTIMABLE
    assert mine.wald.status == SHOWN
    assert mine.wald.statistic != plain.wald.statistic


def test_an_arm_without_events_stays_blank_and_pulls_at_nobody() -> None:
    rows = sample(3)
    rows.loc[rows["group"] == "C", "status"] = "censored"
    counts = count_rows(rows).restricted_to(GROUPS)
    mine = clustered_cox(cox(counts, "A"), counts, pairs_in(counts, slow.pair_counts(rows)))
    alone = rows[rows["group"] != "C"]
    fewer = count_rows(alone).restricted_to(["A", "B"])
    without = clustered_cox(cox(fewer, "A"), fewer, pairs_in(fewer, slow.pair_counts(alone)))
    blank, kept = row(mine.table, group="C"), row(mine.table, group="B")
    assert blank["status"] == NOT_ESTIMABLE
    assert np.isnan(blank["std_error"])
    own = row(without.table, group="B")["std_error"]
    assert kept["std_error"] == pytest.approx(own, abs=1e-14)
    assert mine.wald.status == NOT_ESTIMABLE


def test_without_any_event_there_is_nothing_to_correct() -> None:
    rows = sample(4).assign(status="censored")
    counts = count_rows(rows).restricted_to(GROUPS)
    mine = clustered_cox(cox(counts, "A"), counts, pairs_in(counts, slow.pair_counts(rows)))
    assert (mine.table["status"] == NOT_ESTIMABLE).all()
