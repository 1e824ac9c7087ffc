"""Weighted curves: by hand, from rows and weights, and in their properties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.estimates.clusters import clustered
from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.curves import Curve
from dashboard.estimates.differences import pair_differences
from dashboard.estimates.horizons import at_horizons
from dashboard.estimates.pairs import pairs_in
from dashboard.estimates.results import SHOWN
from dashboard.estimates.survival import kaplan_meier, quantiles
from dashboard.estimates.weighted_curves import (
    WeightedCounts,
    count_weighted,
    log_limits,
    weighted_aalen_johansen,
    weighted_at_horizons,
    weighted_kaplan_meier,
)
from tests.estimates import slow
from tests.estimates.by_hand import count_rows, ends_of, table
from tests.estimates.samples import records
from tests.reference import cases

FEW = settings(max_examples=15)
WEIGHTS = st.sampled_from([0.02, 0.3, 0.5, 1.0, 1.7, 4.0])


def weighted_rows(groups: str = "AB", max_day: int = 8) -> st.SearchStrategy[pd.DataFrame]:
    """Rows of group, day and status, each with a weight."""

    def with_weights(rows: pd.DataFrame) -> st.SearchStrategy[pd.DataFrame]:
        weights = st.lists(WEIGHTS, min_size=len(rows), max_size=len(rows))
        return weights.map(lambda drawn: rows.assign(weight=drawn))

    return records(groups=groups, max_day=max_day, max_size=25).flatmap(with_weights)


def counted(rows: pd.DataFrame) -> WeightedCounts:
    """The counts of rows by group, day, status and weight."""
    columns = ["group", "day", "status", "weight"]
    return weighted(rows.groupby(columns, sort=False).size().rename("patients").reset_index())


def weighted(frame: pd.DataFrame) -> WeightedCounts:
    """The counts of rows of group, day, status, patients and weight."""
    group, names = pd.factorize(frame["group"])
    weight = frame["weight"].to_numpy(dtype=float)
    return count_weighted(ends_of(frame), tuple(map(str, names)), group, weight)


def free(rows: pd.DataFrame, weight: slow.Array, horizon: int) -> float:
    """The weighted Kaplan-Meier curve at one day, from rows."""
    share = 1.0
    day, event = rows["day"].to_numpy(), (rows["status"] == "event").to_numpy()
    for now in sorted(set(day[day <= horizon])):
        share *= 1.0 - weight[event & (day == now)].sum() / weight[day >= now].sum()
    return float(share)


def effects(
    function: Callable[[pd.DataFrame, slow.Array, int], float], rows: pd.DataFrame, horizon: int
) -> slow.Array:
    """Weight times derivative by the weight, patient by patient: central differences of order 4."""
    weight = rows["weight"].to_numpy(dtype=float)

    def across(one: int, step: float) -> float:
        moved = np.zeros(len(rows))
        moved[one] = step
        up, down = (function(rows, weight * (1 + way * moved), horizon) for way in (1, -1))
        return (up - down) / (2 * step)

    small, large = 2e-3, 4e-3
    return np.array([(4 * across(i, small) - across(i, large)) / 3 for i in range(len(rows))])


@pytest.mark.parametrize(
    ("curve_of", "by_rows"),
    [(weighted_aalen_johansen, slow.incidence), (weighted_kaplan_meier, free)],
)
@given(rows=weighted_rows())
@FEW
def test_estimate_and_error_agree_with_derivatives_from_rows(
    curve_of: Any, by_rows: Any, rows: pd.DataFrame
) -> None:
    curve = curve_of(counted(rows))
    for i, group in enumerate(curve.counts.groups):
        own = rows[rows["group"] == group]
        weight = own["weight"].to_numpy(dtype=float)
        for j, day in enumerate(curve.counts.days.tolist()):
            assert curve.estimate[i, j] == pytest.approx(by_rows(own, weight, day), abs=1e-12)
            error = np.sqrt((effects(by_rows, own, day) ** 2).sum())
            assert curve.std_error[i, j] == pytest.approx(error, abs=1e-9)


@given(records())
@FEW
def test_weights_of_1_change_nothing(rows: pd.DataFrame) -> None:
    weighted = counted(rows.assign(weight=1.0))
    plain = count_rows(rows)
    mine = weighted_aalen_johansen(weighted)
    same(mine, aalen_johansen(plain))
    pd.testing.assert_frame_equal(
        weighted_at_horizons(mine, [0, 3, 6, 20]).drop(
            columns=["weighted_at_risk", "effective_known"]
        ),
        at_horizons(aalen_johansen(plain), [0, 3, 6, 20]),
        rtol=1e-10,
        atol=1e-12,
    )
    km, plain_km = weighted_kaplan_meier(weighted), kaplan_meier(plain)
    np.testing.assert_allclose(km.estimate, plain_km.estimate, atol=1e-14)
    # Greenwood's error is not defined once the curve is 0; this one is 0.
    greenwood = np.where(plain_km.estimate > 0, plain_km.std_error, 0)
    np.testing.assert_allclose(km.std_error, greenwood, atol=1e-12)


def same(mine: Curve, other: Curve, tolerance: float = 1e-12) -> None:
    np.testing.assert_allclose(mine.estimate, other.estimate, rtol=0, atol=tolerance)
    np.testing.assert_allclose(mine.std_error, other.std_error, rtol=0, atol=tolerance)


@pytest.mark.parametrize("scale", [1.0, 0.013, 700.0])
def test_the_same_weight_for_all_changes_nothing_in_50_000_patients(scale: float) -> None:
    plain = cases.counts_of("cr_big_synthetic")
    rows = cases.frame_of("cr_big_synthetic").rename(
        columns={"events": "event", "competing": "competing", "censored": "censored"}
    )
    frame = rows.melt(["group", "day"], var_name="status", value_name="patients")
    mine = weighted_aalen_johansen(weighted(frame.assign(weight=scale)))
    same(mine, aalen_johansen(plain))
    np.testing.assert_array_equal(mine.counts.at_risk, plain.at_risk)
    np.testing.assert_allclose(mine.weighted.at_risk, plain.at_risk * scale, rtol=1e-10)


@given(records(groups="AB", max_size=15), st.data())
@FEW
def test_whole_weights_are_repeated_rows_of_one_patient(
    rows: pd.DataFrame, data: st.DataObject
) -> None:
    """The estimate of repeated rows; the error of rows repeated under their patient's name."""
    drawn = st.lists(st.integers(1, 4), min_size=len(rows), max_size=len(rows))
    rows = rows.assign(weight=data.draw(drawn), patient=range(len(rows)))
    repeated = rows.loc[np.repeat(rows.index, rows["weight"])]
    counts = count_rows(repeated)
    told = clustered(counts, pairs_in(counts, slow.pair_counts(repeated)))
    mine = weighted_aalen_johansen(counted(rows))
    np.testing.assert_allclose(mine.estimate, told.estimate, atol=1e-12)
    np.testing.assert_allclose(mine.std_error**2, told.std_error**2, atol=1e-12)


def many(seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "group": np.repeat(["A", "B"], 150),
            "day": rng.integers(1, 30, 300),
            "status": rng.choice(["event", "competing", "censored"], 300, p=[0.5, 0.2, 0.3]),
            "weight": rng.choice([0.2, 0.6, 1.0, 1.9], 300),
        }
    )


@pytest.mark.parametrize(
    ("curve_of", "by_rows"),
    [(weighted_aalen_johansen, slow.incidence), (weighted_kaplan_meier, free)],
)
def test_leaving_out_one_patient_after_another_says_about_the_same(
    curve_of: Any, by_rows: Any
) -> None:
    rows = many()
    at = weighted_at_horizons(curve_of(counted(rows)), [10, 20])
    for own in at.to_dict("records"):
        group = rows[rows["group"] == own["group"]]
        left_out = []
        for one in group.index:
            rest = group.drop(index=one)
            left_out.append(by_rows(rest, rest["weight"].to_numpy(), own["horizon_days"]))
        spread = ((np.array(left_out) - np.mean(left_out)) ** 2).sum()
        n = len(group)
        assert own["std_error"] == pytest.approx(np.sqrt((n - 1) / n * spread), rel=0.03)


def test_four_patients_by_hand() -> None:
    """Weights 2, 1, 1, 4. Day 1: 2 of 8 recur: 1/4. Day 3: of the 6 left 1 is retreated, so 3/4 x
    5/6 = 5/8 are free. Day 5: of 5, 1 recurs: 5/8 x 1/5 = 1/8 more, 3/8. Day 8: 4 are censored.
    """
    frame = table(
        """
        group | day | status    | patients | weight
        peel  |   1 | event     |        1 |      2
        peel  |   3 | competing |        1 |      1
        peel  |   5 | event     |        1 |      1
        peel  |   8 | censored  |        1 |      4
        """
    )
    counts = weighted(frame)
    at = weighted_at_horizons(weighted_aalen_johansen(counts), [0, 1, 4, 5, 8, 9])
    np.testing.assert_allclose(at["estimate"], [0, 1 / 4, 1 / 4, 3 / 8, 3 / 8, 3 / 8], rtol=1e-14)
    assert at["weighted_at_risk"].tolist() == [8, 8, 5, 5, 4, 0]
    assert at["at_risk"].tolist() == [4, 4, 2, 2, 1, 0]
    assert at["patients"].tolist() == [4] * 6
    # On day 1 it is a weighted proportion: sum w^2 (y - p)^2 / (sum w)^2.
    by_hand = np.sqrt(2**2 * (3 / 4) ** 2 + (1 + 1 + 4**2) * (1 / 4) ** 2) / 8
    assert at["std_error"].iloc[1] == pytest.approx(by_hand, rel=1e-14)
    assert at["std_error"].iloc[0] == 0
    assert at.columns.tolist().index("weighted_at_risk") == at.columns.tolist().index("at_risk") + 1
    km = weighted_at_horizons(weighted_kaplan_meier(counts), [5, 8])
    np.testing.assert_allclose(km["estimate"], 3 / 4 * 4 / 5, rtol=1e-14)


def test_a_tiny_weight_at_the_end_spoils_nothing() -> None:
    """Nearly all weight has left when the last patient is still seen: nothing may cancel."""
    rows = many().iloc[:40].assign(status="event")
    last = pd.DataFrame({"group": ["A"], "day": [40], "status": ["censored"], "weight": [1e-7]})
    rows = pd.concat([rows, last])
    mine = weighted_aalen_johansen(counted(rows))
    day = int(mine.counts.days[-2])
    error = np.sqrt((effects(slow.incidence, rows, 20) ** 2).sum())
    at = weighted_at_horizons(mine, [20, day])
    assert at["std_error"].iloc[0] == pytest.approx(error, abs=1e-9)
    assert 0 < at["std_error"].iloc[1] < 1e-6


@given(weighted_rows())
@FEW
def test_a_patient_of_no_weight_is_counted_and_says_nothing(rows: pd.DataFrame) -> None:
    idle = rows[["group", "day", "status"]].iloc[:1].assign(weight=0.0)
    without, with_idle = counted(rows), counted(pd.concat([rows, idle]))
    same(weighted_aalen_johansen(with_idle), weighted_aalen_johansen(without))
    assert with_idle.patients.patients.sum() == len(rows) + 1


def test_groups_are_compared_as_unweighted_ones_are() -> None:
    at = weighted_at_horizons(weighted_aalen_johansen(counted(many())), [10, 20])
    difference = pair_differences(at, ["A", "B"])
    share, error = (
        at.pivot(columns="horizon_days", index="group")[c] for c in ("estimate", "std_error")
    )
    assert (difference["status"] == SHOWN).all()
    np.testing.assert_allclose(difference["estimate"], share.loc["B"] - share.loc["A"])
    np.testing.assert_allclose(difference["std_error"] ** 2, (error**2).sum(axis=0))


def test_the_median_is_read_from_a_weighted_curve() -> None:
    rows = many().assign(weight=lambda frame: np.where(frame["day"] < 10, 3.0, 1.0))
    curve = weighted_kaplan_meier(counted(rows))
    plain = quantiles(kaplan_meier(count_rows(rows)), (0.5,))
    assert (quantiles(curve, (0.5,))["estimate"] < plain["estimate"]).all()


def test_certain_shares_have_no_error_and_no_limits() -> None:
    text = "group | day | status | patients | weight\n"
    every = weighted(table(text + "a | 3 | event | 2 | 0.1\na | 5 | event | 3 | 0.7"))
    none = weighted(table(text + "a | 3 | censored | 2 | 0.1\na | 5 | competing | 3 | 0.7"))
    for counts, share in ((every, 1.0), (none, 0.0)):
        at = weighted_at_horizons(weighted_aalen_johansen(counts), [5])
        km = weighted_at_horizons(weighted_kaplan_meier(counts), [5])
        assert at["estimate"].item() == pytest.approx(share, abs=1e-15)
        assert km["estimate"].item() == pytest.approx(1 - share, abs=1e-15)
        for one in (at, km):
            assert one["std_error"].item() == 0
            assert one[["ci_lower", "ci_upper"]].isna().all(axis=None)
    lower, upper = log_limits(np.array([0.0, 0.5, 0.9]), np.array([0.0, 0.1, 0.2]))
    assert np.isnan([lower[0], upper[0]]).all()
    assert 0 < lower[1] < 0.5 < upper[1] < 1
    assert upper[2] == 1


def test_rows_that_agree_are_added_up_in_any_order() -> None:
    mixed = many().sample(frac=1, random_state=1).sort_values("group", kind="stable")
    curve = weighted_aalen_johansen(weighted(mixed.assign(patients=1)))
    same(curve, weighted_aalen_johansen(counted(many())))


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        (-0.5, "-0.5"),
        (np.inf, "inf"),
        (np.nan, "blank"),
        (0.0, "All weights of 'A' are 0"),
    ],
)
def test_what_cannot_be_weighted_is_refused(weight: float, said: str) -> None:
    frame = many().assign(patients=1)
    frame.loc[frame["group"] == "A", "weight"] = weight
    with pytest.raises(BadInput, match=said):
        weighted(frame)
