"""Real-life gaps: what nobody asked, counted or wrote down. None of them breaks a rule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import Dice, effect
from sample_data.synthetic.levels import CLINICS
from sample_data.synthetic.parameters import clinics
from sample_data.synthetic.parameters import reported as par


def diy_answers(seed: int, patients: pd.DataFrame) -> pd.Series:
    """What does each patient's record say about attempts at home?

    The truth, or `not_asked` (always at one clinic), or `declined`.
    """
    dice = Dice(seed, "diy_answers")
    n = len(patients)
    declined = dice.chance(par.DIY_DECLINED.value, n)
    not_asked = dice.chance(par.DIY_NOT_ASKED.value, n)
    # Advice alone is always about an attempt, so there it was asked and said.
    told = patients["advice_only"].to_numpy(dtype=bool)
    never = patients["clinic"].isin(clinics.NEVER_ASKS_DIY.value).to_numpy()
    truth = patients["diy_before"].astype(object)
    truth = truth.mask(declined & ~told, "declined")
    return truth.mask((not_asked & ~told) | never, "not_asked")


def leave_blank(seed: int, episodes: pd.DataFrame) -> pd.DataFrame:
    """Blank a small part of the optional values, some of it depending on the clinic."""
    dice = Dice(seed, "gaps")
    n = len(episodes)
    out = episodes.copy()
    blank = {name: dice.chance(share, n) for name, share in par.GAPS.value.items()}
    clinic = pd.Series(pd.Categorical(out["clinic"], categories=list(CLINICS)))
    unseen = effect(
        clinic, clinics.SKIN_TYPE_MISSING.value, clinics.SKIN_TYPE_MISSING_OTHERWISE.value
    )
    blank["skin_type"] = dice.chance(unseen, n)
    # What hangs together goes together, so that no gap makes a contradiction.
    blank["age_band"] &= (out["milia_type"] != "neonatal").to_numpy()
    blank["dlqi_before"] |= blank["age_band"]
    blank["dlqi_after"] |= blank["age_band"]
    blank["secondary_cause"] |= blank["milia_type"]
    blank["lesion_band"] = blank["lesions"] & ~dice.chance(par.LESIONS_ESTIMATED.value, n)
    blank["last_session_day"] &= (out["sessions"] > 1).to_numpy()
    blank["cleared_day"] &= out["recurred_day"].isna().to_numpy()
    for name, where in blank.items():
        out[name] = out[name].mask(pd.Series(where))
    return out


def forget_onsets(seed: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Blank the onset of a few complications, and with it the end."""
    forgotten = Dice(seed, "forgotten").chance(par.ONSET_UNKNOWN.value, len(rows))
    forgotten &= (rows["present_at_start"] == "no").to_numpy()
    out = rows.copy()
    for name in ("onset_day", "resolved_day"):
        out[name] = out[name].mask(pd.Series(np.asarray(forgotten)))
    return out
