"""Control charts, CUSUM, funnels, observed and expected agree with R."""

from __future__ import annotations

import pytest

from tests.reference import cases
from tests.reference_charts import TOLERANCE, made

CASES = ["spc_charts", "spc_cusum", "spc_funnel"]


@pytest.fixture(scope="module")
def found() -> dict[str, float]:
    charts, sums, funnels = (cases.expected(name) for name in CASES)
    return dict(made(charts, sums, funnels, cases.records("surv_big_synthetic")))


def test_every_number_agrees(found: dict[str, float]) -> None:
    assert {what: apart for what, apart in found.items() if not apart <= TOLERANCE} == {}


def test_no_block_is_forgotten(found: dict[str, float]) -> None:
    charts, sums, funnels = (cases.expected(name) for name in CASES)
    assert set(charts) - {"formula", "xmr"} == {"big_synthetic_blocks_of_500"}
    assert set(charts["xmr"]) - {"formula"} == {"constant_series", "two_points"}
    assert set(sums) - {"formula"} == {"big_synthetic_unit7", "bernoulli_weights"}
    read = {"big_synthetic_units", "zero_and_small_units", "centre_zero", "limit_grid"}
    assert set(funnels) == read | {"big_synthetic_smr"}
    told = {what.split(":")[0] for what in found}
    assert {*read, "big_synthetic_blocks_of_500", "constant_series", "two_points"} - told == {
        "centre_zero",
        "limit_grid",
    }
    assert {"units", "unit 7", "limits", "no event anywhere", "one patient's weights"} <= told
    assert len(found) == 12 + 2 * 10 + 1 + 3 + 1 + 2 * 9 + 1 + 4 * 2 + 5
