"""The complications table: one row for each complication that was seen."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sample_data.synthetic.dice import Dice, Flags
from sample_data.synthetic.harms import LASTS
from sample_data.synthetic.levels import COMPLICATIONS
from sample_data.synthetic.parameters import harms
from sample_data.synthetic.parameters import reported as gaps
from sample_data.synthetic.records import Care
from sample_data.synthetic.tables import optional, stack


def seen(seed: int, care: Care, episodes: pd.DataFrame, stage: str = "harms") -> pd.DataFrame:
    """Write the complications of these courses of care; `at` is the episode's position."""
    dice = Dice(seed, stage)
    assessed = (episodes["complications_assessed"] == "yes").to_numpy()
    shown = assessed[:, None] & (care.onsets <= care.seen.last_seen_day[:, None])
    at, kind = np.nonzero(shown)
    shortest = np.array([LASTS[name][0] for name in COMPLICATIONS])[kind]
    longest = np.array([LASTS[name][1] for name in COMPLICATIONS])[kind]
    onset = care.onsets[at, kind]
    resolved = onset + dice.between(shortest, longest, len(at))
    over = resolved <= care.seen.last_seen_day[at]
    after = pd.DataFrame(
        {
            "at": at,
            "complication": np.array(COMPLICATIONS, dtype=object)[kind],
            "onset_day": optional(onset, np.ones(len(at), dtype=bool)),
            "resolved_day": optional(resolved, over),
            "lasting": ~over,
            "present_at_start": "no",
        }
    )
    return stack([after, _present_at_start(dice, episodes, assessed)])


def describe(seed: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Add grade, antibiotics and permanence to complications from any episode."""
    dice = Dice(seed, "grades")
    n = len(rows)
    kinds = rows["complication"].astype(pd.CategoricalDtype(list(COMPLICATIONS)))
    out = rows.copy()
    out["grade"] = 1 + dice.pick(("1", "2", "3"), harms.GRADE.value, n).codes.astype(np.int64)
    out["antibiotics"] = _by_kind(dice, kinds, harms.ANTIBIOTICS.value, np.ones(n, dtype=bool))
    lasting = rows["lasting"].to_numpy(dtype=bool)
    out["permanent"] = _by_kind(dice, kinds, harms.PERMANENT.value, lasting)
    return out


def _present_at_start(dice: Dice, episodes: pd.DataFrame, assessed: Flags) -> pd.DataFrame:
    inflamed = (episodes["inflamed_at_start"] == "yes").to_numpy()
    written = dice.chance(gaps.PRESENT_AT_START.value, len(episodes))
    at = np.flatnonzero(inflamed & assessed & written)
    infected = dice.chance(0.3, len(at))
    return pd.DataFrame(
        {
            "at": at,
            "complication": np.where(infected, "infection", "inflammation"),
            "onset_day": optional(np.zeros(len(at), dtype=np.int64), np.ones(len(at), dtype=bool)),
            "resolved_day": pd.Series(pd.NA, index=range(len(at)), dtype="Int64"),
            "lasting": False,
            "present_at_start": "yes",
        }
    )


def _by_kind(dice: Dice, kinds: pd.Series, table: dict[str, float], possible: Flags) -> np.ndarray:
    chances = np.array([table.get(kind, 0.0) for kind in COMPLICATIONS])
    happens = dice.chance(chances[kinds.cat.codes.to_numpy()], len(kinds)) & possible
    return np.where(happens, "yes", "no")
