"""Which complications a treatment would bring, and when each would show."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import NEVER, Days, Floats, effect, expit, logit, spread
from sample_data.synthetic.levels import ARMS, COMPLICATIONS
from sample_data.synthetic.luck import Luck
from sample_data.synthetic.outcomes import Arms, by_arm, case_mix_effect
from sample_data.synthetic.parameters import clinics, harms
from sample_data.synthetic.patients import FIRST_MONTH

ONSET = {**harms.ONSET.value, **harms.ONSET_SOURCED.value}
LASTS = {**harms.LASTS.value, **harms.LASTS_SOURCED.value}
PIGMENT = ("hyperpigmentation", "hypopigmentation")


def onsets_under(arms: Arms, patients: pd.DataFrame, luck: Luck) -> Days:
    """On what day would each complication show under each patient's treatment?

    Returns
    -------
    (n_patients, n_complications) days since the first session, NEVER where it does not happen.
    """
    happens = luck.u_harm < _probabilities(arms, patients)
    first = np.array([ONSET.get(kind, (0, 0))[0] for kind in COMPLICATIONS])
    last = np.array([ONSET.get(kind, (0, 0))[1] for kind in COMPLICATIONS])
    return np.where(happens, spread(luck.u_onset, first, last), NEVER)


def _probabilities(arms: Arms, patients: pd.DataFrame) -> Floats:
    risk = np.array(
        [[harms.RISK.value[arm].get(kind, 0.0) for kind in COMPLICATIONS] for arm in ARMS]
    )
    odds = logit(risk)[arms] + _log_odds(patients)[:, None]
    pigment = effect(patients["skin_type"], harms.LOG_ODDS_PIGMENT.value)
    odds += pigment[:, None] * np.isin(COMPLICATIONS, PIGMENT)
    chances = expit(odds)
    on_eyelid = (patients["site"] == "eyelid").to_numpy()
    chances[:, COMPLICATIONS.index("ocular_injury")] = on_eyelid * by_arm(arms, harms.EYE.value)
    return chances


def _log_odds(patients: pd.DataFrame) -> Floats:
    odds = case_mix_effect(patients, harms.LOG_ODDS.value)
    odds += harms.SEVERITY.value * patients["severity"].to_numpy()
    month = patients["start"].to_numpy().astype("datetime64[M]") - FIRST_MONTH
    changed = month.astype(np.int64) >= clinics.COMPLICATIONS_FROM.value
    return np.asarray(odds + changed * effect(patients["clinic"], clinics.COMPLICATIONS.value))
