"""Attempts at home as episodes of their own, as a clinic that asks writes them down."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import Days, Dice, Flags
from sample_data.synthetic.levels import DIY_CLASSES, MECHANICAL_METHODS
from sample_data.synthetic.parameters import clinics
from sample_data.synthetic.parameters import community as par
from sample_data.synthetic.patients import FIRST_MONTH
from sample_data.synthetic.tables import optional, stack, text_where

TRAITS = (
    "patient_key",
    "clinic",
    "age_band",
    "sex",
    "skin_type",
    "milia_type",
    "secondary_cause",
    "site",
    "lesions",
    "lesion_band",
)


def plan(seed: int, patients: pd.DataFrame) -> pd.DataFrame:
    """Date every attempt, and decide which become episodes and who leaves with advice alone."""
    dice = Dice(seed, "attempts")
    n = len(patients)
    planned = patients.copy()
    later = _months_before(dice, patients["harm_2"].to_numpy())
    only = _months_before(dice, patients["harm_1"].to_numpy())
    had_second = (patients["method_2"] != "none").to_numpy()
    planned["months_before_2"] = later
    planned["months_before_1"] = np.where(had_second, later + dice.between(1, 6, n), only)
    month = _month_number(patients["start"])
    asked = ~patients["clinic"].isin(clinics.NEVER_ASKS_DIY.value).to_numpy()
    for which in ("1", "2"):
        happened = (patients[f"method_{which}"] != "none").to_numpy()
        inside = month - planned[f"months_before_{which}"].to_numpy() >= 0
        written = dice.chance(par.ATTEMPT_IS_RECORDED.value, n)
        planned[f"recorded_{which}"] = happened & inside & asked & written
    recorded = (planned["recorded_1"] | planned["recorded_2"]).to_numpy()
    planned["advice_only"] = recorded & dice.chance(par.ADVICE_ONLY.value, n)
    return planned


def rows(seed: int, patients: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write the recorded attempts of these patients as episodes and complications.

    Returns
    -------
    Episodes with an `at` column (the row's own number), and complications whose `at` says which
    episode each belongs to.
    """
    dice = Dice(seed, "attempt_rows")
    both = [_one_attempt(patients, which) for which in ("1", "2")]
    attempt = stack(both)
    episodes = _episodes(dice, attempt)
    return episodes, _complications(dice, attempt, episodes)


def _months_before(dice: Dice, harmed: Flags) -> Days:
    n = len(harmed)
    soon = dice.between(*par.MONTHS_BEFORE_IF_HARMED.value, n)
    return np.where(harmed, soon, dice.between(*par.MONTHS_BEFORE.value, n))


def _month_number(start: pd.Series) -> Days:
    month = start.to_numpy().astype("datetime64[M]") - FIRST_MONTH
    return np.asarray(month.astype(np.int64))


def _one_attempt(patients: pd.DataFrame, which: str) -> pd.DataFrame:
    kept = patients[patients[f"recorded_{which}"]]
    attempt = kept[list(TRAITS)].copy()
    visit = kept["start"].to_numpy().astype("datetime64[D]")
    month = visit.astype("datetime64[M]") - kept[f"months_before_{which}"].to_numpy()
    attempt["start"] = month.astype("datetime64[s]")
    attempt["visit_day"] = (visit - month.astype("datetime64[D]")).astype(np.int64)
    attempt["method"] = kept[f"method_{which}"].astype(object)
    attempt["harm"] = kept[f"harm_{which}"]
    attempt["success"] = kept[f"success_{which}"]
    attempt["before"] = _class_before(kept) if which == "2" else DIY_CLASSES[0]
    return attempt


def _class_before(patients: pd.DataFrame) -> np.ndarray:
    by_hand = patients["method_1"].isin(MECHANICAL_METHODS).to_numpy()
    return np.where(by_hand, "mechanical", "product")


def _episodes(dice: Dice, attempt: pd.DataFrame) -> pd.DataFrame:
    n = len(attempt)
    visit = attempt["visit_day"].to_numpy()
    remembered = dice.chance(par.DAYS_REMEMBERED.value, n)
    by_hand = attempt["method"].isin(MECHANICAL_METHODS).to_numpy()
    success = attempt["success"].to_numpy()
    out = attempt[[*TRAITS, "start"]].reset_index(drop=True)
    out["at"] = np.arange(n)
    out["treatment"], out["operator_role"] = "diy", "self"
    out["technique"], out["diy_before"] = attempt["method"].array, attempt["before"].array
    out["last_seen_day"] = visit
    out["earlier_professional"], out["sessions"], out["last_session_day"] = 0, 1, 0
    out["cleared"] = np.where(success, "yes", np.where(dice.chance(0.3, n), "partial", "no"))
    # Somebody who cleared and still came usually came because it was back.
    cleared = dice.between(3, 21, n)
    back = cleared + dice.between(10, 300, n)
    knows = remembered & success & (cleared < visit)
    out["cleared_day"] = optional(cleared, knows)
    again = knows & (back <= visit)
    out["recurred_day"] = optional(back, again)
    out["recurred_where"] = text_where("same_site", again)
    harmed = np.asarray(attempt["harm"], dtype=np.int64)
    healed = dice.between(3, 12, n) + harmed * dice.between(2, 14, n)
    looked = remembered & by_hand & (visit > 0)
    out["healing_assessed"] = np.where(looked, "yes", "no")
    out["healed_day"] = optional(healed, looked & (healed <= visit))
    out["complications_assessed"] = np.where(dice.chance(0.92, n), "yes", "no")
    return out


def _complications(dice: Dice, attempt: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    assessed = (episodes["complications_assessed"] == "yes").to_numpy()
    at = np.flatnonzero(attempt["harm"].to_numpy() & assessed)
    methods = list(par.HARM_KINDS.value)
    method = pd.Series(pd.Categorical(attempt["method"].to_numpy()[at], categories=methods))
    kinds = tuple(sorted({kind for table in par.HARM_KINDS.value.values() for kind in table}))
    first = dice.pick_given(kinds, method, par.HARM_KINDS.value)
    second = dice.pick_given(kinds, method, par.HARM_KINDS.value)
    also = dice.chance(par.SECOND_HARM.value, len(at)) & (first.codes != second.codes)
    kind = np.concatenate([np.asarray(first, dtype=object), np.asarray(second, dtype=object)[also]])
    at = np.concatenate([at, at[also]])
    visit = attempt["visit_day"].to_numpy()[at]
    onset = np.minimum(dice.between(0, 6, len(at)), visit)
    resolved = onset + dice.between(5, 90, len(at))
    known = dice.chance(par.DAYS_REMEMBERED.value + 0.2, len(at))
    return pd.DataFrame(
        {
            "at": at,
            "complication": kind,
            "onset_day": optional(onset, known),
            "resolved_day": optional(resolved, known & (resolved <= visit)),
            "lasting": resolved > visit,
            "present_at_start": "no",
        }
    )
