"""Arms weighted to a common case mix: who is compared, with which weights, and what their curves say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.answers.like_for_like_counts import CASE_MIX, STATUSES, AskedAlike, Counted, Outcome
from dashboard.answers.timed import Followed, judged, told
from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.balance import Judgement, balance, comparable, largest_remaining
from dashboard.estimates.case_mix import Support, common_support
from dashboard.estimates.counts import STATUSES as NAMES
from dashboard.estimates.design import Design, design
from dashboard.estimates.horizons import value_at
from dashboard.estimates.propensity import Propensity, propensity
from dashboard.estimates.results import SHOWN
from dashboard.estimates.weighted_curves import (
    WeightedCurve,
    count_weighted,
    weighted_aalen_johansen,
    weighted_at_horizons,
    weighted_kaplan_meier,
)
from dashboard.estimates.weights import effective_sizes, overlap_weights, truncated_weights


@dataclass(frozen=True, eq=False)
class Alike:
    """Which arms are compared like for like in one outcome, and can they be?

    Attributes
    ----------
    arms
        The reference first.
    counted
        What the query counted; `cells` are the rows of its cells that are of these arms.
    support
        Who has a case mix that all arms have, of `cells`.
    fitted, judgement
        How probable each arm was, and whether the arms can be compared: on the overlap weights,
        whichever are shown.
    """

    asked: AskedAlike
    outcome: Outcome
    arms: tuple[str, ...]
    counted: Counted
    cells: IntArray
    support: Support
    fitted: Propensity
    judgement: Judgement

    @property
    def comparable(self) -> bool:
        """Can these arms be compared?"""
        return self.judgement.status == SHOWN

    @property
    def kept(self) -> IntArray:
        """Which cells are in the comparison? Those of the model."""
        return np.asarray(self.cells[self.support.kept], dtype=np.int64)

    @property
    def patients(self) -> dict[str, int]:
        """How many patients of each arm are in the comparison?"""
        return dict(zip(self.arms, self.support.after.astype(int).tolist(), strict=True))

    @property
    def set_aside(self) -> dict[str, int]:
        """How many patients of each arm are not, since another arm has nobody alike?"""
        gone = self.support.before - self.support.after
        return dict(zip(self.arms, gone.astype(int).tolist(), strict=True))

    @cached_property
    def weights(self) -> FloatArray:
        """How much does each patient of a kept cell count? Blank where the model has no fit."""
        if self.asked.adjustment == "iptw":
            return truncated_weights(self.fitted)
        return overlap_weights(self.fitted)

    @cached_property
    def sizes(self) -> dict[str, float]:
        """How many patients of equal weight would be as informative, in each arm?"""
        values = effective_sizes(self.fitted.design, self.weights)
        return dict(zip(self.arms, values.tolist(), strict=True))

    @cached_property
    def everybody(self) -> pd.DataFrame:
        """The balance of all patients of these arms, those set aside included with a weight of 0."""
        cells = self.counted.cells.iloc[self.cells]
        weights = np.zeros(len(cells))
        weights[self.support.kept] = self.weights if self.comparable else np.nan
        model = self.fitted.design
        if not self.support.kept.all():
            model = design(cells, self.arms, CASE_MIX)
        return balance(cells, CASE_MIX, model, weights)

    @cached_property
    def largest(self) -> float:
        """How large is the largest standardised difference that the weights shown leave?"""
        if not self.comparable:
            return float("nan")
        if self.asked.adjustment == "overlap":
            return self.judgement.largest
        kept = self.counted.cells.iloc[self.kept]
        return largest_remaining(balance(kept, CASE_MIX, self.fitted.design, self.weights))

    @cached_property
    def long(self) -> pd.DataFrame:
        """What happened to those kept: ``group``, ``cell``, ``day``, ``status``, ``patients``, ``weight``?"""
        weight = np.full(len(self.counted.cells), np.nan)
        weight[self.kept] = self.weights
        rows = self.counted.rows
        rows = rows[~np.isnan(weight[rows["cell"].to_numpy()])]
        parts = [
            rows[["group", "cell", "day"]].assign(status=name, patients=rows[column])
            for name, column in zip(NAMES, STATUSES, strict=True)
        ]
        frame = pd.concat(parts, ignore_index=True)
        frame = frame[frame["patients"].gt(0)]
        frame["weight"] = weight[frame["cell"].to_numpy()]
        # The reference comes first; a stable sort keeps the rest as it is.
        place = frame["group"].map({arm: number for number, arm in enumerate(self.arms)})
        return frame.iloc[np.argsort(place.to_numpy(), kind="stable")].reset_index(drop=True)

    @cached_property
    def followed(self) -> Followed | None:
        """What do the weighted curves say? None where the arms cannot be compared."""
        if not self.comparable:
            return None
        asked, horizons = self.asked, self.asked.horizons_of(self.outcome)
        counts = count_weighted(self.long)
        curve = (
            weighted_kaplan_meier(counts)
            if self.outcome.survival
            else weighted_aalen_johansen(counts)
        )
        at = weighted_at_horizons(curve, horizons, asked.settings.confidence)
        # Maturity is judged by patients, each counted once.
        at["patients_at_risk"] = at["at_risk"]
        at = judged(at, asked.settings.min_at_risk)
        if asked.published:
            at = told(at, counts.patients)
        return Followed(
            counts.patients,
            curve,
            counts.patients.at_risk,
            None,
            None,
            horizons,
            at,
            survival=self.outcome.survival,
        )

    def differences_of_extremes(self, horizon: int) -> dict[str, tuple[float, float]]:
        """By how much would each arm differ from the reference, had all who were lost stayed free, or none?

        Arm → the difference of the weighted share of the outcome (`Outcome.free`: of that without the event)
        had nobody lost had the event up to the horizon, and had all of them the day after.
        """
        lost = self.asked.lost(self.outcome, horizon)
        lost = lost[np.isin(lost["cell"].to_numpy(), self.kept)]
        gone = self.long.merge(
            lost.assign(status="censored"), on=["cell", "day", "status"], how="left"
        )["lost"].fillna(0.0)
        gone = np.minimum(gone.to_numpy(dtype=float), self.long["patients"].to_numpy(dtype=float))
        still = self.long.assign(patients=self.long["patients"] - gone)
        moved = self.long.assign(patients=gone)[gone > 0]
        extremes = (
            moved.assign(day=horizon),
            moved.assign(day=moved["day"] + 1, status="event"),
        )
        shares = [
            self._shares(pd.concat([still, part], ignore_index=True), horizon) for part in extremes
        ]
        sign = -1.0 if self.outcome.free else 1.0
        return {
            arm: (
                sign * (shares[0][arm] - shares[0][self.arms[0]]),
                sign * (shares[1][arm] - shares[1][self.arms[0]]),
            )
            for arm in self.arms[1:]
        }

    def _shares(self, frame: pd.DataFrame, horizon: int) -> dict[str, float]:
        """What weighted share of each arm has had the event by the horizon?"""
        counts = count_weighted(frame)
        curve: WeightedCurve = (
            weighted_kaplan_meier(counts)
            if self.outcome.survival
            else weighted_aalen_johansen(counts)
        )
        at = value_at(curve.estimate, curve.counts.days, np.array([horizon]), curve.start)[:, 0]
        shares = 1.0 - at if self.outcome.survival else at
        return dict(zip(curve.counts.groups, shares.tolist(), strict=True))


def alike(asked: AskedAlike, outcome: Outcome) -> tuple[Alike, ...]:
    """Which comparisons are made in this outcome: a pair each, or the chosen arms jointly?"""
    counted = asked.counted(outcome)
    return tuple(_fitted(asked, outcome, arms, counted) for arms in asked.comparisons(outcome))


def _fitted(asked: AskedAlike, outcome: Outcome, arms: tuple[str, ...], counted: Counted) -> Alike:
    of_arms = np.flatnonzero(counted.cells["group"].isin(arms).to_numpy())
    cells = counted.cells.iloc[of_arms]
    support = common_support(cells, arms, CASE_MIX)
    kept = cells[support.kept]
    model: Design = design(kept, arms, CASE_MIX)
    fitted = propensity(model)
    judgement = comparable(kept, CASE_MIX, fitted, support)
    return Alike(asked, outcome, arms, counted, of_arms, support, fitted, judgement)
