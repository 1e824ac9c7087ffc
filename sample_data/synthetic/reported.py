"""What patients report, and what the course of care took and cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import Days, Dice, Flags, Floats, effect
from sample_data.synthetic.levels import CHILD_BANDS
from sample_data.synthetic.parameters import clinics
from sample_data.synthetic.parameters import reported as par
from sample_data.synthetic.tables import optional


def add(dice: Dice, out: pd.DataFrame, severity: Floats, harmed: Flags) -> None:
    """Add scores, minutes, money and complaints to the episodes, in place."""
    seen = (out["cleared"] != "not_assessed").to_numpy()
    well = (out["cleared"] == "yes").to_numpy() & out["recurred_day"].isna().to_numpy()
    newborn = (out["age_band"] == "under_1").to_numpy()
    adult = ~out["age_band"].isin(CHILD_BANDS).to_numpy()
    asked = adult & ~out["clinic"].isin(clinics.NEVER_ASKS_DLQI.value).to_numpy()
    left = np.where(well, par.LEFT_IF_CLEAR.value, par.LEFT_IF_NOT_CLEAR.value)
    for name, mean, top, answers in (
        ("dlqi", par.DLQI_BEFORE.value, 30, asked),
        ("distress", par.DISTRESS_BEFORE.value, 10, ~newborn),
    ):
        before = _whole(mean * (1.0 + 0.15 * severity + 0.6 * dice.normal(len(out))), 0, top)
        after = _whole(before * left + 0.15 * mean * dice.normal(len(out)), 0, top)
        out[f"{name}_before"] = optional(before, answers)
        out[f"{name}_after"] = optional(after, answers & seen)
    _pain_and_satisfaction(dice, out, well, harmed, seen)
    _minutes_and_money(dice, out)
    _redo_and_complaint(dice, out, well, harmed, seen)


def _pain_and_satisfaction(
    dice: Dice, out: pd.DataFrame, well: Flags, harmed: Flags, seen: Flags
) -> None:
    n = len(out)
    pain = _whole(effect(out["treatment"], par.PAIN_MEAN.value) + 1.6 * dice.normal(n), 0, 10)
    out["pain"] = optional(pain, (out["treatment"] != "observation").to_numpy())
    content = 4.3 - 1.2 * ~well - 0.6 * harmed + 0.7 * dice.normal(n)
    out["satisfaction"] = optional(_whole(content, 1, 5), seen)


def _minutes_and_money(dice: Dice, out: pd.DataFrame) -> None:
    sessions = out["sessions"].to_numpy(dtype=np.float64)
    size = 1.0 + 0.10 * np.log(out["lesions"].to_numpy(dtype=np.float64))
    for column, table in (
        ("chair_minutes", par.MINUTES.value),
        ("price", par.PRICE.value),
        ("cost", par.COST.value),
    ):
        varies = 1.0 + 0.12 * dice.normal(len(out))
        amount = effect(out["treatment"], table) * sessions * size * varies
        out[column] = _whole(amount, 1, 10_000)


def _redo_and_complaint(
    dice: Dice, out: pd.DataFrame, well: Flags, harmed: Flags, seen: Flags
) -> None:
    n = len(out)
    out["free_redo"] = np.where(seen & ~well & dice.chance(par.FREE_REDO.value, n), "yes", "no")
    chance = par.COMPLAINT.value
    risk = np.select(
        [harmed, seen & ~well], [chance["harmed"], chance["not_clear"]], chance["otherwise"]
    )
    out["complaint"] = np.where(dice.chance(risk, n), "yes", "no")


def _whole(values: Floats, low: int, high: int) -> Days:
    return np.clip(np.rint(values), low, high).astype(np.int64)
