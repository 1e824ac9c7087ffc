"""Curves over time, one a group: which steps, which band, how far mature, and who is still followed?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# Two columns of counts closer than this share of the axis would run into each other on a narrow screen.
_COLUMN_GAP = 0.2
_SHARES = ("estimate", "ci_lower", "ci_upper")
_STEPS = ("day", *_SHARES, "mature")
_COUNTS = ("day", "at_risk", "events_so_far", "competing_so_far", "censored_so_far")
FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Labels:
    """What do the axes and the counts say: the share, the start of the clock, the event, a competing one?

    `at_risk`: who has not had the event, and is seen.
    """

    axis: str
    clock: str
    event: str
    competing: str = ""
    at_risk: str = "Still followed"


@dataclass(frozen=True, eq=False)
class Curves:
    """What is drawn: steps per group with band and maturity, and counts on the days under the axis.

    Attributes
    ----------
    groups
        Those that have a curve, in their fixed order.
    steps
        ``group``, ``day``, ``estimate``, ``ci_lower``, ``ci_upper``, ``mature``; each begins at 0.
    counts
        ``group``, ``day``, ``at_risk``, ``events_so_far``, ``competing_so_far``, ``censored_so_far``;
        blank where hidden or beyond the curve.
    days
        On which days counts stand.
    last_day
        Where the axis ends.
    """

    group_by: str
    groups: tuple[str, ...]
    steps: pd.DataFrame
    counts: pd.DataFrame
    days: tuple[int, ...]
    last_day: int
    labels: Labels


def prepare(
    curves: pd.DataFrame,
    groups: Sequence[str],
    group_by: str,
    horizons: Sequence[int],
    labels: Labels,
    *,
    far: bool,
) -> Curves:
    """What do these curves (rows of one measure of the ``curves`` table) look like on paper?

    The axis goes a little beyond the last horizon; where `far`, to twice the last horizon or the last
    day of any curve, whichever comes first. Longer tails say little and squeeze the part that matters.
    """
    near = round(1.1 * max(horizons))
    longest = near if curves.empty else max(near, int(curves["day"].max()))
    last = min(2 * max(horizons), longest) if far else near
    days = _columns(horizons, last)
    by_group = dict(tuple(curves.groupby("group", sort=False)))
    drawn = tuple(group for group in groups if group in by_group)
    return Curves(
        group_by,
        drawn,
        _stacked(drawn, [_steps(by_group[group], last) for group in drawn], _STEPS),
        _stacked(drawn, [_counts(by_group[group], days) for group in drawn], _COUNTS),
        days,
        last,
        labels,
    )


def _stacked(
    groups: Sequence[str], arrays: list[dict[str, FloatArray]], columns: Sequence[str]
) -> pd.DataFrame:
    """How do the arrays of each group become one frame?"""
    sizes = [len(columns_of["day"]) for columns_of in arrays]
    table: dict[str, Any] = {
        "group": pd.array(np.repeat(np.array(groups, dtype=object), sizes), dtype="str")
    }
    for name in columns:
        parts = [columns_of[name] for columns_of in arrays]
        table[name] = np.concatenate(parts) if parts else np.empty(0)
    return pd.DataFrame(table).astype({"day": "int64"})


def _columns(horizons: Sequence[int], last: int) -> tuple[int, ...]:
    """On which days do counts stand: the start, the horizons, and every half of the last beyond?"""
    beyond = [round(max(horizons) * (1 + number / 2)) for number in (1, 2)]
    chosen: list[int] = []
    for day in sorted({0, *horizons, *beyond}):
        if day <= last and (not chosen or day - chosen[-1] >= _COLUMN_GAP * last):
            chosen.append(day)
    return tuple(chosen)


def _steps(rows: pd.DataFrame, last: int) -> dict[str, Any]:
    """Where does the curve step, from 0 at the start to its last day (or the end of the axis)?"""
    day = rows["day"].to_numpy(dtype=np.int64)
    values = np.column_stack([rows[name].to_numpy(dtype=float) for name in _SHARES])
    mature = day[rows["status"].to_numpy() == "shown"]
    mature_to = mature[-1] if len(mature) else -1
    kept = np.ones(len(day), dtype=bool)
    # A step, the end of what is mature, or the last day: the curve runs level in between.
    kept[1:] = (values[1:] != values[:-1]).any(axis=1) & ~np.isnan(values[1:, 0])
    kept |= (day == mature_to) | (day == day[-1])
    kept &= day <= last
    day, values, final = day[kept], values[kept], day[-1]
    if not len(day) or day[0] > 0:
        day, values = np.append(0, day), np.vstack([[0.0, np.nan, np.nan], values])
    if final > last:
        day, values = np.append(day, last), np.vstack([values, values[-1]])
    shares = dict(zip(_SHARES, values.T, strict=True))
    return {"day": day, **shares, "mature": day <= mature_to}


def _counts(rows: pd.DataFrame, days: Sequence[int]) -> dict[str, Any]:
    """Who is still followed on these days, and what happened so far? Blank beyond the curve."""
    day = rows["day"].to_numpy(dtype=np.int64)
    asked = np.array(days)
    known = asked <= day[-1]
    later = np.minimum(np.searchsorted(day, asked, side="left"), len(day) - 1)
    upto = np.searchsorted(day, asked, side="right")

    def so_far(name: str) -> FloatArray:
        total = np.append(0.0, rows[name].to_numpy(dtype=float).cumsum())
        return np.where(known, total[upto], np.nan)

    return {
        "day": asked,
        "at_risk": np.where(known, rows["at_risk"].to_numpy(dtype=float)[later], np.nan),
        "events_so_far": so_far("events"),
        "competing_so_far": so_far("competing"),
        "censored_so_far": so_far("censored"),
    }
