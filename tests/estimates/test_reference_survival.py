"""Survival agrees with R: Kaplan-Meier, quantiles, log-rank, Cox, also in odd little sets."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.estimates.counts import Counts
from dashboard.estimates.cox import cox
from dashboard.estimates.cox_clusters import clustered_cox
from dashboard.estimates.horizons import at_horizons
from dashboard.estimates.pairs import PAIR_COLUMNS, pairs_in
from dashboard.estimates.pairwise import pairwise
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from dashboard.estimates.survival import (
    kaplan_meier,
    log_rank,
    log_rank_table,
    quantiles,
    survival_curve,
)
from tests.estimates.by_hand import against
from tests.reference import cases

BIG = "surv_big_synthetic"
EDGE = sorted(
    name
    for name in cases.available()
    if name.startswith("edge_")
    and not name.startswith(("edge_cr_", "edge_proportions"))
    and name not in cases.listed("Not expressed in our records")
)
CASES = [BIG, *EDGE]
WITH_TESTS = [name for name in CASES if "tests" in cases.expected(name)]
# R's default control iterates to 1e-9 of the likelihood, which is 1e-6 of some coefficients.
FITTED = 1e-6


def close(mine: Any, said: Any, tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(np.asarray(mine, float), cases.numbers(said), 0, tolerance)


def arms(name: str) -> list[tuple[Counts, str, Any]]:
    """Each arm, and where R has it also everybody as one, with R's answer."""
    answer, counts = cases.expected(name), cases.counts_of(name)
    together = answer.get("km_overall", {"arms": {}})["arms"]
    by_arm = answer["km_by_arm"]["arms"]
    return [(counts, arm, said) for arm, said in by_arm.items() if arm in counts.groups] + [
        (counts.together(), "all", said) for said in together.values()
    ]


@pytest.mark.parametrize("name", CASES)
def test_curves(name: str) -> None:
    for counts, arm, said in arms(name):
        table = survival_curve(counts.restricted_to([arm]))
        assert table["day"].tolist() == said["curve"]["time"]
        assert table["at_risk"].tolist() == said["curve"]["n.risk"]
        assert table["events"].tolist() == said["curve"]["n.event"]
        assert table["censored"].tolist() == said["curve"]["n.censor"]
        close(table["estimate"], said["curve"]["surv"])
        close(table["std_error"], said["curve"]["se_surv"])
        close(table["ci_lower"], said["curve"]["lower_loglog"])
        close(table["ci_upper"], said["curve"]["upper_loglog"])


@pytest.mark.parametrize("name", CASES)
def test_quantiles(name: str) -> None:
    for counts, arm, said in arms(name):
        mine = quantiles(kaplan_meier(counts.restricted_to([arm])), said["quantiles"]["prob"])
        close(mine["estimate"], said["quantiles"]["estimate"], 0)
        close(mine["ci_lower"], said["quantiles"]["lower_loglog"], 0)
        close(mine["ci_upper"], said["quantiles"]["upper_loglog"], 0)


@pytest.mark.parametrize("name", CASES)
def test_horizons(name: str) -> None:
    for counts, arm, said in arms(name):
        mine = at_horizons(kaplan_meier(counts.restricted_to([arm])), said["horizons"]["horizon"])
        assert mine["at_risk"].tolist() == said["horizons"]["n.risk"]
        assert mine["events"].tolist() == said["horizons"]["cum.events"]
        beyond = mine["horizon_days"] > mine["last_day"]
        assert beyond.tolist() == said["horizons"]["beyond_follow_up"]
        close(mine["estimate"], said["horizons"]["surv"])
        close(mine["std_error"], said["horizons"]["se_surv"])
        # Before an arm's first day R prints limits of 1; we print none while S is 1.
        started = (mine["estimate"] < 1).to_numpy()
        for column, of in (("ci_lower", "surv_lower_loglog"), ("ci_upper", "surv_upper_loglog")):
            close(mine[column][started], cases.numbers(said["horizons"][of])[started].tolist())
            assert mine[column][~started].isna().all()


@pytest.mark.parametrize("name", [name for name in WITH_TESTS if name != BIG])
def test_differences(name: str) -> None:
    said = cases.expected(name)["km_risk_contrasts"]["rows"]
    rows = pd.DataFrame(said)
    counts = cases.counts_of(name)
    for reference in rows["a"].unique():
        his = rows[(rows["a"] == reference) & rows["b"].isin(counts.groups)]
        if reference not in counts.groups:
            continue
        at = at_horizons(kaplan_meier(counts), sorted(his["horizon"].unique()))
        mine = against(at, reference).set_index(["group", "horizon_days"])
        mine = mine.loc[list(zip(his["b"], his["horizon"], strict=True))]
        # R speaks of the risk 1 - S: signs turn.
        close(-mine["estimate"], his["difference"].tolist())
        known = (mine["status"] == SHOWN).to_numpy()
        error = cases.numbers(his["se"].tolist())
        assert (known == (np.nan_to_num(error) > 0)).all()
        close(mine["std_error"][known], error[known].tolist())
        close(-mine["ci_upper"][known], his["lower"][known].tolist())
        close(-mine["ci_lower"][known], his["upper"][known].tolist())
        close(mine["p_value"][known], his["p"][known].tolist())


@pytest.mark.parametrize("name", WITH_TESTS)
def test_log_rank(name: str) -> None:
    said, counts = cases.expected(name)["tests"]["logrank"], cases.counts_of(name)
    tested = log_rank(counts)
    if said.get("p") is None:
        assert tested.status == NOT_ESTIMABLE
        assert tested.reason
        return
    assert tested.statistic == pytest.approx(said["chisq"], rel=1e-12, abs=1e-9)
    assert tested.df == said["df"]
    assert tested.p_value == pytest.approx(said["p"], rel=1e-9, abs=0)
    observed, expected, variance = log_rank_table(counts)
    close(observed, said["observed"])
    close(expected, said["expected"])
    np.testing.assert_allclose(variance, said["var"]["values"], rtol=0, atol=1e-9)


def test_log_rank_by_pairs() -> None:
    said = cases.expected(BIG)["tests"]["pairwise"]
    pairs = pairwise(cases.counts_of(BIG), log_rank)
    assert pairs["reference"].tolist() == said["a"]
    assert pairs["group"].tolist() == said["b"]
    close(pairs["statistic"], said["chisq"])
    np.testing.assert_allclose(pairs["p_value"], said["p"], rtol=1e-9)
    np.testing.assert_allclose(pairs["p_holm"], said["p_holm"], rtol=1e-9)


def cox_answer(name: str) -> Any:
    answer = cases.expected(name)["cox"]
    return answer.get("unadjusted", answer)


UNSTRATIFIED = [name for name in WITH_TESTS if "strata" not in cox_answer(name).get("call", "")]


@pytest.mark.parametrize("name", UNSTRATIFIED)
def test_cox(name: str) -> None:
    said, counts = cox_answer(name), cases.counts_of(name)
    model = cox(counts, counts.groups[0])
    runs_away = "warnings" in said
    groups = [term.removeprefix("arm") for term in said["terms"]]
    rows = [i for i, group in enumerate(groups) if group in counts.groups]
    assert model.table["group"].tolist() == [groups[i] for i in rows]
    if runs_away or said["nevent"] == 0:
        assert (model.table["status"] == NOT_ESTIMABLE).all()
        blank = model.table[["coefficient", "std_error", "hazard_ratio", "ci_lower", "p_value"]]
        assert blank.isna().to_numpy().all()
        assert model.wald.status == model.likelihood_ratio.status == NOT_ESTIMABLE
    else:
        for column, of in (
            ("coefficient", "coef"),
            ("std_error", "se"),
            ("hazard_ratio", "hr"),
            ("ci_lower", "hr_lower"),
            ("ci_upper", "hr_upper"),
            ("statistic", "z"),
            ("p_value", "p"),
        ):
            close(model.table[column], [said[of][i] for i in rows], FITTED)
        assert model.loglik == pytest.approx(said["loglik"], abs=FITTED)
        assert model.likelihood_ratio.statistic == pytest.approx(
            said["lr_test"]["test"], abs=FITTED
        )
        assert model.wald.statistic == pytest.approx(said["wald_test"]["test"], abs=0.0051)
    assert model.loglik_null == pytest.approx(said["loglik_null"], rel=1e-12, abs=1e-9)
    if said["nevent"]:
        assert model.score.statistic == pytest.approx(said["score_test"]["test"], abs=FITTED)
        assert model.score.df == said["score_test"]["df"]


def test_robust_errors_of_independent_episodes() -> None:
    said, counts = cases.expected(BIG)["cox"]["unadjusted_robust"], cases.counts_of(BIG)
    nobody_twice = pairs_in(counts, pd.DataFrame({name: [] for name in PAIR_COLUMNS}))
    model = clustered_cox(cox(counts, "A"), counts, nobody_twice)
    close(model.table["std_error"], said["se"], 1e-9)
    close(model.table["coefficient"], said["coef"], FITTED)
    close(model.table["ci_lower"], said["hr_lower"], FITTED)
    close(model.table["ci_upper"], said["hr_upper"], FITTED)
    close(model.table["p_value"], said["p"], FITTED)
    assert round(model.wald.statistic, 2) == said["wald_test"]["test"]
