"""Which hazard ratios are finite: against a search along directions of the likelihood."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings

from dashboard.estimates.counts import Counts
from dashboard.estimates.separation import comparable_with
from tests.estimates.by_hand import count_rows, patients
from tests.estimates.samples import records


def runs_away(counts: Counts, group: int) -> bool:
    """Is there a direction along which the likelihood does not fall, and which moves the group?

    Along a direction, every event must belong to a group that is moved furthest up among those
    then at risk. Directions of whole steps suffice: they only have to put groups in an order.
    """
    size = len(counts.groups)
    for direction in product(range(-size, size + 1), repeat=size - 1):
        step = np.array([0, *direction])
        if step[group] == 0:
            continue
        holds = all(
            step[g] == step[counts.at_risk[:, day] > 0].max()
            for g, day in np.argwhere(counts.events > 0)
        )
        if holds:
            return True
    return False


@given(records(max_day=6, max_size=14))
@settings(max_examples=60)
def test_finite_where_no_direction_lets_the_ratio_run_away(rows: pd.DataFrame) -> None:
    counts = count_rows(rows)
    assume(len(counts.groups) == 3)
    reasons = comparable_with(counts, counts.groups[0])
    for index, group in enumerate(counts.groups[1:], start=1):
        assert (reasons[group] != "") == runs_away(counts, index)


def test_two_groups_can_be_comparable_through_a_third() -> None:
    """Peel and cryo never overlap with an event; laser, there all along, ties them together."""
    counts = patients(
        """
        group | day | status
        peel  |   1 | event
        peel  |   3 | event
        laser |   2 | event
        laser |   5 | event
        laser |   9 | censored
        cryo  |   4 | event
        cryo  |   6 | event
        """
    )
    assert comparable_with(counts, "peel") == {"laser": "", "cryo": ""}
