"""Days until the skin is healed: quartiles, restricted means, and what is known when days are intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.answers.asked import Asked
from dashboard.answers.timed import (
    NOT_ESTIMABLE,
    NOT_MATURE,
    Followed,
    base_of,
    mature_days,
)
from dashboard.answers.timed_tables import quantile_base
from dashboard.disclosure import SHOWN
from dashboard.estimates.differences import pair_differences
from dashboard.estimates.restricted_mean import restricted_means
from dashboard.estimates.restricted_mean_clusters import clustered_means
from dashboard.estimates.survival import quantiles
from dashboard.estimates.turnbull import healed_between, quantile_intervals, turnbull

MEAN = "restricted_mean"
INTERVALS = "healing_interval_censored"
NOT_REACHED = "not_reached"
# Share healed → what its day is called.
KINDS = {0.25: "quantile_25", 0.5: "median", 0.75: "quantile_75"}
# A mean is mature where the part of the curve that is not cannot move it by more than this: days are whole.
_MOVED_BY = 1.0
_LIMITS = ["ci_lower", "ci_upper"]


def quartiles(followed: Followed, asked: Asked, measure: str) -> pd.DataFrame:
    """By which day were a quarter, half, three quarters of each group healed?

    Limits are those of the curve; blank where the curve's limit does not get there, or where fewer are
    still open on that day than a figure may rest on: it would say when the last few healed.
    """
    table = quantiles(followed.curve, tuple(KINDS), asked.settings.confidence)
    patients = table["group"].map(asked.sizes)
    for limit in _LIMITS:
        known = _open_before(followed, table["group"], table[limit]) >= asked.fewest
        table[limit] = table[limit].where(known | (asked.fewest == 1))
    return table.assign(
        measure=measure,
        kind=table["probability"].map(KINDS),
        episodes=table["group"].map(_episodes(followed)),
        patients=patients,
        value_unit="days",
        method=followed.method,
        status=np.where(table["estimate"].isna(), NOT_REACHED, SHOWN),
        base=_quantile_base(followed, table, asked),
    )


def _quantile_base(followed: Followed, table: pd.DataFrame, asked: Asked) -> pd.Series:
    """How many does a quartile rest on: the few around it, and those still open before its day?"""
    still_open = _open_before(followed, table["group"], table["estimate"])
    few = quantile_base(table["group"].map(asked.sizes), asked)
    return few.where(table["estimate"].isna() | (few <= still_open), still_open)


def _open_before(followed: Followed, group: pd.Series, day: pd.Series) -> NDArray[np.float64]:
    """How many patients are still open just before a day? None where there is no day."""
    counts = followed.curve.counts
    padded = np.hstack([followed.patients_at_risk, np.zeros((len(counts.groups), 1))])
    row = np.array([counts.index_of(str(name)) for name in group], dtype=np.int64)
    column = np.searchsorted(counts.days, day.fillna(np.inf).to_numpy(dtype=float), side="left")
    found: NDArray[np.float64] = padded[row, column]
    return found


def _episodes(followed: Followed) -> dict[str, int]:
    counts = followed.curve.counts
    return dict(zip(counts.groups, counts.patients.astype(int).tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class Means:
    """Restricted means, and how those of two groups move together where patients stand in both."""

    table: pd.DataFrame
    covariances: pd.DataFrame | None


def means(followed: Followed, asked: Asked) -> Means:
    """How many days until healed on average, whoever is open that long counted to day 28, to day 84?"""
    level = asked.settings.confidence
    covariances, method = None, "kaplan_meier_area"
    counts = followed.curve.counts
    table = restricted_means(counts, asked.settings.healing_means, level)
    if followed.pairs is not None:
        table, covariances = clustered_means(table, counts, followed.pairs, level)
        method = f"{method}_cluster_sandwich"
    if asked.published:
        # A mean rests on everybody: how many were healed by its last day is another figure.
        table = table.drop(columns=["events", "competing"])
    patients = table["group"].map(asked.sizes)
    table = table.assign(
        measure=MEAN,
        kind=MEAN,
        episodes=table["patients"],
        patients=patients,
        value_unit="days",
        method=method,
        status=table["status"].mask(
            table["status"].eq(SHOWN) & _may_move(followed, table, asked), NOT_MATURE
        ),
        base=quantile_base(patients, asked),
    )
    return Means(table, covariances)


def _may_move(followed: Followed, table: pd.DataFrame, asked: Asked) -> NDArray[np.bool_]:
    """Could those followed after the curve is no longer mature move the mean by more than a day?"""
    counts = followed.curve.counts
    mature = mature_days(followed, asked.settings.min_at_risk)
    from_day, still_open = {}, {}
    for row, group in enumerate(counts.groups):
        seen = np.flatnonzero(counts.leaving[row] > 0)
        # On the days between two on which anybody left, as many are followed as just before the second.
        kept = int(np.argmin(mature[row, seen])) if not mature[row, seen].all() else len(seen)
        last = seen[kept - 1] if kept else None
        start = 0.0 if last is None else float(counts.days[last])
        from_day[group] = start if kept < len(seen) else np.inf
        still_open[group] = 1.0 if last is None else float(followed.curve.estimate[row, last])
    stretch = (table["horizon_days"] - table["group"].map(from_day)).clip(lower=0.0)
    moved = stretch * table["group"].map(still_open)
    return (moved > _MOVED_BY).to_numpy(dtype=np.bool_)


def mean_differences(found: Means, groups: tuple[str, ...], asked: Asked) -> pd.DataFrame:
    """By how many days do the restricted means differ, pair by pair?"""
    if len(groups) < 2:
        return pd.DataFrame()
    rows = pair_differences(found.table, groups, asked.settings.confidence, found.covariances)
    method = "wald" if found.covariances is None else "wald_cluster_sandwich"
    return rows.assign(measure=MEAN, kind=MEAN, contrast="difference", method=method)


def intervals(followed: Followed, asked: Asked, exact: pd.DataFrame) -> pd.DataFrame:
    """What if healing happened on any day since the skin was last seen open? Bounds, not limits of confidence.

    `exact`: the rows of `quartiles`, for what may be shown. Where so many were never seen healed, neither
    end is told: the first is the day on which the last of them was seen.
    """
    counted = asked.run("intervals_by_group_and_days", outcome=asked.topic, definition="A")
    curve = turnbull(counted.rename(columns={"episodes": "patients"}))
    patients, episodes = asked.sizes, _episodes(followed)
    said = {"measure": INTERVALS, "method": "turnbull; no interval is claimed"}

    at = followed.at[["group", "horizon_days", "status"]].assign(
        patients=followed.at["group"].map(patients),
        base=np.minimum(base_of(followed.at), followed.at["group"].map(patients)),
    )
    between = healed_between(curve, followed.horizons).rename(columns={"day": "horizon_days"})
    at = at.merge(between, on=["group", "horizon_days"], how="left")
    known = at["status"].ne(NOT_ESTIMABLE)
    rows = [
        at.assign(kind=kind, estimate=at[kind].where(known), value_unit="proportion", **said)
        for kind in ("healed_at_least", "healed_at_most")
    ]
    days = exact[["group", "probability", "patients", "base"]].merge(
        quantile_intervals(curve, tuple(KINDS)), on=["group", "probability"], how="left"
    )
    reached = np.isfinite(days["to_day"])
    # Healed on day 0 is after day -1: nobody is open then.
    ends = {"from": days["from_day"].clip(lower=0), "to": days["to_day"]}
    rows += [
        days.assign(
            kind=days["probability"].map(KINDS) + f"_{end}",
            estimate=day.astype(float).where(reached),
            value_unit="days",
            status=np.where(reached, SHOWN, NOT_REACHED),
            **said,
        )
        for end, day in ends.items()
    ]
    table = pd.concat(rows, ignore_index=True)
    return table.assign(episodes=table["group"].map(episodes))
