"""The test of proportional hazards against numerical derivatives from rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.estimates.cox import cox
from dashboard.estimates.proportional_hazards import (
    GLOBAL,
    changes_with_time,
    proportional_hazards_test,
)
from dashboard.estimates.results import NOT_ESTIMABLE, SHOWN
from tests.estimates import slow
from tests.estimates.by_hand import count_rows, patients


def sample(seed: int) -> pd.DataFrame:
    """Rows with ties and all three groups."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "group": np.repeat(["A", "B", "C"], 12),
            "day": rng.integers(1, 15, 36),
            "status": rng.choice(["event", "event", "competing", "censored"], 36),
        }
    )


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_score_test_of_a_drift_in_the_coefficients(seed: int) -> None:
    rows = sample(seed)
    model = cox(count_rows(rows), "A")
    assert model.fitted is not None
    day, event = rows["day"].to_numpy(dtype=float), (rows["status"] == "event").to_numpy()
    x = np.array([[float(group == other) for other in "BC"] for group in rows["group"]])

    def drifting(both: slow.Array) -> float:
        return slow.log_likelihood(day, event, x, np.ones(len(x)), both[:2], both[2:])

    here = np.concatenate([model.fitted.beta, np.zeros(2)])
    gradient, hessian = slow.derivatives(drifting, here)
    by_rows = gradient @ np.linalg.solve(-hessian, gradient)
    tested = proportional_hazards_test(model)
    # Differences of likelihoods give the slow gradient to about 1e-8.
    assert tested.statistic == pytest.approx(by_rows, rel=1e-5, abs=1e-7)
    assert tested.df == 2
    assert tested.status == SHOWN

    # One column at a time, the other's coefficient being in the model all the same.
    parts = changes_with_time(model.fitted, {"B": [0], "C": [1]})
    for name, column in (("B", 2), ("C", 3)):
        kept = [0, 1, column]
        g, h = gradient[kept], hessian[np.ix_(kept, kept)]
        assert parts[name].statistic == pytest.approx(
            g @ np.linalg.solve(-h, g), rel=1e-5, abs=1e-7
        )
        assert parts[name].df == 1
    assert parts[GLOBAL] == tested


def test_crossing_hazards_are_seen() -> None:
    early = "\n".join(f"peel | {day} | event" for day in range(1, 21))
    late = "\n".join(f"laser | {day} | event" for day in range(15, 25))
    first = "laser | 1 | event\npeel | 30 | event\npeel | 30 | censored"
    counts = patients(f"group | day | status\n{early}\n{late}\n{first}")
    assert proportional_hazards_test(cox(counts, "peel")).p_value < 0.05


def test_one_day_of_events_cannot_tell() -> None:
    rows = "peel | 3 | event\npeel | 5 | censored\nlaser | 3 | event\nlaser | 8 | censored"
    tested = proportional_hazards_test(cox(patients("group | day | status\n" + rows), "peel"))
    assert tested.status == NOT_ESTIMABLE
    assert "days" in tested.reason


def test_without_a_hazard_ratio_there_is_nothing_to_test() -> None:
    rows = "peel | 3 | censored\nlaser | 4 | censored"
    tested = proportional_hazards_test(cox(patients("group | day | status\n" + rows), "peel"))
    assert tested.status == NOT_ESTIMABLE


def test_an_arm_without_events_is_left_out_by_name() -> None:
    rows = sample(0)
    alone = rows[rows["group"] != "C"]
    quiet = rows.copy()
    quiet.loc[quiet["group"] == "C", "status"] = "censored"
    tested = proportional_hazards_test(cox(count_rows(quiet), "A"))
    without = proportional_hazards_test(cox(count_rows(alone), "A"))
    assert tested.statistic == without.statistic
    assert tested.reason == "without C"
