"""The restricted mean and its differences: R's answers, by hand, and in their properties."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.differences import pair_differences
from dashboard.estimates.restricted_mean import restricted_means
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from tests.estimates import slow
from tests.estimates.by_hand import count_rows, patients, row
from tests.estimates.samples import records
from tests.reference import cases

FEW = settings(max_examples=40)
TAU = st.integers(0, 14)


def answers(name: str) -> list[Any]:
    """What R says, horizon by horizon."""
    results = cases.expected(name)
    said = results.get("rmst", {}) if isinstance(results, dict) else {}
    return list(said.get("by_tau", {}).values())


CASES = [
    name
    for name in cases.available()
    if answers(name) and name not in cases.listed("Not expressed in our records")
]


def close(mine: Any, said: Any) -> None:
    np.testing.assert_allclose(np.asarray(mine, float), cases.numbers(said), rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_r(name: str) -> None:
    counts = cases.counts_of(name)
    for said in answers(name):
        mine = restricted_means(counts, [said["tau"]])
        there = [said["arms"].index(group) for group in counts.groups]
        close(mine["estimate"], [said["rmst"][i] for i in there])
        close(mine["std_error"], [said["se"][i] for i in there])
        beyond = mine["horizon_days"] > mine["last_day"]
        assert beyond.tolist() == [said["tau_beyond_followup"][i] for i in there]
        assert (mine["status"] == SHOWN).all()
        # R's file says "90 to 90" where nothing varied; we give no limits then.
        varied = [i for i in there if said["se"][i] > 0]
        assert mine["ci_lower"].notna().tolist() == [i in varied for i in there]
        close(mine["ci_lower"].dropna(), [said["lower"][i] for i in varied])
        close(mine["ci_upper"].dropna(), [said["upper"][i] for i in varied])


@pytest.mark.parametrize("name", CASES)
def test_differences_agree_with_r(name: str) -> None:
    counts = cases.counts_of(name)
    for said in answers(name):
        his = pd.DataFrame(said.get("contrasts", {"a": [], "b": []}))
        his = his[his["a"].isin(counts.groups) & his["b"].isin(counts.groups)]
        mine = pair_differences(restricted_means(counts, [said["tau"]]), counts.groups)
        assert len(mine) == len(his)
        for theirs in his.to_dict("records"):
            ours = row(mine, group=theirs["b"], reference=theirs["a"])
            close(ours["estimate"], theirs["difference_b_minus_a"])
            assert ours["status"] == (SHOWN if theirs["se"] > 0 else NOT_ESTIMABLE)
            if theirs["se"] > 0:
                close(ours["std_error"], theirs["se"])
                close(ours["ci_lower"], theirs["lower"])
                close(ours["ci_upper"], theirs["upper"])
                close(ours["p_value"], theirs["p"])


def test_the_big_set_is_among_the_cases() -> None:
    assert "surv_big_synthetic" in CASES
    assert len(CASES) > 12


FIVE = """
    group | day | status
    peel  |  10 | event
    peel  |  20 | censored
    peel  |  20 | event
    peel  |  30 | competing
    peel  |  50 | censored
    """


def test_five_patients_by_hand() -> None:
    """S is 1 to day 10, 4/5 to day 20, 3/5 from then on: 10 + 8 + 0.6 x 8 days up to day 28.

    Still to come: 8 + 4.8 days from day 10 (1 of 5 heals), 4.8 from day 20 (1 of 4).
    """
    mine = restricted_means(patients(FIVE), [28]).iloc[0]
    assert mine["estimate"] == pytest.approx(22.8, abs=1e-12)
    error = np.sqrt(12.8**2 / (5 * 4) + 4.8**2 / (4 * 3))
    assert mine["std_error"] == pytest.approx(error, abs=1e-12)
    assert mine["ci_lower"] == pytest.approx(22.8 - 1.959963984540054 * error, abs=1e-12)
    assert mine["ci_upper"] == pytest.approx(22.8 + 1.959963984540054 * error, abs=1e-12)
    counted = mine[["patients", "at_risk", "events", "competing", "censored"]].tolist()
    assert counted == [5, 2, 2, 0, 1]
    narrower = restricted_means(patients(FIVE), [28], level=0.5).iloc[0]
    assert narrower["ci_lower"] > mine["ci_lower"]


def test_beyond_the_last_day_there_is_no_figure() -> None:
    """Somebody was seen on day 50, nobody after it, and not all had healed."""
    mine = restricted_means(patients(FIVE), [50, 51])
    assert mine["status"].tolist() == [SHOWN, NOT_ESTIMABLE]
    assert mine["estimate"].iloc[0] == pytest.approx(10 + 8 + 0.6 * 30, abs=1e-12)
    columns = ["estimate", "std_error", "ci_lower", "ci_upper"]
    assert mine[columns].iloc[1].isna().all()


def test_where_all_have_healed_nothing_is_added() -> None:
    """Days 2 and 6, the mean is 4, and its error 2 / sqrt 2: of the event on day 2 alone."""
    counts = patients("group | day | status\npeel | 2 | event\npeel | 6 | event")
    mine = restricted_means(counts, [6, 84])
    assert mine["status"].tolist() == [SHOWN, SHOWN]
    np.testing.assert_allclose(mine["estimate"], [4, 4], rtol=1e-15)
    np.testing.assert_allclose(mine["std_error"], np.sqrt([2, 2]), rtol=1e-15)


def test_a_group_without_a_figure_has_no_difference() -> None:
    short = FIVE + "laser | 4 | event\n    laser | 9 | censored"
    at = restricted_means(patients(short), [8, 28])
    mine = pair_differences(at, ["peel", "laser"])
    assert mine["status"].tolist() == [SHOWN, NOT_ESTIMABLE]
    # Up to day 8, 4 + 4 / 2 of the lasers, 8 of the peels, none of whom healed.
    assert mine["estimate"].iloc[0] == pytest.approx(-2, abs=1e-12)
    assert np.isnan(mine["estimate"].iloc[1])


def test_nothing_varied_is_no_certainty() -> None:
    mine = restricted_means(patients(FIVE), [9]).iloc[0]
    assert (mine["estimate"], mine["std_error"], mine["status"]) == (9, 0, SHOWN)
    assert mine[["ci_lower", "ci_upper"]].isna().all()


@pytest.mark.parametrize("horizons", [[-1], [2.5], [28, 28]])
def test_what_is_no_horizon_is_refused(horizons: list[int]) -> None:
    with pytest.raises(BadInput, match=str(horizons[0])):
        restricted_means(patients(FIVE), horizons)


def test_nothing_asked_or_nobody_there_is_an_empty_table() -> None:
    columns = restricted_means(patients(FIVE), [28]).columns.tolist()
    for empty in (
        restricted_means(patients(FIVE), []),
        restricted_means(patients(FIVE).restricted_to([]), [28]),
    ):
        assert len(empty) == 0
        assert empty.columns.tolist() == columns


@given(records(statuses=("event",)), TAU)
@FEW
def test_uncensored_it_is_the_mean_and_its_error_the_plain_one(
    rows: pd.DataFrame, tau: int
) -> None:
    """Of days cut at the horizon; divided by n, not n - 1."""
    mine = restricted_means(count_rows(rows), [tau]).set_index("group")
    for group, own in rows["day"].clip(upper=tau).groupby(rows["group"]):
        assert mine["estimate"][group] == pytest.approx(own.mean(), abs=1e-12)
        error = own.std(ddof=0) / np.sqrt(len(own))
        assert mine["std_error"][group] == pytest.approx(error, abs=1e-9)


@given(records(), TAU)
@FEW
def test_it_is_the_sum_of_the_shares_still_free_day_by_day(rows: pd.DataFrame, tau: int) -> None:
    alone = rows.assign(status=rows["status"].replace("competing", "censored"))
    mine = restricted_means(count_rows(rows), [tau]).set_index("group")
    for group, own in alone.groupby("group"):
        free = [1 - slow.incidence(own, np.ones(len(own)), day) for day in range(tau)]
        if mine["status"][group] == SHOWN:
            assert mine["estimate"][group] == pytest.approx(sum(free), abs=1e-12)
        else:
            assert own["day"].max() < tau
            assert free[-1] > 0
