"""Who gets which treatment, and with what probability: the truth behind the confounding."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import Dice, Floats, Levels, effect, pick_by_row
from sample_data.synthetic.levels import ARMS, PROFESSIONAL
from sample_data.synthetic.parameters import allocation as par

# The case mix that decides, and the only one: all of it is in the records.
CASE_MIX = (
    "milia_type",
    "site",
    "lesion_band",
    "persisted",
    "deep",
    "skin_type",
    "age_band",
    "sex",
    "diy_before",
    "inflamed_at_start",
)


def probabilities(patients: pd.DataFrame, *, unmeasured_severity: bool) -> Floats:
    """With what probability does each patient get each treatment?

    Returns
    -------
    (n_patients, n_arms), columns in the order of ARMS, rows adding up to 1. Newborns are
    observed or extracted; everybody else has a multinomial logit against extraction.
    """
    odds = np.column_stack([_log_odds(patients, arm) for arm in PROFESSIONAL])
    if unmeasured_severity:
        hidden = np.array([par.SEVERITY.value.get(arm, 0.0) for arm in PROFESSIONAL])
        odds += patients["severity"].to_numpy()[:, None] * hidden
    share = np.exp(odds - odds.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    chances = np.column_stack([share, np.zeros(len(patients))])
    newborn = np.zeros(len(ARMS))
    newborn[ARMS.index("observation")] = par.NEWBORN_OBSERVED.value
    newborn[ARMS.index("extraction")] = 1.0 - par.NEWBORN_OBSERVED.value
    chances[(patients["milia_type"] == "neonatal").to_numpy()] = newborn
    return chances


def allot(seed: int, chances: Floats, stage: str = "allocation") -> Levels:
    """Draw one treatment for each patient."""
    n = len(chances)
    return pick_by_row(Dice(seed, stage).uniform(n), ARMS, chances, np.arange(n))


def _log_odds(patients: pd.DataFrame, arm: str) -> Floats:
    odds = np.full(len(patients), par.INTERCEPT.value[arm])
    for variable, table in par.LOG_ODDS.value.get(arm, {}).items():
        odds += effect(patients[variable], table)
    return odds
