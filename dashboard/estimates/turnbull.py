"""By when had they healed, if the day itself was not seen? Turnbull's curve, from intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.errors import BadInput, DashboardError
from dashboard.estimates.arrays import FloatArray, IntArray, from_then_on
from dashboard.estimates.counts import numbers, require_columns, whole_days

INTERVAL_COLUMNS = ("group", "lower", "upper", "patients")

# Newton steps; about 20 are needed, never more than 40 in 100,000 random trials.
_MAX_STEPS = 100
# Solved where mass times slack is on average below the first, and slack is what it should be to
# within the second; a mass below the third is 0.
_PRODUCT, _OFF, _NOTHING = 1e-20, 1e-11, 1e-12
# How far a step goes towards the next 0, by what factor it is to bring the product down, and what
# keeps its equations solvable where masses can be shifted without changing the likelihood.
_SHORT_OF, _DOWN, _RIDGE = 0.995, 0.1, 1e-12
# The curve is level with a share within this, as in `survival.quantiles`.
_LEVEL_WITH = 1e-8


def turnbull(frame: pd.DataFrame) -> pd.DataFrame:
    """Between which days did which share heal, when one only knows days before and after?

    Parameters
    ----------
    frame
        Columns `group` (str), `lower` (the last day not yet healed; blank where unknown, taken as
        0), `upper` (the day found healed; blank or infinite where never), `patients`; whole days
        of 0 or more, rows in any order, those of the same interval added up. A patient healed
        after `lower` and not after `upper`: on one of the days of (lower, upper]. The day itself
        is known where it is the only one, (d - 1, d]; `lower` and `upper` both d say the same, so
        that healing on day 0, which no day precedes, can be told.

    Returns
    -------
    pandas.DataFrame
        One row per group and interval in which anybody can have healed, in order: `group`,
        `from_day`, `to_day` (after the first, not after the second; the last is infinite where
        some were never seen healed, the first -1 where some healed on day 0), `mass` (the share
        that heals there, 0 to 1), `healed_by` (the share healed by `to_day`). Where within it they
        heal nobody can say: see `healed_between`. No limits are claimed.

    Raises
    ------
    BadInput
        A column is missing; a value is no whole day of 0 or more; healed before not yet healed.

    Notes
    -----
    The masses p maximise `sum w log(P)`, P being the mass within a patient's interval. Only
    innermost intervals, from a lower end to the next upper end with no other end between, can
    have any. With `d = sum of w / P` over the intervals around one, per patient, p is the maximum
    exactly if d = 1 where p > 0 (self-consistency) and d <= 1 elsewhere (Gentleman & Geyer: the
    first alone is not enough). Both hold to 1e-9. In rare cases several p fit equally well; then
    an even one of them is taken.

    Turnbull's own iteration (EM) needs thousands of steps to get there; this one is Newton's, with
    slack `z = 1 - d` beside p and `p z` brought down to 0 (a primal-dual interior point). A step
    costs the cube of the number of innermost intervals: a tenth of a second in all for a year of
    days.

    Source: Turnbull (1976), doi:10.1111/j.2517-6161.1976.tb01597.x; Gentleman & Geyer (1994),
    doi:10.1093/biomet/81.3.618; Wright (1997), doi:10.1137/1.9781611971453. Equals the
    Kaplan-Meier curve to 1e-9 where every day is known or the patient right-censored.
    """
    group, lower, upper, patients = _read(frame)
    tables = []
    for name in pd.unique(group):
        own = group == name
        from_day, to_day = intersections(lower[own], upper[own])
        first = np.searchsorted(from_day, lower[own], side="left")
        last = np.searchsorted(to_day, upper[own], side="right") - 1
        mass = _likeliest(first, last, patients[own], len(from_day))
        columns = {"from_day": from_day.astype(np.int64), "to_day": to_day, "mass": mass}
        tables.append(pd.DataFrame({"group": str(name), **columns, "healed_by": _sum_up(mass)}))
    if not tables:
        return pd.DataFrame(columns=["group", "from_day", "to_day", "mass", "healed_by"])
    return pd.concat(tables, ignore_index=True)


def healed_between(table: pd.DataFrame, days: Sequence[int]) -> pd.DataFrame:
    """Between which bounds does the share healed by these days lie, wherever within they heal?

    Parameters
    ----------
    table
        From `turnbull`.
    days
        Whole days.

    Returns
    -------
    pandas.DataFrame
        One row per group and day: `group`, `day`, `healed_at_least` (what lies wholly up to the
        day), `healed_at_most` (and what begins before its end), 0 to 1. The two are equal where
        the day splits no interval with a mass. They are bounds of the estimate, not limits of
        confidence.
    """
    rows = []
    for group, own in table.groupby("group", sort=False):
        share = np.append(0.0, own["healed_by"])
        least = share[np.searchsorted(own["to_day"], days, side="right")]
        most = share[np.searchsorted(own["from_day"], days, side="left")]
        rows += [(group, *row) for row in zip(days, least, most, strict=True)]
    return pd.DataFrame(rows, columns=["group", "day", "healed_at_least", "healed_at_most"])


def quantile_intervals(
    table: pd.DataFrame, probabilities: Sequence[float] = (0.25, 0.5, 0.75)
) -> pd.DataFrame:
    """Between which days had a quarter, half, three quarters of each group healed?

    Parameters
    ----------
    table
        From `turnbull`.
    probabilities
        Shares, above 0 and not above 1.

    Returns
    -------
    pandas.DataFrame
        `group`, `probability`, `from_day`, `to_day`: after the first, not after the second, which
        is infinite where so many were never seen healed.

    Notes
    -----
    The interval with a mass in which the curve gets to the share; where it ends level with it, up
    to the end of the next. So the day that `survival.quantiles` gives, the middle of a level
    stretch, lies in it.
    """
    rows = []
    for group, own in table.groupby("group", sort=False):
        share, ends = own["healed_by"].to_numpy(), own["to_day"].to_numpy()
        for probability in probabilities:
            reached = int(np.argmax(share >= probability - _LEVEL_WITH))
            beyond = share > probability + _LEVEL_WITH
            leaves = int(np.argmax(beyond)) if beyond.any() else reached
            rows.append((group, probability, own["from_day"].iloc[reached], ends[leaves]))
    return pd.DataFrame(rows, columns=["group", "probability", "from_day", "to_day"])


def intersections(lower: FloatArray, upper: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Which are the innermost intervals, in which alone the likeliest curve can rise?

    From a lower end to the next upper end, if no other lower end comes before that: Peto (1973),
    doi:10.2307/2346307. On one day an interval ends before the next begins.
    """
    begins, ends = np.unique(lower), np.unique(upper)
    end = ends[np.searchsorted(ends, begins, side="right")]
    innermost = np.append(begins[1:], np.inf) >= end
    return begins[innermost], end[innermost]


def _read(frame: pd.DataFrame) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Which group, which interval (lower, upper], how many patients, row by row?"""
    require_columns(frame, INTERVAL_COLUMNS)
    if frame["group"].isna().any():
        raise BadInput("A row of counts has no group.", "Give records without one a name first.")
    patients = numbers(frame, "patients")
    lower = whole_days(frame.assign(lower=frame["lower"].fillna(0)), "lower").astype(float)
    seen_healed = (frame["upper"].notna() & (frame["upper"] != np.inf)).to_numpy()
    upper = np.full(len(frame), np.inf)
    upper[seen_healed] = whole_days(frame[seen_healed], "upper")
    for before, healed in zip(lower[lower > upper], upper[lower > upper], strict=True):
        raise BadInput(
            f"Somebody is counted as healed by day {healed:g}, but not yet on day {before:g}.",
            "The last day not yet healed comes first; leave it blank where it is unknown.",
        )
    lower = np.where(lower == upper, upper - 1.0, lower)
    some = patients > 0.0
    return frame["group"].to_numpy(dtype=object)[some], lower[some], upper[some], patients[some]


def _likeliest(first: IntArray, last: IntArray, patients: FloatArray, size: int) -> FloatArray:
    """Which masses make what was seen likeliest? Shape (size,); see `turnbull`.

    `first` and `last`, shape (n_rows,): the innermost intervals within each patient's, by place.
    """
    cell, row = np.unique(first * size + last, return_inverse=True)
    first, last = np.divmod(cell, size)
    weight = np.bincount(row, weights=patients / patients.sum())
    mass, slack = np.full(size, 1.0 / size), np.full(size, 0.5)
    for _ in range(_MAX_STEPS):
        within = np.add.reduceat(np.append(mass, 0.0), np.stack([first, last + 1], 1).ravel())[::2]
        demand = _around(weight / within, first, last, size)
        product = float(mass @ slack) / size
        if product < _PRODUCT and np.abs(1.0 - demand - slack).max() < _OFF:
            mass = np.where(mass < _NOTHING, 0.0, mass)
            return mass / mass.sum()
        curvature = _shared(weight / within**2, first, last, size)
        # Scaled by the root of the mass, what is curved stands on a scale of 0 to 1.
        root = np.sqrt(mass)
        matrix = root[:, None] * curvature * root + np.diag(slack + _RIDGE)
        uphill = root * (demand - 1.0) + _DOWN * product / root
        by_mass = root * np.linalg.solve(matrix, uphill)
        by_slack = (_DOWN * product - slack * by_mass) / mass - slack
        length = min(_longest(mass, by_mass), _longest(slack, by_slack))
        mass, slack = mass + length * by_mass, slack + length * by_slack
    raise DashboardError(
        f"The curve of {patients.sum():g} patients by intervals did not settle.",
        "Please report it, with the version of the program; the other figures do not rest on it.",
    )


def _around(values: FloatArray, first: IntArray, last: IntArray, size: int) -> FloatArray:
    """What do the rows around each innermost interval add up to? Shape (size,)"""
    begun = np.bincount(first, weights=values, minlength=size)
    ended = np.bincount(last + 1, weights=values, minlength=size + 1)
    return np.cumsum(begun - ended[:-1])


def _shared(values: FloatArray, first: IntArray, last: IntArray, size: int) -> FloatArray:
    """What do the rows around two innermost intervals add up to? Shape (size, size)"""
    corner = np.bincount(first * size + last, weights=values, minlength=size * size)
    above = np.triu(from_then_on(corner.reshape(size, size).cumsum(axis=0)))
    return above + np.triu(above, 1).T


def _longest(values: FloatArray, step: FloatArray) -> float:
    """How much of this step leaves every value above 0? At most all of it."""
    falling = step < 0.0
    return min(1.0, _SHORT_OF * float(np.min(-values[falling] / step[falling], initial=np.inf)))


def _sum_up(mass: FloatArray) -> FloatArray:
    """What share lies up to the end of each interval? The last is 1, whatever rounding makes."""
    share = np.minimum(np.cumsum(mass), 1.0)
    share[-1] = 1.0
    return share
