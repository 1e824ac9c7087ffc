"""From what was seen to what is written: the episodes of professional care and observation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.synthetic import reported
from sample_data.synthetic.dice import NEVER, Days, Dice, Flags, categorical, effect
from sample_data.synthetic.follow_up import Seen
from sample_data.synthetic.levels import (
    ARMS,
    DELICATE_SITES,
    HABITS,
    OPERATORS,
    TECHNIQUES,
    WOUNDLESS_ARMS,
)
from sample_data.synthetic.luck import Luck
from sample_data.synthetic.outcomes import Arms, Course
from sample_data.synthetic.parameters import allocation, clinics, outcomes
from sample_data.synthetic.parameters import reported as gaps
from sample_data.synthetic.tables import optional, text_where

TRAITS = (
    "patient_key",
    "clinic",
    "start",
    "age_band",
    "sex",
    "skin_type",
    "milia_type",
    "secondary_cause",
    "site",
    "lesions",
    "lesion_band",
    "persisted",
    "deep",
    "clustered",
    "spreading",
    "inflamed_at_start",
    "diy_before",
    "earlier_professional",
    *HABITS,
)
REASONS = ("persistent", "spreading", "distress", "delicate_site", "diagnosis", "cosmetic")


@dataclass(frozen=True)
class Care:
    """One course of care for each of n patients: what happened, and how far it was seen."""

    patients: pd.DataFrame
    arms: Arms
    luck: Luck
    course: Course
    onsets: Days
    seen: Seen

    def documented(self, day: Days) -> Flags:
        """Tell which days lie within what was seen."""
        return np.asarray((day != NEVER) & (day <= self.seen.last_seen_day))


def episodes(seed: int, care: Care, stage: str = "records") -> pd.DataFrame:
    """Write one episode for each course of care; `at` is its position."""
    dice = Dice(seed, stage)
    n = len(care.arms)
    out = care.patients[list(TRAITS)].reset_index(drop=True)
    out["at"] = np.arange(n)
    out["treatment"] = categorical(care.arms, ARMS)
    out["last_seen_day"] = care.seen.last_seen_day
    out["operator_role"] = dice.pick_given(OPERATORS, out["treatment"], allocation.OPERATOR.value)
    out["technique"] = _technique(dice, out["treatment"])
    out["referral_reason"] = _reason(dice, care.patients)
    out["same_day_discharge"] = np.where(dice.chance(0.98, n), "yes", "no")
    _sessions(dice, care, out)
    _clearance(care, out)
    _recurrence(care, out)
    _healing(dice, care, out)
    out["complications_assessed"] = np.where(
        dice.chance(gaps.COMPLICATIONS_ASSESSED.value, n), "yes", "no"
    )
    out["reviews_planned"] = care.seen.reviews_planned
    out["reviews_attended"] = care.seen.reviews_attended
    harmed = care.documented(care.onsets.min(axis=1))
    surprise = care.documented(care.course.recurred_day) | (harmed & dice.chance(0.4, n))
    out["unplanned_visits"] = surprise.astype(np.int64) + dice.chance(0.05, n)
    reported.add(dice, out, care.patients["severity"].to_numpy(), harmed)
    return out


def _technique(dice: Dice, treatment: pd.Series) -> pd.Series:
    every = tuple(name for names in TECHNIQUES.values() for name in names)
    technique = pd.Series(dice.pick_given(every, treatment, allocation.TECHNIQUE.value))
    return technique.where(treatment.isin(list(allocation.TECHNIQUE.value)))


def _reason(dice: Dice, patients: pd.DataFrame) -> np.ndarray:
    n = len(patients)
    sometimes = dice.chance(0.6, n)
    usual = np.asarray(dice.pick(REASONS, dict.fromkeys(REASONS, 1.0), n), dtype=object)
    return np.select(
        [
            patients["diy_harm"].to_numpy() & sometimes,
            (patients["spreading"] == "yes").to_numpy() & sometimes,
            patients["site"].isin(DELICATE_SITES).to_numpy() & dice.chance(0.3, n),
            (patients["persisted"] == "over_12_months").to_numpy() & sometimes,
        ],
        ["after_diy", "spreading", "delicate_site", "persistent"],
        usual,
    )


def _sessions(dice: Dice, care: Care, out: pd.DataFrame) -> None:
    levels = ("1", "2", "3", "4")
    planned = dice.pick_given(levels, out["treatment"], outcomes.SESSIONS.value)
    planned_number = 1 + planned.codes.astype(np.int64)
    gap = outcomes.SESSION_GAP.value
    # Nobody has a session after the last day on which they were seen.
    reached = 1 + care.seen.last_seen_day // gap
    fewer = dice.chance(0.04, len(out)).astype(np.int64)
    done = np.where(care.seen.assessed, planned_number - fewer, np.minimum(planned_number, reached))
    out["sessions_planned"] = planned_number
    out["sessions"] = np.maximum(done, 1)
    out["last_session_day"] = (out["sessions"] - 1) * gap


def _clearance(care: Care, out: pd.DataFrame) -> None:
    course, assessed = care.course, care.seen.assessed
    found = np.where(course.cleared, "yes", np.where(course.partial, "partial", "no"))
    out["cleared"] = np.where(assessed, found, "not_assessed")
    day = np.where(course.cleared, course.cleared_day, course.cleared_later_day)
    out["cleared_day"] = optional(day, assessed & care.documented(day))


def _recurrence(care: Care, out: pd.DataFrame) -> None:
    """The same site first; a new milium elsewhere only where the same site stayed clear."""
    same = care.seen.assessed & care.documented(care.course.recurred_day)
    elsewhere = care.seen.assessed & care.documented(care.course.elsewhere_day)
    day = np.where(same, care.course.recurred_day, care.course.elsewhere_day)
    out["recurred_day"] = optional(day, same | elsewhere)
    where = text_where("other_site", elsewhere)
    out["recurred_where"] = where.mask(pd.Series(same), "same_site")
    out["new_elsewhere_day"] = optional(care.course.elsewhere_day, same & elsewhere)
    retreated = care.documented(care.course.retreated_day)
    out["retreated_day"] = optional(care.course.retreated_day, retreated)


def _healing(dice: Dice, care: Care, out: pd.DataFrame) -> None:
    after = out["last_session_day"].to_numpy(dtype=np.int64)
    seen_for = care.seen.last_seen_day - after
    usual = clinics.HEALING_ASSESSED_OTHERWISE.value
    looks = dice.chance(effect(out["clinic"], clinics.HEALING_ASSESSED.value, usual), len(out))
    assessed = looks & (seen_for > 0) & ~out["treatment"].isin(WOUNDLESS_ARMS).to_numpy()
    healed = care.course.healed_after <= seen_for
    checks = care.luck.healing_checks
    last_check = np.where(checks <= seen_for[:, None], checks, 0).max(axis=1)
    unhealed = np.where(healed, care.course.unhealed_after, last_check)
    out["healing_assessed"] = np.where(assessed, "yes", "no")
    out["healed_day"] = optional(after + care.course.healed_after, assessed & healed)
    out["last_unhealed_day"] = optional(after + unhealed, assessed & (unhealed > 0))
