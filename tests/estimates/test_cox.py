"""The Cox model against a slow likelihood from rows, and where it has no answer."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from scipy.sparse import csr_array

from dashboard.errors import BadInput
from dashboard.estimates.columns import columns_of
from dashboard.estimates.counts import Counts, count_by_day
from dashboard.estimates.cox import CoxModel, cox, fit, group_cells
from dashboard.estimates.cox_likelihood import Cells, likelihood
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from tests.estimates import slow
from tests.estimates.by_hand import count_rows, patients, row
from tests.estimates.samples import records
from tests.reference import cases

FEW = settings(max_examples=15)


def as_rows(rows: pd.DataFrame, groups: tuple[str, ...]) -> tuple[slow.Array, ...]:
    """Days, events and indicators of each row, the first group as reference."""
    x = np.array([[float(group == other) for other in groups[1:]] for group in rows["group"]])
    event = (rows["status"] == "event").to_numpy()
    return rows["day"].to_numpy(dtype=float), event, x, np.ones(len(rows))


@given(records())
@FEW
def test_likelihood_and_its_derivatives_agree_with_rows(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    assume(len(counts.groups) == 3 and counts.events.sum() > 0)
    day, event, x, weight = as_rows(rows, counts.groups)
    beta = np.array([0.4, -0.7])
    mine = likelihood(group_cells(counts), beta)
    assert mine.loglik == pytest.approx(slow.log_likelihood(day, event, x, weight, beta), abs=1e-10)
    score, information = slow.score_and_information(day, event, x, weight, beta)
    np.testing.assert_allclose(mine.gradient(), score, atol=1e-10)
    np.testing.assert_allclose(mine.information(), information, atol=1e-10)
    weighted = np.arange(1.0, len(mine.event_days) + 1)
    parts = sum(
        w * np.asarray(mine.information(unit))
        for w, unit in zip(weighted, np.eye(len(weighted)), strict=True)
    )
    np.testing.assert_allclose(mine.information(weighted), parts, atol=1e-9)


@given(records(min_size=15))
@FEW
def test_the_fit_is_where_the_likelihood_from_rows_is_flat(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    model = cox(counts, counts.groups[0])
    assume(len(counts.groups) == 3 and (model.table["status"] == SHOWN).all())
    assert model.fitted is not None
    day, event, x, weight = as_rows(rows, counts.groups)
    score, information = slow.score_and_information(day, event, x, weight, model.fitted.beta)
    np.testing.assert_allclose(score, 0, atol=1e-8)
    np.testing.assert_allclose(model.fitted.covariance @ information, np.eye(2), atol=1e-8)


def test_the_gradient_vanishes_at_the_best_fit() -> None:
    """Where R's own coefficients leave 1e-5, in 50,000 rows with heavy ties."""
    counts = cases.counts_of("cr_big_synthetic")
    model = cox(counts, "A")
    assert model.fitted is not None
    steepness = np.abs(model.fitted.at_best.gradient()).max()
    assert steepness < 1e-7
    said = cases.expected("cr_big_synthetic")["cause_specific_cox"]["recurrence"]
    theirs = np.array(said["coef"])
    assert np.abs(likelihood(model.fitted.cells, theirs).gradient()).max() > steepness


def test_the_reference_only_turns_the_ratios() -> None:
    counts = cases.counts_of("edge_huge_ties")
    from_a, from_b = cox(counts, "A"), cox(counts, "B")
    b_to_a, a_to_b = row(from_a.table, group="B"), row(from_b.table, group="A")
    assert b_to_a["hazard_ratio"] == pytest.approx(1 / a_to_b["hazard_ratio"], rel=1e-12)
    assert b_to_a["p_value"] == pytest.approx(a_to_b["p_value"], rel=1e-9)
    assert from_a.loglik == pytest.approx(from_b.loglik, abs=1e-9)
    assert from_a.wald.statistic == pytest.approx(from_b.wald.statistic, abs=1e-9)


ARMS = """
    group | day | status
    peel  |   2 | event
    peel  |   5 | censored
    peel  |   7 | event
    laser |   3 | event
    laser |   6 | event
    laser |   9 | censored
    """


def with_arm(rows: str) -> tuple[CoxModel, CoxModel]:
    """The model with a further arm, and without."""
    full = patients(ARMS.rstrip() + "\n" + rows)
    return cox(full, "peel"), cox(patients(ARMS), "peel")


@pytest.mark.parametrize(
    ("arm", "said"),
    [
        ("cryo | 4 | censored\ncryo | 8 | competing", "no event in cryo"),
        ("cryo | 1 | censored\ncryo | 1 | competing", "still observed"),
        ("cryo | 1 | event\ncryo | 1 | event", "no longer observed"),
    ],
)
def test_an_arm_that_runs_away_leaves_the_others_alone(arm: str, said: str) -> None:
    full, without = with_arm(arm)
    cryo, laser = row(full.table, group="cryo"), row(full.table, group="laser")
    assert cryo["status"] == NOT_ESTIMABLE
    assert said in cryo["reason"]
    assert np.isnan(cryo["coefficient"])
    alone = row(without.table, group="laser")
    assert laser["status"] == SHOWN
    assert laser["coefficient"] == pytest.approx(alone["coefficient"], abs=1e-12)
    assert laser["std_error"] == pytest.approx(alone["std_error"], abs=1e-12)
    assert full.wald.status == full.likelihood_ratio.status == NOT_ESTIMABLE
    assert said in full.wald.reason
    assert np.isnan(full.loglik)
    assert full.score.status == SHOWN


def test_the_others_keep_what_an_iteration_without_end_would_give_them() -> None:
    """The limit of the likelihood as the coefficient of an arm without events falls."""
    full, _ = with_arm("cryo | 4 | censored\ncryo | 8 | censored")
    counts = patients(ARMS.rstrip() + "\ncryo | 4 | censored\ncryo | 8 | censored")
    laser = row(full.table, group="laser")
    at_the_limit = likelihood(group_cells(counts), np.array([laser["coefficient"], -25.0]))
    assert np.abs(at_the_limit.gradient()).max() < 1e-9
    error = 1 / np.sqrt(at_the_limit.information()[0, 0])
    assert laser["std_error"] == pytest.approx(error, abs=1e-9)


def test_a_reference_without_events_leaves_nothing() -> None:
    counts = patients(ARMS.rstrip() + "\ncryo | 4 | censored\ncryo | 8 | censored")
    model = cox(counts, "cryo")
    assert (model.table["status"] == NOT_ESTIMABLE).all()
    assert model.table["reason"].str.contains("no event in cryo").all()
    assert model.fitted is None


def test_one_group_alone() -> None:
    model = cox(patients(ARMS).restricted_to(["peel"]), "peel")
    assert len(model.table) == 0
    assert model.wald.status == model.score.status == NOT_ESTIMABLE


def test_an_unknown_reference_is_named() -> None:
    with pytest.raises(BadInput, match="'diy'"):
        cox(patients(ARMS), "diy")


def test_a_sparse_table_of_cells_will_do() -> None:
    counts = cases.counts_of("edge_huge_ties")
    dense = group_cells(counts)
    thin = cast("Any", csr_array)
    sparse = Cells(dense.days, thin(dense.leaving), thin(dense.events), dense.columns)
    beta = np.array([0.3, -0.2])
    one, other = likelihood(dense, beta), likelihood(sparse, beta)
    assert one.loglik == pytest.approx(other.loglik, abs=1e-10)
    np.testing.assert_allclose(one.gradient(), other.gradient(), atol=1e-12)
    np.testing.assert_allclose(one.information(), other.information(), atol=1e-12)


def test_events_in_fractions_are_refused() -> None:
    frame = pd.DataFrame(
        {"group": ["a", "b"], "day": [1, 2], "events": [0.5, 1], "competing": 0, "censored": 0}
    )
    with pytest.raises(BadInput, match="whole"):
        cox(count_by_day(frame), "a")


def test_collinear_covariates_have_no_single_best_value() -> None:
    counts = patients(ARMS)
    columns = columns_of(np.array([[0.0, 0], [1, 2]]))
    doubled = Cells(counts.days, counts.leaving.T, counts.events.T, columns)
    assert fit(doubled, ("once", "twice")) is None


def test_a_far_ratio_is_still_found() -> None:
    """1,000 laser patients, one of whom recurs, between two groups of peels that nearly all do."""
    counts = Counts(
        ("peel", "laser"),
        np.array([1, 2, 3, 4]),
        np.array([[990.0, 0, 900, 0], [0, 1, 0, 0]]),
        np.zeros((2, 4)),
        np.array([[0.0, 0, 0, 90], [0, 0, 0, 99999]]),
    )
    model = cox(counts, "peel")
    assert (model.table["status"] == SHOWN).all()
    assert model.table["coefficient"].iloc[0] < -8
    assert model.fitted is not None
    assert np.abs(model.fitted.at_best.gradient()).max() < 1e-8
