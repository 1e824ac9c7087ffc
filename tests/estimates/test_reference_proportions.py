"""Shares, differences, ratios and Fisher's test agree with R."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.distributions import normal_quantile
from dashboard.estimates.multiplicity import holm
from dashboard.estimates.proportion_contrasts import (
    fisher_exact,
    miettinen_nurminen,
    newcombe,
    pair_contrasts,
)
from dashboard.estimates.proportions import Interval, clopper_pearson, wilson
from tests.reference import cases

BASIC, BIG, EDGE = "prop_basic", "prop_big_synthetic", "edge_proportions"
CASES = [BASIC, BIG, EDGE]
PAIRS = {BASIC: "two_sample", BIG: "pairwise"}
KINDS = ("difference", "ratio", "fisher_test")

# R's answers on two shares as events and patients of each side.
FISHER = {
    "fisher.test(matrix(c(0, 10, 0, 20), 2))": (0, 10, 0, 20),
    "fisher.test(matrix(c(0, 0, 5, 10), 2))": (0, 0, 5, 15),
    "fisher.test(matrix(c(10, 0, 0, 20), 2))": (10, 10, 0, 20),
}
ONE_SHARE = {
    "prop.test(0, 10, correct = FALSE)": (0, 10),
    "prop.test(10, 10, correct = FALSE)": (10, 10),
}
# What R refuses and we leave blank: a group in which nobody is counted is no mistake.
NOBODY = {
    "binom.test(0, 0)": clopper_pearson,
    "prop.test(0, 0)": wilson,
    "prop.test(c(0, 5), c(0, 10), correct = FALSE)": wilson,
}
TOO_MANY = "binom.test(7, 5)"


def column(rows: list[dict[str, Any]], name: str) -> FloatArray:
    """This number of all rows."""
    return cases.numbers([each[name] for each in rows])


def limits(rows: list[dict[str, Any]], name: str) -> FloatArray:
    """Lower and upper limit of all rows, shape (2, n_rows)."""
    return np.array([cases.numbers(each[name]) for each in rows]).T


def sides_of(rows: list[dict[str, Any]]) -> tuple[FloatArray, ...]:
    """Events and patients of the groups, then of their references."""
    return tuple(column(rows, name) for name in ("x1", "n1", "x2", "n2"))


def assert_agrees(mine: Interval, estimate: FloatArray, said: FloatArray) -> None:
    for own, his in zip(mine, (estimate, *said), strict=True):
        np.testing.assert_allclose(own, his, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("name", "level"), [(BASIC, 0.9), (BASIC, 0.95), (BASIC, 0.99), (BIG, 0.95)]
)
def test_one_share(name: str, level: float) -> None:
    rows = [each for each in cases.expected(name)["single"] if each["level"] == level]
    assert len(rows) > 1
    events, patients = column(rows, "x"), column(rows, "n")
    for method, said in ((wilson, "wilson"), (clopper_pearson, "clopper_pearson")):
        mine = method(events, patients, level)
        assert_agrees(mine, column(rows, "p"), limits(rows, said))


@pytest.mark.parametrize("name", PAIRS)
def test_two_shares(name: str) -> None:
    rows = cases.expected(name)[PAIRS[name]]
    x, n, y, m = sides_of(rows)
    assert_agrees(wilson(x, n), column(rows, "p1"), limits(rows, "wilson1"))
    assert_agrees(wilson(y, m), column(rows, "p2"), limits(rows, "wilson2"))
    difference, ratio = newcombe(x, n, y, m), miettinen_nurminen(x, n, y, m)
    assert_agrees(difference, column(rows, "difference"), limits(rows, "diff_newcombe_method10"))
    assert_agrees(ratio, column(rows, "rr"), limits(rows, "rr_miettinen_nurminen"))
    np.testing.assert_allclose(fisher_exact(x, n, y, m), column(rows, "fisher_p"), rtol=1e-9)


def test_difference_as_published() -> None:
    """Newcombe (1998), table II, contrasts (a) and (b), method 10, as `anchors` quotes them."""
    mine = newcombe([56, 9], [70, 10], [48, 3], [80, 10])
    for lower, upper in zip(mine.lower, mine.upper, strict=True):
        assert f"method 10 {lower:.4f} to {upper:.4f}" in cases.expected(BASIC)["anchors"]


@pytest.mark.parametrize("name", PAIRS)
def test_two_shares_swapped(name: str) -> None:
    """R's numbers the other way round: here a group without events meets a reference with some."""
    rows = cases.expected(name)[PAIRS[name]]
    x, n, y, m = sides_of(rows)
    difference, ratio = newcombe(y, m, x, n), miettinen_nurminen(y, m, x, n)
    turned = -limits(rows, "diff_newcombe_method10")[::-1]
    assert_agrees(difference, -column(rows, "difference"), turned)
    with np.errstate(divide="ignore"):
        inverted = 1 / limits(rows, "rr_miettinen_nurminen")[::-1]
        assert_agrees(ratio, 1 / column(rows, "rr"), inverted)
    np.testing.assert_allclose(fisher_exact(y, m, x, n), column(rows, "fisher_p"), rtol=1e-9)


@pytest.mark.parametrize("name", PAIRS)
def test_the_error_of_a_difference_is_that_of_its_plain_limits(name: str) -> None:
    for said in cases.expected(name)[PAIRS[name]]:
        sides = ["reference", "group"], [said["x2"], said["x1"]], [said["n2"], said["n1"]]
        error = pair_contrasts(*sides)["std_error"][0]
        lower, upper = said["diff_wald"]
        width = (upper - lower) / 2 / normal_quantile(0.95)
        if width == 0:
            assert np.isnan(error)
        else:
            assert error == pytest.approx(width, abs=1e-9)


def test_all_pairs_of_arms_from_the_records() -> None:
    said = cases.expected(BIG)
    counted = (
        cases.records("surv_big_synthetic").groupby("arm")["complication"].agg(["sum", "count"])
    )
    assert counted.index.tolist() == said["arms"]
    assert counted["sum"].tolist() == said["events"]
    assert counted["count"].tolist() == said["n"]

    mine = pair_contrasts(said["arms"], counted["sum"], counted["count"])
    difference, ratio, test = (mine[mine["contrast"] == kind] for kind in KINDS)
    labels = [each["label"] for each in said["pairwise"]]
    assert (difference["group"] + " minus " + difference["reference"]).tolist() == labels
    for own, estimate, name in (
        (difference, "difference", "diff_newcombe_method10"),
        (ratio, "rr", "rr_miettinen_nurminen"),
    ):
        figures = Interval(*(own[each].to_numpy() for each in ("estimate", "ci_lower", "ci_upper")))
        rows = said["pairwise"]
        assert_agrees(figures, column(rows, estimate), limits(rows, name))
    p_value = test["p_value"].to_numpy()
    np.testing.assert_allclose(p_value, said["pairwise_fisher_p"], rtol=1e-9)
    np.testing.assert_allclose(holm(p_value), said["pairwise_fisher_p_holm"], rtol=1e-9)


@pytest.mark.parametrize("call", ONE_SHARE)
def test_none_and_all(call: str) -> None:
    mine = wilson(*ONE_SHARE[call])
    said = cases.expected(EDGE)[call]["ci"]
    np.testing.assert_allclose([*mine.lower, *mine.upper], said, rtol=0, atol=1e-9)


@pytest.mark.parametrize("call", FISHER)
def test_fisher_at_the_edge(call: str) -> None:
    p_value = fisher_exact(*FISHER[call])[0]
    assert p_value == pytest.approx(cases.expected(EDGE)[call]["p"], rel=1e-9)


@pytest.mark.parametrize("call", NOBODY)
def test_a_group_of_nobody_is_left_blank_where_r_refuses(call: str) -> None:
    assert "positive" in cases.expected(EDGE)[call]["error"]
    assert np.isnan(NOBODY[call](0, 0)).all()
    beside = pair_contrasts(["nobody", "some"], [0, 5], [0, 10])
    assert set(beside["status"]) == {"not_estimable"}


def test_more_events_than_patients_are_refused_as_r_does() -> None:
    assert "must be a positive integer" in cases.expected(EDGE)[TOO_MANY]["error"]
    with pytest.raises(BadInput, match="7 events in 5 patients"):
        clopper_pearson(7, 5)


def test_no_call_on_two_shares_is_forgotten() -> None:
    """Every Fisher's or exact test in the edge cases is compared; `prop.test` on two is Wald's."""
    read = {*FISHER, *ONE_SHARE, *NOBODY, TOO_MANY}
    others = pd.Series([call for call in cases.expected(EDGE) if call not in read])
    assert read <= set(cases.expected(EDGE))
    assert not others.str.startswith(("fisher.test", "binom.test")).any()
    assert others[others.str.startswith("prop.test")].str.startswith("prop.test(c(").all()
