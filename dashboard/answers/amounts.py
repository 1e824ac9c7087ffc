"""Means and ratios of what is summed up by group, and how they differ: the same rows for every topic that has them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.answers.asked import Asked
from dashboard.answers.timed import NOT_ESTIMABLE
from dashboard.disclosure import SHOWN
from dashboard.estimates.multiplicity import holm
from dashboard.estimates.ratios import Sums, ratio_differences, ratios

# Of the denominators, what makes a ratio a mean: it is 1 for everybody.
_METHOD = {True: "t", False: "fieller_t"}


def amounts(
    sums: pd.DataFrame, asked: Asked, measure: str, kind: str, unit: str, *, mean: bool = True
) -> pd.DataFrame:
    """How much is it in each group, a mean or a ratio of two sums, and how sure can one be?

    Parameters
    ----------
    sums
        Indexed by group: ``episodes``, ``patients`` (what the figure rests on), and the sums over patients of
        `estimates.ratios.Sums`: ``y``, ``x``, ``yy``, ``xy``, ``xx``.
    unit
        The ``value_unit``: points, currency, minutes, count, proportion.
    mean
        Is the denominator 1 for every episode, so that the ratio is a mean?

    Returns
    -------
    pandas.DataFrame
        Rows of ``estimates`` with ``base``. The limits of a mean are those of the t interval, of a ratio
        Fieller's; several episodes of a patient are one sum. Of nobody, or nothing to divide by, there is no row.
    """
    told = sums[sums["x"].gt(0)]
    found = ratios(_sums(told), asked.settings.confidence)
    method = _METHOD[mean]
    return (
        told[["episodes", "patients"]]
        .rename_axis("group")
        .reset_index()
        .assign(
            measure=measure,
            kind=kind,
            estimate=found.estimate,
            std_error=found.std_error,
            ci_lower=found.lower,
            ci_upper=found.upper,
            value_unit=unit,
            method=method if asked.choices.unit == "patient" else f"{method}_clustered_by_patient",
            status=SHOWN,
            base=told["patients"].to_numpy(),
        )
    )


def amount_contrasts(
    sums: pd.DataFrame, groups: Sequence[str], asked: Asked, measure: str, kind: str
) -> pd.DataFrame:
    """By how much do the groups' means or ratios differ, pair by pair?

    Parameters
    ----------
    sums
        As for `amounts`.
    groups
        Those that may be compared, the reference first; of each pair the earlier is subtracted.

    Returns
    -------
    pandas.DataFrame
        Rows of ``comparisons``: the difference with Welch's interval and test, Holm over all pairs.
        ``not_estimable``, with the reason, where episodes are counted: a patient may stand in both groups.
    """
    told = sums[sums["x"].gt(0)]
    there = [group for group in groups if group in told.index]
    if len(there) < 2:
        return pd.DataFrame()
    own = _sums(told.loc[there])
    level = asked.settings.confidence
    table = ratio_differences(there, ratios(own, level), own.number, level)
    method = "welch"
    if asked.choices.unit == "episode":
        table = table[["group", "reference"]].assign(p_value=np.nan, status=NOT_ESTIMABLE)
        method = "welch; episodes of one patient are not independent"
    return table.assign(
        measure=measure,
        kind=kind,
        contrast="difference",
        p_holm=holm(table["p_value"].to_numpy(dtype=float)),
        method=method,
    )


def _sums(table: pd.DataFrame) -> Sums:
    return Sums.of(*(table[name] for name in ("patients", "y", "x", "yy", "xy", "xx")))
