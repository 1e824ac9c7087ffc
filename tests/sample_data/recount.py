"""Slow, plain recounts from rows, without a line of the product's code."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

NEVER = 10**9
CENSORED, EVENT, COMPETING = 0, 1, 2


def recurrence(care: pd.DataFrame) -> pd.DataFrame:
    """Days and status since documented clearance; a row for each patient eligible."""
    clear = care[(care["cleared"] == "yes") & care["cleared_day"].notna()]
    retreated = clear["retreated_day"].fillna(NEVER)
    clear = clear[retreated > clear["cleared_day"]]
    retreated = clear["retreated_day"].fillna(NEVER)
    same_site = clear["recurred_where"] == "same_site"
    recurred = clear["recurred_day"].where(same_site).fillna(NEVER)
    end = pd.concat([recurred, retreated, clear["last_seen_day"]], axis=1).min(axis=1)
    status = np.select([recurred <= end, retreated <= end], [EVENT, COMPETING], CENSORED)
    days = (end - clear["cleared_day"]).astype(int)
    return clear.assign(days=days, status=status)


def risk(rows: pd.DataFrame, horizon: int, weights: NDArray[np.float64] | None = None) -> float:
    """Aalen-Johansen cumulative incidence at the horizon, day by day."""
    weight = np.ones(len(rows)) if weights is None else weights
    days, status = rows["days"].to_numpy(), rows["status"].to_numpy()
    free, incidence = 1.0, 0.0
    for day in np.unique(days[(days <= horizon) & (status != CENSORED)]):
        at_risk = weight[days >= day].sum()
        here = days == day
        events = weight[here & (status == EVENT)].sum()
        competing = weight[here & (status == COMPETING)].sum()
        incidence += free * events / at_risk
        free *= 1.0 - (events + competing) / at_risk
    return float(incidence)
