"""What every time-to-event topic says of a curve: figures at the horizons, and how mature they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard import disclosure
from dashboard.disclosure import HIDDEN, HIDDEN_TOO, SHOWN
from dashboard.estimates.clusters import clustered, covariances
from dashboard.estimates.competing_risks import aalen_johansen
from dashboard.estimates.counts import Counts, count_by_day
from dashboard.estimates.curves import Curve
from dashboard.estimates.horizons import at_horizons
from dashboard.estimates.pairs import EpisodePairs, pairs_in
from dashboard.estimates.survival import kaplan_meier
from dashboard.settings import Settings

NOT_MATURE = "not_mature"
NOT_ESTIMABLE = "not_estimable"
_FIGURES = ["estimate", "std_error", "ci_lower", "ci_upper"]


@dataclass(frozen=True, eq=False)
class Several:
    """What must be known where a patient may have several episodes?

    Attributes
    ----------
    pairs
        The pairs of one patient's episodes, by group, day and status: for the errors.
    patients
        ``group``, ``day``, ``patients``: whose last episode ends on the day. For the patients at risk.
    """

    pairs: pd.DataFrame
    patients: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Followed:
    """What was seen on one clock: counts by group and day, the curve, and its figures at the horizons.

    Attributes
    ----------
    counts
        What tests and models start from.
    curve
        Of the share with the event (`survival`: without it).
    patients_at_risk
        Shape (n_groups, n_days of the curve): patients, where `counts` may count episodes.
    pair_frame, pairs
        The pairs of one patient's episodes, as counted and matched with `counts`, where episodes are
        counted; else None.
    at
        Figures at the horizons, from `judged`.
    """

    counts: Counts
    curve: Curve
    patients_at_risk: NDArray[np.float64]
    pair_frame: pd.DataFrame | None
    pairs: EpisodePairs | None
    horizons: tuple[int, ...]
    at: pd.DataFrame
    survival: bool = False

    @property
    def shared(self) -> pd.DataFrame | None:
        """How do two groups' figures move together because patients stand in both? None: they do not."""
        return None if self.pairs is None else covariances(self.counts, self.pairs, self.horizons)

    @property
    def method(self) -> str:
        """What is the estimator called?"""
        name = "kaplan_meier" if self.survival else "aalen_johansen"
        return name if self.pairs is None else f"{name}_cluster_sandwich"


def follow(
    frame: pd.DataFrame,
    several: Several | None,
    order: Sequence[str],
    horizons: tuple[int, ...],
    settings: Settings,
    *,
    published: bool = False,
    survival: bool = False,
) -> Followed | None:
    """What does the curve of each group look like, and what can be relied on? None: nobody was followed.

    With `several` episodes a patient, errors are those of the cluster sandwich, and it is patients, not
    episodes, that must be at risk for a figure to be mature or shown. `published`: figures that a curve
    with coarse steps cannot tell are hidden. `survival`: nothing competes, and the curve is the share still
    free of the event.
    """
    if frame.empty:
        return None
    place = {group: number for number, group in enumerate(order)}
    frame = frame.iloc[np.argsort(frame["group"].map(place), kind="stable")]
    counts = count_by_day(frame)
    pair_frame = pairs = None
    if several is not None:
        pair_frame, pairs = several.pairs, pairs_in(counts, several.pairs)
        curve, at_risk = clustered(counts, pairs), _patients_at_risk(counts, several.patients)
        curve = _survival_of(curve) if survival else curve
    else:
        curve = kaplan_meier(counts) if survival else aalen_johansen(counts)
        at_risk = counts.at_risk
    at = at_horizons(curve, horizons, settings.confidence)
    at["patients_at_risk"] = _just_before(curve.counts, at_risk, horizons)
    at = judged(at, settings.min_at_risk)
    if published:
        at = told(at, counts)
    return Followed(counts, curve, at_risk, pair_frame, pairs, horizons, at, survival=survival)


def _survival_of(curve: Curve) -> Curve:
    """What is the share still free of the event, where nothing competes? Its error is the same."""
    return Curve(curve.counts, 1.0, 1.0 - curve.estimate, curve.std_error)


def told(at: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Which figures may be published: none on 1 to 7 events or on all but so many, none that a curve cannot tell?"""
    horizons = at["horizon_days"].unique().tolist()
    lags = [disclosure.is_behind(counts.days, events, horizons) for events in counts.events]
    few = disclosure.is_small(at["events"]) | disclosure.is_small(at["patients"] - at["events"])
    status = np.where(few, HIDDEN, np.where(np.concatenate(lags), HIDDEN_TOO, SHOWN))
    gone = pd.Series(status, index=at.index).ne(SHOWN)
    result = at.copy()
    for name in (*_FIGURES, "events", "competing"):
        result[name] = result[name].astype(float).mask(gone)
    result["status"] = result["status"].mask(gone & result["status"].ne(NOT_ESTIMABLE), status)
    return result


def _patients_at_risk(counts: Counts, last: pd.DataFrame) -> NDArray[np.float64]:
    """How many patients have an episode under observation just before each day?"""
    leaving = np.zeros_like(counts.events)
    row = last["group"].map({group: number for number, group in enumerate(counts.groups)})
    column = np.searchsorted(counts.days, last["day"].to_numpy(dtype=np.int64))
    leaving[row.to_numpy(dtype=np.int64), column] = last["patients"].to_numpy(dtype=float)
    return leaving[:, ::-1].cumsum(axis=1)[:, ::-1]


def _just_before(
    counts: Counts, at_risk: NDArray[np.float64], horizons: tuple[int, ...]
) -> NDArray[np.float64]:
    """How many are at risk just before each horizon? Flattened by group, then horizon."""
    padded = np.hstack([at_risk, np.zeros((len(counts.groups), 1))])
    return padded[:, np.searchsorted(counts.days, np.array(horizons), side="left")].ravel()


def mature_days(followed: Followed, min_at_risk: int) -> NDArray[np.bool_]:
    """On which days is each group's curve mature? Shape (n_groups, n_days).

    Those just before which at least `min_at_risk` patients are at risk, or before which nobody was
    censored.
    """
    counts = followed.curve.counts
    censored_before = np.cumsum(counts.censored, axis=1) - counts.censored
    return (followed.patients_at_risk >= min_at_risk) | (censored_before == 0)


def mature_to(curves: pd.DataFrame) -> dict[str, int]:
    """Up to which day is each group's curve mature? From rows of the ``curves`` table."""
    last = curves[curves["status"].eq(SHOWN)].groupby("group", sort=False)["day"].max()
    return {str(group): int(day) for group, day in last.items()}


def judged(at: pd.DataFrame, min_at_risk: int) -> pd.DataFrame:
    """Which figures at horizons can be relied on? Adds ``status``; blanks what lies beyond the last day.

    `at` comes from `estimates.horizons.at_horizons`, with ``patients_at_risk``. Beyond the last observed
    day a figure is ``not_estimable``, unless nobody was censored: then everybody's outcome is known.
    """
    complete = at["censored_before"].eq(0)
    at_risk, patients = at["at_risk"].to_numpy(), at["patients_at_risk"].to_numpy()
    complete = at["censored_before"].to_numpy() == 0
    beyond = (
        (at_risk == 0) & (at["last_day"].to_numpy() < at["horizon_days"].to_numpy()) & ~complete
    )
    thin = (patients < min_at_risk) & ~complete
    figures = {name: np.where(beyond, np.nan, at[name].to_numpy(dtype=float)) for name in _FIGURES}
    status = np.where(beyond, NOT_ESTIMABLE, np.where(thin, NOT_MATURE, SHOWN))
    return at.assign(**figures, status=status)


def base_of(at: pd.DataFrame) -> pd.Series:
    """How many patients does a figure rest on: those at risk, or all where nobody was censored?"""
    return at["patients_at_risk"].where(at["censored_before"].gt(0), at["patients"])


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
