"""Courses of care: the first professional one of each patient, and the one that follows it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.synthetic import allocation, follow_up, harms, luck, outcomes
from sample_data.synthetic.dice import Dice, Flags, categorical, codes_of
from sample_data.synthetic.levels import ARMS, PERSISTED
from sample_data.synthetic.outcomes import Arms
from sample_data.synthetic.parameters import examination
from sample_data.synthetic.parameters import outcomes as par
from sample_data.synthetic.people import lesion_band, yes_no
from sample_data.synthetic.records import Care


def given(
    seed: int,
    patients: pd.DataFrame,
    arms: Arms,
    chance: luck.Luck,
    *,
    informative_loss: bool,
    stage: str,
) -> Care:
    """What happened under the treatments given, and how far was it seen?"""
    course = outcomes.under(arms, patients, chance)
    onsets = harms.onsets_under(arms, patients, chance)
    seen = follow_up.observe(
        seed, patients, course, onsets, informative_loss=informative_loss, stage=stage
    )
    return Care(patients, arms, chance, course, onsets, seen)


def following(seed: int, first: Care, *, unmeasured_severity: bool, informative_loss: bool) -> Care:
    """The next course of care of those who were seen to be treated again, in these records."""
    dice = Dice(seed, "following")
    n = len(first.arms)
    recorded = dice.chance(par.RECORDED_HERE.value, n) & (first.arms != ARMS.index("observation"))
    recorded &= (first.patients["milia_type"] != "neonatal").to_numpy()
    recorded &= ~first.patients["advice_only"].to_numpy(dtype=bool)
    recorded &= first.documented(first.course.retreated_day)
    again = _as_they_come_back(dice, first, recorded)
    chances = allocation.probabilities(again, unmeasured_severity=unmeasured_severity)
    chances[np.arange(len(again)), first.arms[recorded]] = 0.0  # *another* treatment
    arms = np.asarray(allocation.allot(seed, chances, "following_arm").codes, dtype=np.int64)
    chance = luck.draw(seed, len(again), "following_luck")
    return given(
        seed, again, arms, chance, informative_loss=informative_loss, stage="following_seen"
    )


def _as_they_come_back(dice: Dice, first: Care, recorded: Flags) -> pd.DataFrame:
    again = first.patients[recorded].reset_index(drop=True)
    n = len(again)
    day = first.course.retreated_day[recorded]
    again["start"] = again["start"] + pd.to_timedelta(day, unit="D")
    again["earlier_professional"] = again["earlier_professional"] + 1
    again["lesions"] = np.maximum(1, np.rint(again["lesions"] * 0.5)).astype(np.int64)
    again["lesion_band"] = lesion_band(again["lesions"].to_numpy())
    new = first.course.cleared[recorded]
    before = codes_of(again["persisted"])
    again["persisted"] = categorical(
        np.where(new, PERSISTED.index("1_6_months"), before), PERSISTED
    )
    again["inflamed_at_start"] = yes_no(dice.chance(examination.INFLAMED.value, n))
    again["diy_harm"] = False
    return again
