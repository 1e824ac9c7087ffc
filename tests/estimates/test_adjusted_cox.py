"""The Cox model adjusted for a case mix, against slow likelihoods from rows and plain models."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from dashboard.errors import BadInput
from dashboard.estimates.adjusted_cox import (
    AdjustedCox,
    adjusted_proportional_hazards,
)
from dashboard.estimates.cox import cox
from dashboard.estimates.proportional_hazards import GLOBAL, proportional_hazards_test
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from tests.estimates import slow
from tests.estimates.by_hand import count_rows, cox_of, row, table
from tests.estimates.samples import STATUSES
from tests.reference import cases

FEW = settings(max_examples=40)
COVARIATES = ["site", "age"]


def with_case_mix(max_size: int = 24, max_day: int = 10) -> st.SearchStrategy[pd.DataFrame]:
    """Rows of group, site, age band, day and status, all values of the covariates possible."""
    one = st.tuples(
        st.sampled_from("AB"),
        st.sampled_from(["cheek", "eyelid", "nose"]),
        st.sampled_from(["old", "young"]),
        st.integers(1, max_day),
        st.sampled_from(STATUSES),
    )
    columns = ["group", *COVARIATES, "day", "status"]
    return st.lists(one, min_size=3, max_size=max_size).map(
        lambda rows: pd.DataFrame(rows, columns=columns)
    )


def counted(rows: pd.DataFrame) -> pd.DataFrame:
    columns = ["group", *COVARIATES, "day", "status"]
    return rows.groupby(columns, sort=False).size().rename("patients").reset_index()


def fit_rows(rows: pd.DataFrame) -> AdjustedCox:
    return cox_of(counted(rows), "A", COVARIATES)


def as_rows(rows: pd.DataFrame) -> tuple[slow.Array, slow.Array, slow.Array]:
    """Days, events and indicators of B and of each level but the first."""
    x = [rows["group"] == "B"]
    x += [rows["site"] == site for site in sorted(rows["site"].unique())[1:]]
    x += [rows["age"] == age for age in sorted(rows["age"].unique())[1:]]
    event = (rows["status"] == "event").to_numpy()
    return rows["day"].to_numpy(dtype=float), event, np.array(x, dtype=float).T


def sample(seed: int, n: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "group": rng.choice(["A", "B"], n),
            "site": rng.choice(["cheek", "eyelid", "nose"], n),
            "age": rng.choice(["old", "young"], n),
            "day": rng.integers(1, 15, n),
            "status": rng.choice(["event", "event", "competing", "censored"], n),
        }
    ).sort_values(["group", "site", "age"], ignore_index=True)


@pytest.mark.parametrize("seed", range(4))
def test_the_fit_is_where_the_likelihood_from_rows_is_flat(seed: int) -> None:
    rows = sample(seed)
    model = fit_rows(rows)
    day, event, x = as_rows(rows)
    beta = np.concatenate([model.table["coefficient"], model.case_mix["coefficient"]])
    error = np.concatenate([model.table["std_error"], model.case_mix["std_error"]])
    score, information = slow.score_and_information(day, event, x, np.ones(len(x)), beta)
    np.testing.assert_allclose(score, 0, atol=1e-8)
    np.testing.assert_allclose(error**2, np.diag(np.linalg.inv(information)), rtol=1e-8)
    ones = np.ones(len(x))
    assert model.loglik == pytest.approx(slow.log_likelihood(day, event, x, ones, beta), abs=1e-9)
    null = slow.log_likelihood(day, event, x, ones, np.zeros(len(beta)))
    assert model.loglik_null == pytest.approx(null, abs=1e-9)
    wald = (model.table["coefficient"] / model.table["std_error"]) ** 2
    assert model.wald.statistic == pytest.approx(wald.item(), rel=1e-9)
    assert model.case_mix["covariate"].tolist() == ["site", "site", "age"]
    assert model.case_mix["level"].tolist() == ["eyelid", "nose", "young"]


@pytest.mark.parametrize("seed", range(3))
def test_the_change_with_time_is_the_score_test_of_a_drift(seed: int) -> None:
    rows = sample(seed)
    model = fit_rows(rows)
    day, event, x = as_rows(rows)
    assert model.fitted is not None
    size = x.shape[1]

    def drifting(both: slow.Array) -> float:
        return slow.log_likelihood(day, event, x, np.ones(len(x)), both[:size], both[size:])

    gradient, hessian = slow.derivatives(
        drifting, np.concatenate([model.fitted.beta, np.zeros(size)])
    )
    tested = adjusted_proportional_hazards(model)
    columns = {"group": [0], "site": [1, 2], "age": [3], GLOBAL: list(range(size))}
    assert list(tested) == list(columns)
    for name, drifts in columns.items():
        kept = [*range(size), *(size + column for column in drifts)]
        g, h = gradient[kept], hessian[np.ix_(kept, kept)]
        assert tested[name].statistic == pytest.approx(g @ np.linalg.solve(-h, g), rel=1e-4)
        assert tested[name].df == len(drifts)


def test_with_one_level_it_is_the_plain_model() -> None:
    rows = sample(1).assign(site="cheek", age="old")
    mine, plain = fit_rows(rows), cox(count_rows(rows), "A")
    pd.testing.assert_frame_equal(mine.table, plain.table, rtol=1e-12)
    assert mine.loglik == pytest.approx(plain.loglik, abs=1e-12)
    assert mine.wald.statistic == pytest.approx(plain.wald.statistic, rel=1e-12)
    changes = adjusted_proportional_hazards(mine)["group"].statistic
    assert changes == pytest.approx(proportional_hazards_test(plain).statistic, rel=1e-10)
    assert len(mine.case_mix) == 0


def test_numbers_enter_as_they_are() -> None:
    """Two ages 20 years apart: the coefficient of a year is a twentieth of that of the level."""
    rows = sample(2)
    by_level = fit_rows(rows)
    years = counted(rows.assign(age=np.where(rows["age"] == "old", 20, 40)))
    by_year = cox_of(years, "A", COVARIATES)
    np.testing.assert_allclose(by_year.table["coefficient"], by_level.table["coefficient"])
    level, year = (row(model.case_mix, covariate="age") for model in (by_level, by_year))
    assert year["level"] == ""
    assert year["coefficient"] == pytest.approx(level["coefficient"] / 20, rel=1e-9)


def uphill(rows: pd.DataFrame) -> tuple[slow.Array, slow.Array]:
    """Which columns move along a direction on which the likelihood never falls; and the steepest.

    From all pairs of an event and somebody at risk, one inequality each, without any short cut.
    """
    day, event, x = as_rows(rows)
    pairs = [x[i] - x[j] for i in np.flatnonzero(event) for j in np.flatnonzero(day >= day[i])]
    a, size = np.array(pairs).reshape(-1, x.shape[1]), x.shape[1]
    moved = np.zeros(size, dtype=bool)
    for column in range(size):
        for way in (1.0, -1.0):
            goal = np.zeros(size)
            goal[column] = -way
            found = linprog(goal, A_ub=-a, b_ub=np.zeros(len(a)), bounds=(-1, 1))
            moved[column] |= abs(found.fun) > 1e-6
    n = len(a)
    steepest = linprog(
        np.concatenate([np.zeros(size), -np.ones(n)]),
        A_ub=np.hstack([-a, np.eye(n)]),
        b_ub=np.zeros(n),
        bounds=[(None, None)] * size + [(0, 1)] * n,
    )
    return moved, steepest.x[:size]


@given(with_case_mix())
@FEW
def test_finite_is_what_no_direction_moves_and_fits_in_the_limit(rows: pd.DataFrame) -> None:
    rows = rows.sort_values(["group", "site", "age"], ignore_index=True)
    day, event, x = as_rows(rows)
    assume(rows["group"].nunique() == 2 and event.any())
    model = fit_rows(rows)
    moved, steepest = uphill(rows)
    sites, ages = (sorted(rows[name].unique())[1:] for name in COVARIATES)
    names = ["B", *(f"site = {site}" for site in sites), *(f"age = {age}" for age in ages)]
    told = pd.concat([model.table, model.case_mix])
    if len(told) == len(names):  # else design() has left out levels that say what others do
        assert (told["status"] == NOT_ESTIMABLE).tolist() == moved.tolist()
    assert ((told["status"] == SHOWN) == (told["reason"] == "")).all()
    assert told["coefficient"].notna().tolist() == (told["status"] == SHOWN).tolist()

    if model.fitted is None:
        return
    # Far along the direction the finite coefficients are still where the likelihood is flat.
    beta = np.zeros(len(names))
    for term, value in zip(model.fitted.terms, model.fitted.beta, strict=True):
        beta[names.index(term)] = value
    far = beta + 40 * steepest
    score, _ = slow.score_and_information(day, event, x, np.ones(len(x)), far)
    np.testing.assert_allclose(score, 0, atol=1e-6)
    loglik = slow.log_likelihood(day, event, x, np.ones(len(x)), far)
    assert model.loglik == pytest.approx(loglik, abs=1e-6)


def test_a_level_without_events_leaves_the_groups_alone() -> None:
    rows = sample(3)
    quiet = pd.DataFrame(
        {"group": ["A", "B"], "site": "ear", "age": "old", "day": [9, 11], "status": "censored"}
    )
    without, full = fit_rows(rows), fit_rows(pd.concat([rows, quiet]))
    pd.testing.assert_frame_equal(full.table, without.table, rtol=1e-10)
    ear = row(full.case_mix, covariate="site", level="ear")
    assert ear["status"] == NOT_ESTIMABLE
    assert "no event in site = ear" in ear["reason"]
    assert np.isnan(ear["coefficient"])
    shown = full.case_mix[full.case_mix["level"] != "ear"].reset_index(drop=True)
    pd.testing.assert_frame_equal(shown, without.case_mix, rtol=1e-10)
    assert full.loglik == pytest.approx(without.loglik, abs=1e-10)
    assert full.wald.statistic == pytest.approx(without.wald.statistic, rel=1e-10)
    drift, plain = (adjusted_proportional_hazards(model)["group"] for model in (full, without))
    assert drift.statistic == pytest.approx(plain.statistic, rel=1e-9)


def test_a_level_that_all_comes_back_first_is_left_behind() -> None:
    """The only patient of the site recurs before everybody else: its rate has no upper bound."""
    rows = sample(3)
    first = pd.DataFrame(
        {"group": ["B"], "site": "ear", "age": "old", "day": [0], "status": "event"}
    )
    without, full = fit_rows(rows), fit_rows(pd.concat([rows, first]))
    pd.testing.assert_frame_equal(full.table, without.table, rtol=1e-10)
    ear = row(full.case_mix, level="ear")
    assert "among like patients" in ear["reason"]
    assert full.loglik == pytest.approx(without.loglik, abs=1e-10)


def test_a_group_whose_case_mix_is_its_own_cannot_be_told_apart() -> None:
    rows = sample(4)
    rows["site"] = np.where(rows["group"] == "B", "nose", "cheek")
    model = fit_rows(rows)
    assert row(model.table, group="B")["status"] == NOT_ESTIMABLE
    assert "cannot be told apart" in row(model.table, group="B")["reason"]
    assert row(model.case_mix, covariate="site")["status"] == NOT_ESTIMABLE
    assert row(model.case_mix, covariate="age")["status"] == SHOWN
    assert model.wald.status == NOT_ESTIMABLE
    assert adjusted_proportional_hazards(model)["group"].status == NOT_ESTIMABLE
    assert adjusted_proportional_hazards(model)["age"].status == SHOWN


def test_separated_only_by_the_case_mix() -> None:
    """In each site all of A recur before the first of B does; without the site they overlap."""
    frame = table(
        """
        group | site   | day | status   | patients
        A     | cheek  |   1 | event    |        3
        A     | cheek  |   2 | event    |        2
        B     | cheek  |   3 | event    |        4
        A     | eyelid |  10 | event    |        2
        A     | eyelid |  12 | event    |        2
        B     | eyelid |  20 | event    |        3
        B     | eyelid |  21 | censored |        3
        """
    )
    assert cox_of(frame, "A", []).table["status"].tolist() == [SHOWN]
    model = cox_of(frame, "A", ["site"])
    assert model.table["status"].tolist() == [NOT_ESTIMABLE]
    assert "among like patients" in model.table["reason"].item()


def test_an_arm_or_all_without_events() -> None:
    rows = sample(5)
    arm = rows.assign(status=rows["status"].where(rows["group"] == "A", "censored"))
    model = fit_rows(arm)
    assert "no event in B" in model.table["reason"].item()
    assert model.wald.reason == model.table["reason"].item()
    alone = fit_rows(pd.concat([rows[rows["group"] == "A"], arm.tail(1).assign(day=0)]))
    mine, theirs = (each.case_mix["coefficient"] for each in (model, alone))
    np.testing.assert_allclose(mine, theirs, rtol=1e-9)
    none = fit_rows(rows.assign(status="censored"))
    assert none.fitted is None
    assert none.table["reason"].tolist() == ["no event in any group"]
    assert np.isnan(none.loglik)
    assert adjusted_proportional_hazards(none)[GLOBAL].status == NOT_ESTIMABLE


def test_what_cannot_be_fitted_is_refused() -> None:
    frame = counted(sample(6))
    with pytest.raises(BadInput, match="'C'"):
        cox_of(frame, "C", COVARIATES)
    with pytest.raises(BadInput, match="fractions"):
        cox_of(frame.assign(patients=0.5), "A", COVARIATES)
    with pytest.raises(BadInput, match="'skin'"):
        cox_of(frame, "A", ["skin"])
    with pytest.raises(BadInput, match="blank"):
        cox_of(frame.assign(site=None), "A", ["site"])
    with pytest.raises(BadInput, match="two or more"):
        cox_of(frame[frame["group"] == "A"], "A", [])


def test_groups_of_50_000_patients_without_a_case_mix() -> None:
    frame = cases.frame_of("cr_big_synthetic").rename(columns={"events": "event"})
    rows = frame.melt(["group", "day"], var_name="status", value_name="patients")
    mine = cox_of(rows, "A", [])
    plain = cox(cases.counts_of("cr_big_synthetic"), "A")
    pd.testing.assert_frame_equal(mine.table, plain.table, rtol=1e-9)
