"""The `publication` policy, which acts on counts before anything is estimated from them.

Counts of 1 to 7 are hidden, others rounded to the nearest 5; curves step only where at least 6 events
have gathered; shares are whole percents, tests have two significant digits. The thresholds and the
rounding are those of the OpenSAFELY output rules (docs.opensafely.org, "Disclosure control").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.disclosure.clinic import HIDDEN, SHOWN

# Fewer than this many of anything are not told, unless it is none.
FEWEST = 8
# Counts are told to the nearest of these.
_NEAREST = 5
# What a curve must gain, in rounded events, to step. From a rounded 10 (12 at most) to a rounded 20
# (18 at least): never fewer than 6 events, and never a published step of 5.
_STEP = 10

_COUNTED = ("patients", "episodes", "events", "competing", "censored", "at_risk", "denominator")
_SHARES = ("estimate", "std_error", "ci_lower", "ci_upper")
_TESTED = ("statistic", "p_value", "p_holm")
_RATIOS = ("ratio", "hazard_ratio")

FloatArray = NDArray[np.float64]


def rounded(counts: ArrayLike) -> FloatArray:
    """What are these counts to the nearest 5? Blanks stay blank."""
    # Half way (2.5) does not occur: counts are whole.
    return np.floor(np.asarray(counts, dtype=float) / _NEAREST + 0.5) * _NEAREST


def is_small(counts: ArrayLike) -> NDArray[np.bool_]:
    """Which of these counts may not be told, though they are not none? Those from 1 to 7."""
    values = np.asarray(counts, dtype=float)
    return np.asarray((values > 0) & (values < FEWEST), dtype=np.bool_)


def coarse_counts(frame: pd.DataFrame, horizons: Sequence[int]) -> pd.DataFrame:
    """How do counts by group and day read once no small number of events can be told from them?

    Parameters
    ----------
    frame
        ``group``, ``day``, ``events``, ``competing``, ``censored``: one row per group and day.
    horizons
        Days at which figures are read; each stands on the grid, and steps are put so that what
        happened up to a horizon is told there, as far as it may.

    Returns
    -------
    pandas.DataFrame
        The same columns, on a fixed grid of days; every count is 0 or a multiple of 5, and events
        and competing events of a day are 0 or at least 10. Each group adds up to its size, rounded.

    Notes
    -----
    Whatever happened between two days of the grid is told on the later one. A running total is
    rounded, never its steps, so rounding does not add up.
    """
    grid = _grid(frame, horizons)
    groups = [
        _coarse(str(group), rows, grid, horizons)
        for group, rows in frame.groupby("group", sort=False)
    ]
    return pd.concat(groups, ignore_index=True) if groups else frame


def finished(table: pd.DataFrame) -> pd.DataFrame:
    """How does a table leave the clinic: counts rounded or blank, whole percents, two digits of a test?"""
    result = table.copy()
    if "contrast" not in result and "events" in result:
        result = _hide_small(result)
    for name in _COUNTED:
        if name in result:
            counts = result[name].to_numpy(dtype=float, na_value=np.nan)
            told = np.where(is_small(counts), np.nan, rounded(counts))
            result[name] = pd.Series(told, index=result.index).astype(result[name].dtype)
    ratios = result["contrast"].isin(_RATIOS) if "contrast" in result else False
    days = result["value_unit"].isin(("days", "points")) if "value_unit" in result else False
    for name in set(_SHARES) & set(result):
        values = result[name].astype(float)
        whole = np.where(days, values.round(0), values.round(2))
        result[name] = np.where(ratios, _two_digits(values.to_numpy(dtype=float)), whole)
    for name in set(_TESTED) & set(result):
        result[name] = _two_digits(result[name].to_numpy(dtype=float))
    return result


def _hide_small(table: pd.DataFrame) -> pd.DataFrame:
    """A figure that rests on 1 to 7 events, or on all but 1 to 7, goes with its counts."""
    events = table["events"].to_numpy(dtype=float, na_value=np.nan)
    small = is_small(events)
    if "episodes" in table:
        small |= is_small(table["episodes"].to_numpy(dtype=float, na_value=np.nan) - events)
    small &= table["status"].to_numpy() == SHOWN
    result = table.copy()
    for name in (*_COUNTED, *_SHARES):
        if name in result and name not in ("patients", "episodes"):
            result[name] = result[name].mask(small)
    result["status"] = result["status"].mask(small, HIDDEN)
    return result


def _grid(frame: pd.DataFrame, horizons: Sequence[int]) -> NDArray[np.int64]:
    step = max(1, min(horizons) // 3)
    last = int(frame["day"].max()) if len(frame) else 0
    days = {0, *range(step, last + step, step), *(day for day in horizons if day < last + step)}
    return np.array(sorted(days), dtype=np.int64)


def _coarse(
    group: str, rows: pd.DataFrame, grid: NDArray[np.int64], horizons: Sequence[int]
) -> pd.DataFrame:
    place = np.searchsorted(grid, rows["day"].to_numpy(dtype=np.int64), side="left")
    totals = {
        name: np.bincount(
            place, weights=rows[name].to_numpy(dtype=float), minlength=len(grid)
        ).cumsum()
        for name in ("events", "competing", "censored")
    }
    size = rounded(sum(total[-1] for total in totals.values()))
    ends = np.isin(grid, list(horizons))
    told = {name: _stepped(totals[name], ends) for name in ("events", "competing")}
    gone = told["events"] + told["competing"]
    # Who is left over at the end by rounding was last seen then; nobody leaves twice.
    left = np.minimum(rounded(totals["censored"]), size - gone)
    left[-1] = size - gone[-1]
    told["censored"] = np.maximum.accumulate(np.maximum(left, 0.0))
    columns = {name: np.diff(total, prepend=0.0) for name, total in told.items()}
    kept = np.any(np.stack(list(columns.values())) > 0, axis=0)
    return pd.DataFrame({"group": group, "day": grid, **columns})[kept]


def _stepped(total: FloatArray, ends: NDArray[np.bool_]) -> FloatArray:
    """How does a running total read that grows by at least `_STEP`, as far as may be up to the ends?"""
    near = rounded(np.where(is_small(total), 0.0, total))
    told = np.zeros_like(near)
    last = 0.0
    for number, now in enumerate(near):
        following = np.flatnonzero(ends[number:])
        target = near[number + following[0]] if len(following) else near[-1]
        if now - last >= _STEP and (now == target or target - now >= _STEP):
            last = float(now)
        told[number] = last
    return told


def _two_digits(values: Any) -> FloatArray:
    """What are these numbers to two significant digits?"""
    return np.array([float(f"{value:.1e}") if np.isfinite(value) else value for value in values])
