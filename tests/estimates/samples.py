"""Small random sets of records for property tests."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

STATUSES = ("event", "competing", "censored")


def records(
    groups: str = "ABC",
    max_day: int = 12,
    min_size: int = 2,
    max_size: int = 40,
    statuses: tuple[str, ...] = STATUSES,
) -> st.SearchStrategy[pd.DataFrame]:
    """Rows of group, day and status."""
    row = st.tuples(st.sampled_from(groups), st.integers(0, max_day), st.sampled_from(statuses))
    return st.lists(row, min_size=min_size, max_size=max_size).map(
        lambda rows: pd.DataFrame(rows, columns=["group", "day", "status"])
    )


def episodes(
    groups: str = "AB", max_day: int = 8, patients: int = 6
) -> st.SearchStrategy[pd.DataFrame]:
    """Rows of patient, group, day and status, several a patient."""
    row = st.tuples(
        st.integers(1, patients),
        st.sampled_from(groups),
        st.integers(0, max_day),
        st.sampled_from(STATUSES),
    )
    return st.lists(row, min_size=4, max_size=20).map(
        lambda rows: pd.DataFrame(rows, columns=["patient", "group", "day", "status"])
    )
