"""Arms weighted to a common case mix: who is compared, with which weights, and what their curves say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.answers.like_for_like_cells import Counted
from dashboard.answers.like_for_like_counts import AskedAlike, Outcome
from dashboard.answers.timed import Followed, judged, told
from dashboard.estimates.arrays import FloatArray, IntArray
from dashboard.estimates.balance import Judgement, balance, comparable, largest_of, remaining
from dashboard.estimates.case_mix import CaseMix, Support, common_support
from dashboard.estimates.design import design
from dashboard.estimates.ends import CENSORED, EVENT, Ends
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
        What the query counted.
    cells, mix
        Which of its cells are of these arms, and who is in them.
    support
        Who has a case mix that all arms have, of `mix`.
    fitted, judgement
        How probable each arm was, and whether the arms can be compared: on the overlap weights,
        whichever are shown.
    """

    asked: AskedAlike
    outcome: Outcome
    arms: tuple[str, ...]
    counted: Counted
    cells: IntArray
    mix: CaseMix
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
    def kept_mix(self) -> CaseMix:
        """Who is in the comparison?"""
        return self.fitted.design.mix

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
        values = effective_sizes(self.kept_mix, self.weights)
        return dict(zip(self.arms, values.tolist(), strict=True))

    @cached_property
    def everybody(self) -> pd.DataFrame:
        """The balance of all patients of these arms, those set aside included with a weight of 0."""
        weights = np.zeros(len(self.cells))
        weights[self.support.kept] = self.weights if self.comparable else np.nan
        return balance(self.mix, weights)

    @cached_property
    def largest(self) -> float:
        """How large is the largest standardised difference that the weights shown leave?"""
        if not self.comparable:
            return float("nan")
        if self.asked.adjustment == "overlap":
            return self.judgement.largest
        return largest_of(remaining(self.kept_mix, self.weights))

    @property
    def ends(self) -> Ends:
        """When and how did the observation of those in the comparison end, by kept cell?"""
        return self._of_kept(self.counted.ends)

    def _of_kept(self, ends: Ends) -> Ends:
        kept = np.zeros(len(self.counted.number), dtype=np.bool_)
        kept[self.kept] = True
        return ends.of_cells(kept)

    @cached_property
    def followed(self) -> Followed | None:
        """What do the weighted curves say? None where the arms cannot be compared."""
        if not self.comparable:
            return None
        asked, horizons = self.asked, self.asked.horizons_of(self.outcome)
        curve = self._curve(self.ends)
        at = weighted_at_horizons(curve, horizons, asked.settings.confidence)
        # Maturity is judged by patients, each counted once.
        at["patients_at_risk"] = at["at_risk"]
        at = judged(at, asked.settings.min_at_risk)
        if asked.published:
            at = told(at, curve.counts)
        return Followed(
            curve.counts,
            curve,
            curve.counts.at_risk,
            None,
            None,
            horizons,
            at,
            survival=self.outcome.survival,
        )

    def _curve(self, ends: Ends) -> WeightedCurve:
        """Which weighted curve follows, had the observation of those compared ended so?"""
        counts = count_weighted(ends, self.arms, self.kept_mix.arm, self.weights)
        if self.outcome.survival:
            return weighted_kaplan_meier(counts)
        return weighted_aalen_johansen(counts)

    def differences_of_extremes(self, horizon: int) -> dict[str, tuple[float, float]]:
        """By how much would each arm differ from the reference, had all who were lost stayed free, or none?

        Arm → the difference of the weighted share of the outcome (`Outcome.free`: of that without the event)
        had nobody lost had the event up to the horizon, and had all of them the day after.
        """
        lost = self._of_kept(self.asked.lost(self.outcome, horizon))
        still = self.ends.without(lost)
        extremes = (
            lost.moved(np.full(len(lost.day), horizon), CENSORED),
            lost.moved(lost.day + 1, EVENT),
        )
        shares = [self._shares(still.and_also(moved), horizon) for moved in extremes]
        sign = -1.0 if self.outcome.free else 1.0
        low, high = (sign * (of_arms[1:] - of_arms[0]) for of_arms in shares)
        both = zip(low.tolist(), high.tolist(), strict=True)
        return dict(zip(self.arms[1:], both, strict=True))

    def _shares(self, ends: Ends, horizon: int) -> FloatArray:
        """What weighted share of each arm has had the event by the horizon?"""
        curve = self._curve(ends)
        at = value_at(curve.estimate, curve.counts.days, np.array([horizon]), curve.start)[:, 0]
        return 1.0 - at if self.outcome.survival else at


def alike(asked: AskedAlike, outcome: Outcome) -> tuple[Alike, ...]:
    """Which comparisons are made in this outcome: a pair each, or the chosen arms jointly?"""
    counted = asked.counted(outcome)
    return tuple(_fitted(asked, outcome, arms, counted) for arms in asked.comparisons(outcome))


def _fitted(asked: AskedAlike, outcome: Outcome, arms: tuple[str, ...], counted: Counted) -> Alike:
    cells, mix = counted.mix.between(arms)
    support = common_support(mix)
    kept = mix.where(support.kept)
    fitted = propensity(design(kept))
    judgement = comparable(kept, fitted, support)
    return Alike(asked, outcome, arms, counted, cells, mix, support, fitted, judgement)
