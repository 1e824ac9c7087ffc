"""A test on every pair of groups."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pandas as pd

from dashboard.estimates.counts import Counts
from dashboard.estimates.multiplicity import holm
from dashboard.estimates.results import ChiSquareTest


def pairwise(counts: Counts, test: Callable[[Counts], ChiSquareTest]) -> pd.DataFrame:
    """Which two groups differ, judged pair by pair and corrected for the number of pairs?

    Parameters
    ----------
    counts
        Restricted to the groups that are to be compared: Holm's correction counts these pairs.
    test
        `gray.gray_test` or `survival.log_rank`.

    Returns
    -------
    pandas.DataFrame
        One row per pair: `group` (the later one), `reference` (the earlier one), `statistic`,
        `df`, `p_value`, `p_holm`, `status`, `reason`. A pair without an answer does not count in
        the correction.
    """
    pairs = list(combinations(counts.groups, 2))
    tests = [test(counts.restricted_to(pair)) for pair in pairs]
    return pd.DataFrame(
        {
            "group": pd.Series([second for _, second in pairs], dtype="str"),
            "reference": pd.Series([first for first, _ in pairs], dtype="str"),
            "statistic": pd.Series([test.statistic for test in tests], dtype=float),
            "df": pd.Series([test.df for test in tests], dtype="int64"),
            "p_value": pd.Series([test.p_value for test in tests], dtype=float),
            "p_holm": holm([test.p_value for test in tests]),
            "status": pd.Series([test.status for test in tests], dtype="str"),
            "reason": pd.Series([test.reason for test in tests], dtype="str"),
        }
    )
