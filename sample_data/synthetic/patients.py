"""The people who came: their clinic, their month, their habits, and what is hidden about them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import Days, Dice, Levels, effect, pick_by_row
from sample_data.synthetic.levels import CLINICS, DARKER_SKIN, HABITS, SECONDARY_CAUSES
from sample_data.synthetic.parameters import case_mix as mix
from sample_data.synthetic.parameters import clinics as par
from sample_data.synthetic.parameters import examination
from sample_data.synthetic.people import yes_no

FIRST_MONTH = np.datetime64("2023-10", "M")
MONTHS = 36
CUT_OFF = np.datetime64("2026-09-30", "D")


def complete(seed: int, attenders: pd.DataFrame) -> pd.DataFrame:
    """Give every attender a clinic, a start, habits and a hidden severity."""
    dice = Dice(seed, "patients")
    n = len(attenders)
    patients = attenders.copy()
    patients["clinic"] = _clinic(dice, patients)
    patients["start"] = _start(dice, n)
    risk = np.where(
        patients["diy_harm"], examination.INFLAMED_AFTER_HARM.value, examination.INFLAMED.value
    )
    patients["inflamed_at_start"] = yes_no(dice.chance(risk, n))
    patients["clustered"] = yes_no(
        dice.chance(effect(patients["milia_type"], examination.CLUSTERED.value), n)
    )
    patients["spreading"] = yes_no(
        dice.chance(effect(patients["milia_type"], examination.SPREADING.value), n)
    )
    for habit in HABITS:
        patients[habit] = yes_no(dice.chance(examination.HABITS.value[habit], n))
    cause = pd.Series(dice.pick(SECONDARY_CAUSES, mix.SECONDARY_CAUSE.value, n))
    patients["secondary_cause"] = cause.where(patients["milia_type"] == "secondary")
    lasting = (patients["persisted"] == "over_12_months").to_numpy()
    patients["earlier_professional"] = (
        lasting & dice.chance(examination.EARLIER_PROFESSIONAL.value, n)
    ).astype(np.int64)
    patients["severity"] = dice.normal(n)
    return patients


def start_month(start: pd.Series) -> pd.Series:
    """Write the month of a day, as the records do."""
    return start.dt.strftime("%Y-%m").astype(object)


def days_until_cut_off(start: pd.Series) -> Days:
    """Count the days from a first session to the end of the records."""
    left = CUT_OFF - start.to_numpy().astype("datetime64[D]")
    return np.asarray(left.astype(np.int64))


def _clinic(dice: Dice, patients: pd.DataFrame) -> Levels:
    severe = (patients["deep"] == "yes") | ~patients["milia_type"].isin(["primary", "neonatal"])
    darker = patients["skin_type"].isin(DARKER_SKIN)
    size = np.log([par.SIZE.value[clinic] for clinic in CLINICS])
    by_case = np.array([par.SEVERE_CASES.value.get(clinic, 0.0) for clinic in CLINICS])
    by_skin = np.array([par.DARKER_SKIN.value.get(clinic, 0.0) for clinic in CLINICS])
    weights = np.exp([size + s * by_case + d * by_skin for s in (0, 1) for d in (0, 1)])
    row = 2 * severe.to_numpy(dtype=np.int64) + darker.to_numpy(dtype=np.int64)
    return pick_by_row(dice.uniform(len(patients)), CLINICS, weights, row)


def _start(dice: Dice, n: int) -> pd.Series:
    busy = (1.0 + par.GROWTH.value) ** np.arange(MONTHS)
    month = np.searchsorted(np.cumsum(busy) / busy.sum(), dice.uniform(n), side="right")
    first = (FIRST_MONTH + month).astype("datetime64[D]")
    day = first + dice.between(0, 27, n)
    return pd.Series(day.astype("datetime64[s]"))
