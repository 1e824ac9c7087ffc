"""Who ended when and how, by cell: counted as from single patients."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.estimates.counts import STATUSES
from dashboard.estimates.ends import CENSORED, EVENT, Ends

GROUP = np.array([0, 1, 0, 1])
WEIGHT = np.array([0.5, 2.0, 1.0, 0.0])
ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 2)), min_size=1, max_size=30
)


def ends(rows: list[tuple[int, int, int]]) -> Ends:
    """Patients of cell, day and status, sorted as a query returns them."""
    frame = pd.DataFrame(rows, columns=["cell", "day", "status"])
    counted = frame.groupby(["cell", "day", "status"]).size().reset_index()
    cell, day, status, number = counted.to_numpy().T
    return Ends(cell, day, status, number.astype(float))


@given(ROWS)
@settings(max_examples=60)
def test_counts_are_those_of_single_patients(rows: list[tuple[int, int, int]]) -> None:
    plain, weighted = ends(rows).count(("a", "b"), GROUP, WEIGHT)
    assert plain.days.tolist() == sorted({day for _, day, _ in rows})
    for counts, weight in ((plain, np.ones(4)), (weighted, WEIGHT)):
        for kind, grid in enumerate((counts.events, counts.competing, counts.censored)):
            for group in (0, 1):
                for place, day in enumerate(counts.days.tolist()):
                    mine = [
                        weight[cell]
                        for cell, when, how in rows
                        if (GROUP[cell], when, how) == (group, day, kind)
                    ]
                    assert grid[group, place] == np.sum(mine)


@given(ROWS, st.lists(st.booleans(), min_size=4, max_size=4))
@settings(max_examples=60)
def test_some_cells_alone(rows: list[tuple[int, int, int]], chosen: list[bool]) -> None:
    kept = np.array(chosen)
    fewer = ends(rows).of_cells(kept)
    number = dict(zip(np.flatnonzero(kept).tolist(), range(4), strict=False))
    mine = [(number[cell], day, status) for cell, day, status in rows if kept[cell]]
    expected = ends(mine or [(9, 0, 0)])
    if mine:
        for name in ("cell", "day", "status", "patients"):
            assert getattr(fewer, name).tolist() == getattr(expected, name).tolist()
    else:
        assert len(fewer.cell) == 0


@given(ROWS)
@settings(max_examples=60)
def test_taken_away_and_put_elsewhere(rows: list[tuple[int, int, int]]) -> None:
    """All who were last seen have the event a day later: as if the rows said so."""
    whole = ends(rows)
    seen = whole.status == CENSORED
    lost = Ends(whole.cell[seen], whole.day[seen], whole.status[seen], whole.patients[seen])
    moved = whole.without(lost).and_also(lost.moved(lost.day + 1, EVENT))
    turned = [
        (cell, day + 1, EVENT) if status == CENSORED else (cell, day, status)
        for cell, day, status in rows
    ]
    (mine,), (expected,) = (each.count(("a", "b"), GROUP) for each in (moved, ends(turned)))
    assert mine.censored.sum() == 0
    there = np.isin(mine.days, expected.days)
    assert mine.leaving[:, ~there].sum() == 0
    np.testing.assert_array_equal(mine.events[:, there], expected.events)
    np.testing.assert_array_equal(mine.competing[:, there], expected.competing)
    assert whole.patients.sum() == len(rows), "what is asked changes nothing"


def test_the_statuses_are_those_of_counts() -> None:
    assert (STATUSES[EVENT], STATUSES[CENSORED]) == ("event", "censored")
