"""What every time-to-event topic says of a curve: figures at the horizons, and how mature they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.disclosure import SHOWN
from dashboard.estimates.clusters import clustered, covariances
from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.counts import Counts, count_by_day
from dashboard.estimates.curves import Curve
from dashboard.estimates.horizons import at_horizons
from dashboard.estimates.pairs import EpisodePairs, pairs_in
from dashboard.settings import Settings

NOT_MATURE = "not_mature"
NOT_ESTIMABLE = "not_estimable"
_FIGURES = ["estimate", "std_error", "ci_lower", "ci_upper"]


@dataclass(frozen=True, eq=False)
class Followed:
    """What was seen on one clock: counts by group and day, the curve, and its figures at the horizons.

    Attributes
    ----------
    pair_frame, pairs
        The pairs of one patient's episodes, as counted and matched with `counts`, where episodes are
        counted; else None.
    at
        Figures at the horizons, from `judged`.
    """

    counts: Counts
    pair_frame: pd.DataFrame | None
    pairs: EpisodePairs | None
    curve: Curve
    horizons: tuple[int, ...]
    at: pd.DataFrame

    @property
    def shared(self) -> pd.DataFrame | None:
        """How do two groups' figures move together because patients stand in both? None: they do not."""
        return None if self.pairs is None else covariances(self.counts, self.pairs, self.horizons)


def follow(
    frame: pd.DataFrame,
    pairs: pd.DataFrame | None,
    order: Sequence[str],
    horizons: tuple[int, ...],
    settings: Settings,
) -> Followed | None:
    """What does the curve of each group look like, and what can be relied on? None: nobody was followed.

    `pairs` holds the pairs of one patient's episodes where episodes are counted: errors are then those
    of the cluster sandwich.
    """
    if frame.empty:
        return None
    place = {group: number for number, group in enumerate(order)}
    counts = count_by_day(frame.iloc[np.argsort(frame["group"].map(place), kind="stable")])
    matched = None if pairs is None else pairs_in(counts, pairs)
    curve = aalen_johansen(counts) if matched is None else clustered(counts, matched)
    at = at_horizons(curve, horizons, settings.confidence)
    return Followed(counts, pairs, matched, curve, horizons, judged(at, settings.min_at_risk))


def mature_days(curve: Curve, min_at_risk: int) -> NDArray[np.bool_]:
    """On which days is each group's curve mature? Shape (n_groups, n_days).

    Those just before which at least `min_at_risk` are at risk, or before which nobody was censored.
    """
    counts = curve.counts
    censored_before = np.cumsum(counts.censored, axis=1) - counts.censored
    return (counts.at_risk >= min_at_risk) | (censored_before == 0)


def mature_to(curves: pd.DataFrame) -> dict[str, int]:
    """Up to which day is each group's curve mature? From rows of the ``curves`` table."""
    last = curves[curves["status"].eq(SHOWN)].groupby("group", sort=False)["day"].max()
    return {str(group): int(day) for group, day in last.items()}


def judged(at: pd.DataFrame, min_at_risk: int) -> pd.DataFrame:
    """Which figures at horizons can be relied on? Adds ``status``; blanks what lies beyond the last day.

    `at` comes from `estimates.horizons.at_horizons`. Beyond the last observed day a figure is
    ``not_estimable``, unless nobody was censored: then everybody's outcome is known.
    """
    complete = at["censored_before"].eq(0)
    beyond = at["at_risk"].eq(0) & at["last_day"].lt(at["horizon_days"]) & ~complete
    thin = at["at_risk"].lt(min_at_risk) & ~complete
    result = at.copy()
    result["status"] = np.where(beyond, NOT_ESTIMABLE, np.where(thin, NOT_MATURE, SHOWN))
    result[_FIGURES] = result[_FIGURES].mask(beyond)
    return result


def base_of(at: pd.DataFrame) -> pd.Series:
    """How many patients does a figure rest on: those at risk, or all where nobody was censored?"""
    return at["at_risk"].where(at["censored_before"].gt(0), at["patients"])


def pair_rows(groups: Sequence[str], status: str) -> pd.DataFrame:
    """Which rows stand for a test that is not done: one per pair, without figures?"""
    pairs = list(combinations(groups, 2))
    return pd.DataFrame(
        {
            "group": [second for _, second in pairs],
            "reference": [first for first, _ in pairs],
            "status": status,
        }
    )


def main_horizon(at: pd.DataFrame, sizes: Mapping[str, int]) -> int | None:
    """At which horizon is the finding said: the latest at which most patients stand in mature groups?"""
    shown = at[at["status"].eq(SHOWN)]
    half = sum(sizes.values()) / 2
    covered = shown["group"].map(sizes).fillna(0).groupby(shown["horizon_days"]).sum()
    enough = covered[covered >= half]
    chosen = enough if len(enough) else covered
    return int(max(chosen.index.tolist())) if len(chosen) else None
