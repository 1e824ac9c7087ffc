"""Who comes to a unit, beside who comes to the others: rows of ``balance``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard import disclosure, words
from dashboard.answers.answer import shaped
from dashboard.answers.clinics_counts import TOPIC, AskedOfUnits
from dashboard.answers.timed_tables import joined
from dashboard.disclosure import HIDING, SHOWN
from dashboard.estimates.arrays import FloatArray
from dashboard.estimates.case_mix import CaseMix

OTHERS = "others"


@dataclass(frozen=True, eq=False)
class Levels:
    """How many of each unit have each level of a column? ``numbers``: shape (n_units, n_levels)."""

    covariate: str
    units: tuple[str, ...]
    levels: tuple[str, ...]
    numbers: FloatArray


def levels(mix: CaseMix) -> tuple[Levels, ...]:
    """How many of each unit have each level of the case mix?"""
    return tuple(
        Levels(each.name, mix.arms, each.levels, mix.per_level(each, mix.patients)[0].T)
        for each in mix.covariates
    )


def balance(asked: AskedOfUnits, by_level: Sequence[Levels]) -> pd.DataFrame:
    """Which share of a unit's patients has each level of the case mix, and which share of the others'? Disclosed.

    Each unit stands twice, once from either side (`group` or `reference` is ``others``); `smd` is the difference
    in standard deviations, group minus reference. Where episodes are counted, shares are of episodes.
    """
    shown = [group for group in asked.shown if group != words.NOT_RECORDED]
    rows = joined([part for each in by_level for part in _of(asked, each, shown)])
    if rows.empty:
        return shaped("balance", rows, topic=TOPIC)
    turned = rows.assign(
        group=OTHERS,
        reference=rows["group"],
        smd=-rows["smd"],
        patients=rows["other_patients"],
        share=rows["other_share"],
    )
    table = joined([rows, turned])
    table = disclosure.hide_rows(table, table["hidden"].tolist())
    named = {"topic": TOPIC, "weighting": "none", "group_by": asked.choices.group_by}
    told = shaped("balance", table, **named)
    return disclosure.finished(told) if asked.published else told


def _of(asked: AskedOfUnits, column: Levels, shown: Sequence[str]) -> list[pd.DataFrame]:
    """What has each shown unit, and what have the others, of one column?"""
    whole = column.numbers.astype(int).tolist()
    sizes = {
        (unit, level): number
        for unit, row in zip(column.units, whole, strict=True)
        for level, number in zip(column.levels, row, strict=True)
    }
    hidden = disclosure.cells_to_hide(sizes, asked.fewest, asked.hidden.names)
    frames = []
    for place, unit in enumerate(column.units):
        if unit in shown:
            status = [hidden.get((unit, level), SHOWN) for level in column.levels]
            frames.append(_beside(asked, column, place, status))
    return frames


def _beside(asked: AskedOfUnits, column: Levels, place: int, status: Sequence[str]) -> pd.DataFrame:
    own = column.numbers[place]
    others = column.numbers.sum(axis=0) - own
    share, other = (_share(each, asked) for each in (own, others))
    # The others' part may be small by itself.
    parts = dict(zip(column.levels, others.astype(int).tolist(), strict=True))
    theirs = disclosure.parts_to_hide(parts, asked.fewest)
    return pd.DataFrame(
        {
            "measure": TOPIC,
            "group": column.units[place],
            "reference": OTHERS,
            "covariate": column.covariate,
            "level": list(column.levels),
            "patients": own,
            "share": share,
            "other_patients": others,
            "other_share": other,
            "smd": _apart(share, other),
            "status": SHOWN,
            "hidden": [
                mine if mine in HIDING else theirs[level]
                for mine, level in zip(status, column.levels, strict=True)
            ],
        }
    )


def _share(numbers: FloatArray, asked: AskedOfUnits) -> FloatArray:
    counts, of = numbers, float(numbers.sum())
    if asked.published:
        counts, of = disclosure.rounded(counts), float(disclosure.rounded(of))
    return np.minimum(counts / of, 1.0) if of else np.full(len(counts), np.nan)


def _apart(share: FloatArray, other: FloatArray) -> FloatArray:
    """How many standard deviations lie the shares apart? 0 where nobody, or everybody, has the level in both."""
    spread = np.sqrt((share * (1.0 - share) + other * (1.0 - other)) / 2.0)
    return np.divide(share - other, spread, out=np.zeros_like(share), where=spread > 0.0)
