"""How long until clear is documented, where nothing is taken out at once: retinoid and observation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.answers.asked import Asked
from dashboard.answers.timed import Followed
from dashboard.answers.timed_tables import quantile_base
from dashboard.disclosure import SHOWN

TIME = "time_to_clearance"
# Just below a half, so that a share that is a half but for rounding counts as one.
_HALF = 0.5 - 1e-12


def sizes_of(followed: Followed) -> dict[str, int]:
    """How many patients of each group are followed for clearance?"""
    patients = (
        followed.counts.patients if followed.pairs is None else followed.patients_at_risk[:, 0]
    )
    return {group: int(size) for group, size in zip(followed.counts.groups, patients, strict=True)}


def medians(followed: Followed, sizes: dict[str, int], asked: Asked) -> pd.DataFrame:
    """By which day was clear documented in half of each group? No interval is claimed.

    The first day on which the cumulative incidence is a half; ``not_reached`` where it never is. That
    may be so however long one waits: those treated again first are not documented clear.
    """
    curve = followed.curve
    reached = curve.estimate >= _HALF
    day = np.where(reached.any(axis=1), curve.counts.days[reached.argmax(axis=1)], np.nan)
    groups = list(curve.counts.groups)
    patients = pd.Series([sizes[group] for group in groups])
    return pd.DataFrame(
        {
            "measure": TIME,
            "kind": "median",
            "group": groups,
            "patients": patients,
            "episodes": [
                int(followed.counts.patients[followed.counts.index_of(g)]) for g in groups
            ],
            "estimate": day,
            "value_unit": "days",
            "method": f"{followed.method}; no interval claimed",
            "status": np.where(np.isnan(day), "not_reached", SHOWN),
            # Like every quantile it rests on the few around it.
            "base": quantile_base(patients, asked),
        }
    )
