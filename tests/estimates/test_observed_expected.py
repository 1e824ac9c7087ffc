"""Observed and expected: by hand, against a slow computation, and as properties."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.errors import BadInput
from dashboard.estimates.observed_expected import (
    expected_by_hazard,
    expected_by_share,
    observed_to_expected,
)
from tests.estimates.by_hand import cox_of, table

_SHARES = """
group | deep | patients | events
north | yes  | 40       | 12
north | no   | 60       | 3
south | yes  | 10       | 3
south | no   | 90       | 7
"""
_TIMES = """
group | deep | day | status   | patients
north | no   | 10  | event    | 1
north | no   | 30  | censored | 1
south | no   | 20  | event    | 1
south | no   | 40  | censored | 1
"""


def test_shares_of_one_covariate_are_those_of_its_levels() -> None:
    """Deep 15 of 50, not deep 10 of 150: north 40 x 0.3 + 60/15 = 16, south 3 + 6 = 9."""
    found = expected_by_share(table(_SHARES), ["deep"]).table
    assert found["group"].tolist() == ["north", "south"]
    assert found["observed"].tolist() == [15, 10]
    np.testing.assert_allclose(found["expected"], [16, 9], atol=1e-9)


def test_a_level_without_any_event_is_expected_none() -> None:
    more = pd.concat([table(_SHARES), table("group|deep|patients|events\nsouth|unknown|25|0")])
    found = expected_by_share(more, ["deep"]).table
    np.testing.assert_allclose(found["expected"], [16, 9], atol=1e-9)
    assert found["patients"].tolist() == [100, 125]


def test_where_nobody_or_everybody_had_the_event_that_is_expected() -> None:
    for events, per_patient in (([0, 0, 0, 0], 0.0), ([40, 60, 10, 90], 1.0)):
        found = expected_by_share(table(_SHARES).assign(events=events), ["deep"]).table
        np.testing.assert_allclose(found["expected"], 100 * per_patient)


def test_hazards_by_hand() -> None:
    """At risk 4, then 3, of one case mix: hazard 1/4 on day 10, 1/3 more on day 20.

    North lived through 1/4 and, to day 30, 7/12; south through 7/12 twice.
    """
    found = expected_by_hazard(table(_TIMES), ["deep"], 365).table
    np.testing.assert_allclose(found["expected"], [1 / 4 + 7 / 12, 7 / 6], atol=1e-12)
    assert found["observed"].tolist() == [1, 1]
    early = expected_by_hazard(table(_TIMES), ["deep"], 15).table
    np.testing.assert_allclose(early["expected"], [1 / 2, 1 / 2], atol=1e-12)
    assert early["observed"].tolist() == [1, 0]


def rows(seed: int, n: int = 800) -> pd.DataFrame:
    """Patients of four clinics, the deep and the many of whom have the event sooner."""
    draw = np.random.default_rng(seed)
    deep, many = draw.random(n) < 0.3, draw.random(n) < 0.4
    day = np.ceil(draw.exponential(400 / np.exp(0.7 * deep + 0.4 * many)))
    seen = np.ceil(draw.uniform(1, 500, n))
    status = np.where(day <= seen, "event", "censored")
    return pd.DataFrame(
        {
            "group": draw.choice(["a", "b", "c", "d"], n),
            "deep": np.where(deep, "yes", "no"),
            "many": np.where(many, "yes", "no"),
            "day": np.minimum(day, seen),
            "status": status,
            "patients": 1,
        }
    )


def test_hazards_agree_with_a_slow_computation_patient_by_patient() -> None:
    horizon, seen = 365, rows(1)
    found = expected_by_hazard(seen, ["deep", "many"], horizon).table.set_index("group")
    cut = seen.assign(
        status=np.where(seen["day"] <= horizon, seen["status"], "censored"),
        day=seen["day"].clip(upper=horizon),
    )
    # The same model the other way about: one covariate as the groups, the other as the case mix.
    model = cox_of(cut.assign(group=cut["deep"]), "no", ["many"])
    beta = [*model.table["coefficient"], *model.case_mix["coefficient"]]
    risk = np.exp(beta[0] * (cut["deep"] == "yes") + beta[1] * (cut["many"] == "yes"))
    days = cut.loc[cut["status"] == "event", "day"]
    step = {day: 1 / risk[cut["day"] >= day].sum() for day in days.unique()}
    lived = [sum(step[day] for day in days if day <= until) for until in cut["day"]]
    slow = (risk * lived).groupby(cut["group"]).sum()
    np.testing.assert_allclose(found["expected"], slow.loc[found.index], atol=1e-9)


@pytest.mark.parametrize("seed", [2, 3])
def test_observed_and_expected_agree_in_total_however_rows_are_arranged(seed: int) -> None:
    seen = rows(seed)
    found = expected_by_hazard(seen, ["deep", "many"], 200).table
    assert found["expected"].sum() == pytest.approx(found["observed"].sum(), abs=1e-9)
    keys = ["group", "deep", "many", "day", "status"]
    together = seen.groupby(keys)["patients"].sum().reset_index()[::-1]
    again = expected_by_hazard(together, ["deep", "many"], 200).table.set_index("group")
    mine = found.set_index("group")
    np.testing.assert_allclose(again.loc[mine.index, "expected"], mine["expected"], atol=1e-9)


def test_a_level_without_events_lives_through_no_hazard() -> None:
    seen = rows(4)
    seen.loc[seen["many"] == "yes", "status"] = "censored"
    found = expected_by_hazard(seen, ["deep", "many"], 365).table
    others = expected_by_hazard(seen[seen["many"] == "no"], ["deep"], 365).table.set_index("group")
    np.testing.assert_allclose(found["expected"], others.loc[found["group"], "expected"], atol=1e-9)
    assert found["patients"].sum() == len(seen)


def test_no_events_or_nobody_are_answers() -> None:
    quiet = rows(5).assign(status="censored")
    assert expected_by_hazard(quiet, ["deep"], 365).table["expected"].tolist() == [0.0] * 4
    assert expected_by_hazard(quiet[:0], ["deep"], 365).table.empty
    assert expected_by_share(table(_SHARES)[:0], ["deep"]).table.empty


def test_too_few_events_for_the_case_mix_are_said_to_be() -> None:
    """All of one level have had the event before the first of the other: no ratio is high enough."""
    seen = table(
        """
        group | deep | day | status   | patients
        north | yes  | 1   | event    | 3
        north | no   | 10  | event    | 1
        south | no   | 20  | censored | 5
        """
    )
    found = expected_by_hazard(seen, ["deep"], 365)
    assert found.status == "not_comparable"
    assert "too few events" in found.reason
    assert found.table["observed"].tolist() == [4, 0]
    assert found.table["expected"].isna().all()


def test_ratios_by_hand() -> None:
    """None observed where 2 were expected: exp(-x) = 0.025 at x = 3.689."""
    found = observed_to_expected([0, 10], [2.0, 0.0])
    assert found.estimate[0] == 0.0
    assert found.lower[0] == 0.0
    assert found.upper[0] == pytest.approx(-np.log(0.025) / 2)
    assert np.isnan([found.estimate[1], found.upper[1]]).all()


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="more events than patients"):
        expected_by_share(table(_SHARES).assign(events=99), ["deep"])
    with pytest.raises(BadInput, match="no column 'status'"):
        expected_by_hazard(table(_TIMES).drop(columns="status"), ["deep"], 9)
