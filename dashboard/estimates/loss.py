"""What if those lost to follow-up had all recurred, or none of them?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.errors import BadInput
from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.counts import Counts, numbers, require_columns, whole_days

LOST_COLUMNS = ("group", "day", "lost")


def loss_bounds(counts: Counts, lost: pd.DataFrame, horizon: int) -> tuple[Counts, Counts]:
    """Between which extremes does what happened to those lost to follow-up lie?

    Parameters
    ----------
    counts
        Events, competing events and censorings by group and day.
    lost
        Columns `group`, `day`, `lost`: how many of the censored were censored on this day, before
        the horizon, although the horizon lies before the cut-off of the records.
    horizon
        The day of the estimate.

    Returns
    -------
    none_recur, all_recur
        Counts in which each lost patient stays free to the horizon and is censored there, and in
        which each has the event the day after being lost. An estimate from each, at the horizon
        and not beyond, is the lower and the upper bound.

    Raises
    ------
    BadInput
        More are lost than censored on a day, or somebody is lost on or after the horizon.
    """
    group, day, number = _read(counts, lost, horizon)
    days = np.unique(np.concatenate([counts.days, day, day + 1, [horizon]]))
    wide = counts.on_days(days)

    def placed(on: IntArray) -> FloatArray:
        there = np.zeros(wide.censored.shape)
        np.add.at(there, (group, np.searchsorted(days, on)), number)
        return there

    gone = placed(day)
    _require_censored(wide, gone)
    still = wide.censored - gone
    stay = placed(np.full_like(day, horizon))
    return (
        Counts(wide.groups, days, wide.events, wide.competing, still + stay),
        Counts(wide.groups, days, wide.events + placed(day + 1), wide.competing, still),
    )


def _read(
    counts: Counts, lost: pd.DataFrame, horizon: int
) -> tuple[IntArray, IntArray, FloatArray]:
    require_columns(lost, LOST_COLUMNS)
    group = np.array([counts.index_of(str(name)) for name in lost["group"]], dtype=np.int64)
    day, number = whole_days(lost), numbers(lost, "lost")
    late = (number > 0) & (day >= horizon)
    if late.any():
        raise BadInput(
            f"Somebody is counted as lost on day {day[late][0]}, not before the horizon {horizon}.",
            "Count as lost only those censored before the horizon.",
        )
    return group[number > 0], day[number > 0], number[number > 0]


def _require_censored(counts: Counts, gone: FloatArray) -> None:
    for row, column in np.argwhere(gone > counts.censored):
        raise BadInput(
            f"In '{counts.groups[row]}' {gone[row, column]:g} are counted as lost on day "
            f"{counts.days[column]}, where {counts.censored[row, column]:g} were censored.",
            "Count the lost among the censored of the same cohort.",
        )
