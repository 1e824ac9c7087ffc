"""Weighted curves and the adjusted Cox model agree with R."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.estimates.curves import loglog_limits, tabulate
from dashboard.estimates.differences import pair_differences
from dashboard.estimates.weighted_curves import (
    WeightedCurve,
    count_weighted,
    log_limits,
    weighted_at_horizons,
    weighted_kaplan_meier,
)
from tests.estimates.by_hand import cox_of, ends_of
from tests.reference import cases

WEIGHTED, ADJUSTED = "iptw_big_synthetic", "surv_big_synthetic"
EDGE = ("edge_weights", "edge_constant_covariate")
CASES = [WEIGHTED, ADJUSTED, *EDGE]
WEIGHTINGS = ("unweighted", "ate", "stabilised", "stabilised_truncated_1_99", "overlap")
Array = np.ndarray[Any, np.dtype[np.float64]]


def close(mine: Any, said: Any, tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(np.asarray(mine, float), cases.numbers(said), 0, tolerance)


@cache
def probabilities() -> Array:
    """How probable was each arm for each patient? Newton's method on the logit model, from rows.

    None of the room's own propensity scores: what is compared here starts with the weights.
    """
    rows = cases.records(ADJUSTED)
    columns = [rows["age"] / 100, rows["sex"] == "M", *(rows["sev"] == sev for sev in (1, 2, 3))]
    x = np.column_stack([np.ones(len(rows)), *columns]).astype(float)
    own = pd.get_dummies(rows["arm"]).to_numpy(dtype=float)
    size, others = x.shape[1], own.shape[1] - 1
    beta = np.zeros((size, others))
    for _ in range(12):
        p = softmax(x @ beta)
        gradient = (x.T @ (own - p)[:, 1:]).T.ravel()
        information = np.zeros((others * size, others * size))
        for i in range(others):
            for j in range(others):
                spread = p[:, i + 1] * ((i == j) - p[:, j + 1])
                block = (x * spread[:, None]).T @ x
                information[i * size : (i + 1) * size, j * size : (j + 1) * size] = block
        beta += np.linalg.solve(information, gradient).reshape(others, size).T
    return softmax(x @ beta)


def softmax(logit: Array) -> Array:
    odds = np.exp(np.column_stack([np.zeros(len(logit)), logit]))
    return odds / odds.sum(axis=1, keepdims=True)


def weights(weighting: str) -> Array:
    """The weight of each patient, by R's own description (`weight_definitions`)."""
    arm = pd.Categorical(cases.records(ADJUSTED)["arm"]).codes.astype(int)
    p = probabilities()
    own = p[np.arange(len(p)), arm]
    stabilised = (np.bincount(arm) / len(arm))[arm] / own
    return {
        "unweighted": np.ones(len(p)),
        "ate": 1 / own,
        "stabilised": stabilised,
        "stabilised_truncated_1_99": np.clip(stabilised, *np.quantile(stabilised, [0.01, 0.99])),
        "overlap": 1 / (1 / p).sum(axis=1) / own,
    }[weighting]


def weighted_curve(name: str, weight: Array) -> WeightedCurve:
    rows = cases.records(name)
    frame = pd.DataFrame(
        {
            "group": rows["arm"],
            "day": rows["time"],
            "status": np.where(rows["event"] == 1, "event", "censored"),
            "weight": weight,
        }
    )
    counted = frame.groupby(list(frame.columns)).size().rename("patients").reset_index()
    assert len(counted) <= len(rows)
    group, names = pd.factorize(counted["group"])
    weights = counted["weight"].to_numpy()
    return weighted_kaplan_meier(count_weighted(ends_of(counted), tuple(names), group, weights))


def test_the_weights_are_those_of_r() -> None:
    """What stands below compares curves only if these agree."""
    said = cases.expected(WEIGHTED)
    arm = cases.records(ADJUSTED)["arm"]
    for weighting in WEIGHTINGS:
        drawn = pd.Series(weights(weighting)).groupby(arm)
        np.testing.assert_allclose(drawn.sum(), said["weights"][weighting]["sum"], rtol=1e-11)
        np.testing.assert_allclose(drawn.max(), said["weights"][weighting]["max"], rtol=1e-11)


@pytest.mark.parametrize("weighting", WEIGHTINGS)
def test_weighted_survival_and_differences(weighting: str) -> None:
    answer = cases.expected(WEIGHTED)["weighted_km"]
    said = answer[weighting]
    curve = weighted_curve(ADJUSTED, weights(weighting))
    mine = weighted_at_horizons(curve, answer["horizons"])
    assert mine["group"].tolist() == said["arms"]["arm"]
    assert mine["horizon_days"].tolist() == said["arms"]["horizon"]
    close(mine["weighted_at_risk"], said["arms"]["weighted_n_risk"], 1e-6)
    close(mine["estimate"], said["arms"]["surv"])
    close(mine["std_error"], said["arms"]["se_robust"])
    estimate, error = mine["estimate"].to_numpy(), mine["std_error"].to_numpy()
    lower, upper = log_limits(estimate, error)
    close(lower, said["arms"]["lower_log"])
    close(upper, said["arms"]["upper_log"])
    close(mine["ci_lower"], loglog_limits(estimate, error, 0.95)[0].tolist(), 1e-14)

    pairs = pair_differences(mine, answer_arms())
    pairs = pairs.set_index(["reference", "group", "horizon_days"])
    contrasts = said["contrasts"]
    pairs = pairs.loc[list(zip(contrasts["a"], contrasts["b"], contrasts["horizon"], strict=True))]
    assert len(pairs) == 30
    # R speaks of the risk 1 - S: signs turn.
    close(-pairs["estimate"], contrasts["risk_difference"])
    close(pairs["std_error"], contrasts["se"])
    close(-pairs["ci_upper"], contrasts["lower"])
    close(-pairs["ci_lower"], contrasts["upper"])


def answer_arms() -> list[str]:
    return [str(arm) for arm in cases.expected(WEIGHTED)["arm_levels"]]


def test_twelve_patients_with_weights_of_0_to_3() -> None:
    said = cases.expected("edge_weights")["extra"]["robust_TRUE"]
    curve = weighted_curve("edge_weights", cases.records("edge_weights")["w"].to_numpy())
    table = tabulate(curve)
    lower, upper = log_limits(curve.estimate, curve.std_error)
    for row, arm in enumerate(curve.counts.groups):
        own = table[table["group"] == arm]
        place = np.searchsorted(curve.counts.days, said[arm]["time"])
        assert own["day"].tolist() == said[arm]["time"]
        close(own["estimate"], said[arm]["surv"], 1e-14)
        # R's last standard error is 0, where the curve is: so is ours.
        close(own["std_error"], said[arm]["se_surv"], 1e-14)
        close(lower[row, place], said[arm]["lower_log"])
        close(upper[row, place], said[arm]["upper_log"])
        close(curve.weighted.at_risk[row, place], said[arm]["n.risk"])


def counted(name: str, covariates: list[str]) -> pd.DataFrame:
    rows = cases.records(name)
    frame = rows[["arm", *covariates]].rename(columns={"arm": "group"})
    status = np.where(rows["event"] == 1, "event", "censored")
    frame = frame.assign(day=rows["time"], status=status)
    return frame.groupby(list(frame.columns)).size().rename("patients").reset_index()


def test_adjusted_cox() -> None:
    said = cases.expected(ADJUSTED)["cox"]["adjusted"]
    model = cox_of(counted(ADJUSTED, ["age", "sex", "sev"]), "A", ["age", "sex", "sev"])
    assert said["terms"] == ["armB", "armC", "armD", "armE", "age", "factor(sex)M", "sev"]
    assert model.table["group"].tolist() == ["B", "C", "D", "E"]
    assert model.case_mix["covariate"].tolist() == ["age", "sex", "sev"]
    for column, name in (
        ("coefficient", "coef"),
        ("std_error", "se"),
        ("hazard_ratio", "hr"),
        ("ci_lower", "hr_lower"),
        ("ci_upper", "hr_upper"),
        ("statistic", "z"),
        ("p_value", "p"),
    ):
        close([*model.table[column], *model.case_mix[column]], said[name])
    assert model.loglik == pytest.approx(said["loglik"], abs=1e-6)
    assert model.loglik_null == pytest.approx(said["loglik_null"], abs=1e-6)
    gain = 2 * (model.loglik - model.loglik_null)
    assert gain == pytest.approx(said["lr_test"]["test"], abs=1e-6)


def test_a_covariate_that_is_the_same_for_all_is_left_out() -> None:
    said = cases.expected("edge_constant_covariate")["extra"]["coef"]
    model = cox_of(counted("edge_constant_covariate", ["x"]), "A", ["x"])
    close(model.table["coefficient"], said["armB"], 1e-9)
    assert said["x"] is None
    assert len(model.case_mix) == 0
