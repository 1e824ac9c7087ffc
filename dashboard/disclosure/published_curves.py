"""Curves for publication: exact figures, told only where enough events have gathered, on a fixed grid of days.

Working a curve out anew from rounded counts would be wrong: an event told later than it happened meets
fewer at risk, and a risk of 24% became one of 14%.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.disclosure.publication import FEWEST

_SHARES = ("estimate", "std_error", "ci_lower", "ci_upper")
_COUNTS = ("events", "competing", "censored")


def grid_of(last_day: int, horizons: Sequence[int]) -> NDArray[np.int64]:
    """On which days is a curve told: a third of the first horizon apart, and at every horizon?"""
    step = max(1, min(horizons) // 3)
    end = last_day + step
    days = {0, *range(step, end, step), *(day for day in horizons if day < end)}
    return np.array(sorted(days), dtype=np.int64)


def may_step(gathered: ArrayLike, grid: ArrayLike, horizons: Sequence[int]) -> NDArray[np.bool_]:
    """On which days of a grid may a curve step, so that no step stands for fewer than 8 events?

    Parameters
    ----------
    gathered
        Events up to and including each day of the grid, shape (n_days,), not falling.
    grid
        Ascending days, shape (n_days,).
    horizons
        Days at which figures are read; the later ones, which are the main ones, are served first.

    Returns
    -------
    ndarray
        Shape (n_days,): the horizons before all other days, and of those as many as may be; each on the
        first day by which all of its events have happened, so that no step comes later than it must.
    """
    total, days = np.asarray(gathered, dtype=float), np.asarray(grid, dtype=np.int64)
    wanted = [
        place for day in sorted(horizons, reverse=True) for place in np.flatnonzero(days == day)
    ]
    chosen: list[int] = []
    # On the first day that has all the events: a horizon after which nothing happened is told with it.
    reached = np.searchsorted(total, total, side="left")
    for place in reached[[*wanted, *range(len(days))]]:
        before = max((total[other] for other in chosen if other < place), default=0.0)
        after = min((total[other] for other in chosen if other > place), default=np.inf)
        if place not in chosen and total[place] - before >= FEWEST <= after - total[place]:
            chosen.append(int(place))
    result = np.zeros(len(days), dtype=np.bool_)
    result[chosen] = True
    return result


def is_behind(day: ArrayLike, events: ArrayLike, horizons: Sequence[int]) -> NDArray[np.bool_]:
    """At which horizons does such a curve lag behind, because events up to then are not told yet?

    `day` and `events` of one group; shape (n_horizons,), in the order given.
    """
    days, happened = np.asarray(day, dtype=np.int64), np.asarray(events, dtype=float)
    grid = grid_of(max([int(days.max()) if days.size else 0, *horizons]), horizons)
    total = _gathered(days, happened, grid)
    told = np.maximum.accumulate(np.where(may_step(total, grid, horizons), total, 0.0))
    at = np.searchsorted(grid, np.asarray(horizons, dtype=np.int64))
    return np.asarray(total[at] > told[at], dtype=np.bool_)


def coarse_curve(curve: pd.DataFrame, start: float, horizons: Sequence[int]) -> pd.DataFrame:
    """How does the curve of one group read once no small number of events can be told from a step?

    Parameters
    ----------
    curve
        Rows of the table ``curves`` of one measure and group, days ascending, counts exact.
    start
        The share before anything has happened.

    Returns
    -------
    pandas.DataFrame
        The same columns, on the grid up to the curve's last day: figures of the last day on which it
        may step; events stand with the step that tells them, and are blank while they wait; other counts
        are those since the row before.
    """
    day = curve["day"].to_numpy(dtype=np.int64)
    # Steps are put on the whole grid, as `is_behind` puts them: figures and curve tell the same events.
    whole = grid_of(max(int(day[-1]), *horizons), horizons)
    grid = whole[: np.searchsorted(whole, day[-1], side="left") + 1]
    events = _gathered(day, curve["events"].to_numpy(dtype=float), whole)
    step = may_step(events, whole, horizons)[: len(grid)]
    gathered = {name: _gathered(day, curve[name].to_numpy(dtype=float), grid) for name in _COUNTS}
    upto = np.searchsorted(day, grid, side="right") - 1
    at = np.maximum.accumulate(np.where(step, upto, -1))
    result = curve.iloc[np.maximum(upto, 0)].reset_index(drop=True).assign(day=grid)
    for name in _SHARES:
        values = curve[name].to_numpy(dtype=float)[np.maximum(at, 0)]
        before = start if name == "estimate" else 0.0 if name == "std_error" else np.nan
        result[name] = np.where(at >= 0, values, before)
    for name in _COUNTS[1:]:
        result[name] = np.diff(gathered[name], prepend=0.0)
    told = np.maximum.accumulate(np.where(step, gathered["events"], 0.0))
    # Events that are still to be told are not none: blank.
    waiting = gathered["events"] > told
    result["events"] = np.where(waiting, np.nan, np.diff(told, prepend=0.0))
    # Who is at risk just before a day of the grid, exactly; nobody after the last.
    at_risk = np.append(curve["at_risk"].to_numpy(dtype=float), 0.0)
    result["at_risk"] = at_risk[np.searchsorted(day, grid, side="left")]
    return result


def _gathered(
    day: NDArray[np.int64], counts: NDArray[np.float64], grid: NDArray[np.int64]
) -> NDArray[np.float64]:
    total = np.append(0.0, counts.cumsum())
    return np.asarray(total[np.searchsorted(day, grid, side="right")], dtype=float)
