"""Put the episodes of all kinds together, with keys and order, in the columns of the files."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sample_data import columns
from sample_data.synthetic.complication_rows import describe
from sample_data.synthetic.dice import Dice
from sample_data.synthetic.patients import start_month
from sample_data.synthetic.tables import stack

Part = tuple[pd.DataFrame, pd.DataFrame]  # episodes and complications, joined by `at`


def joined(seed: int, parts: Sequence[Part]) -> Part:
    """Give every episode a key, carry it over to its complications, and stack the parts."""
    keys = Dice(seed, "episode_keys").keys(sum(len(episodes) for episodes, _ in parts))
    episodes, complications, used = [], [], 0
    for part_episodes, part_complications in parts:
        own = keys[used : used + len(part_episodes)]
        used += len(part_episodes)
        by_place = pd.Series(own, index=part_episodes["at"].to_numpy(), dtype=object)
        episodes.append(part_episodes.assign(episode_key=own))
        kept = part_complications[part_complications["at"].isin(by_place.index)]
        complications.append(kept.assign(episode_key=kept["at"].map(by_place)))
    return _ordered(stack(episodes)), describe(seed, stack(complications))


def as_files(episodes: pd.DataFrame, complications: pd.DataFrame) -> Part:
    """Keep the columns of the files, in their order, and sort the rows by month and key."""
    episodes = episodes.sort_values(["start_month", "clinic", "episode_key"], kind="stable")
    rows = complications.sort_values(["episode_key", "complication", "onset_day"], kind="stable")
    return _typed(episodes, columns.EPISODES), _typed(rows, columns.COMPLICATIONS)


def _ordered(episodes: pd.DataFrame) -> pd.DataFrame:
    """Number a patient's episodes within each month, attempts at home first."""
    out = episodes.assign(start_month=start_month(episodes["start"]))
    out["professional"] = (out["treatment"] != "diy").astype(np.int64)
    out = out.sort_values(["patient_key", "start_month", "professional", "start"], kind="stable")
    out["episode_order"] = out.groupby(["patient_key", "start_month"]).cumcount() + 1
    return out.reset_index(drop=True)


def _typed(table: pd.DataFrame, wanted: tuple[columns.Column, ...]) -> pd.DataFrame:
    kept = table[columns.names(wanted)].reset_index(drop=True)
    whole = {c.name: "Int64" for c in wanted if c.kind in ("integer", "number")}
    return kept.astype(whole)
