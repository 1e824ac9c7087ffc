"""Shares, means and ratios of running the clinic, how groups differ, and what attempts at home cost it afterwards."""

from __future__ import annotations

import pandas as pd

from dashboard import disclosure
from dashboard.answers.amounts import amount_contrasts, amounts
from dashboard.answers.operations_counts import (
    AFTER_DIY,
    AFTERWARDS,
    BY_NAME,
    ITEMS,
    MEAN,
    SHARE,
    TOPIC,
    AskedOfClinics,
    Item,
    patients_of,
)
from dashboard.answers.shares import share_contrasts, shares
from dashboard.disclosure import SHOWN

TRIED, NOT_TRIED = "tried", "none"
# The group of a row that speaks of all groups at once.
_ALL = "all"


def rows(asked: AskedOfClinics) -> list[pd.DataFrame]:
    """Rows of ``estimates`` with ``base``: how many were treated, each item, and what came after attempts at home."""
    return [
        _patients(asked),
        *(_figures(asked, item, asked.sums(item)) for item in ITEMS),
        *(_after_diy(asked, BY_NAME[name]) for name in AFTERWARDS),
    ]


def contrasts(asked: AskedOfClinics) -> list[pd.DataFrame]:
    """Rows of ``comparisons``: how the groups differ in each item, and tried from not tried."""
    frames = []
    for item in ITEMS:
        groups = asked.compared_in(item)
        if item.how == SHARE:
            told = _share_counts(asked.sums(item), item.how)
            frames.append(share_contrasts(told, groups, asked, item.name))
        else:
            frames.append(amount_contrasts(asked.sums(item), groups, asked, item.name, item.how))
    for name in AFTERWARDS:
        sums, hidden = _tried(asked, BY_NAME[name])
        if not hidden.names:
            pair = (NOT_TRIED, TRIED)
            frames.append(amount_contrasts(sums, pair, asked, AFTER_DIY, name))
    return frames


def _patients(asked: AskedOfClinics) -> pd.DataFrame:
    """How many patients were treated?"""
    own = asked.counted
    return (
        own.rename_axis("group")
        .reset_index()
        .assign(
            measure=TOPIC,
            kind="patients",
            estimate=own["patients"].to_numpy(dtype=float),
            value_unit="count",
            method="count",
            status=SHOWN,
            base=own["patients"].to_numpy(),
        )
    )


def _figures(asked: AskedOfClinics, item: Item, sums: pd.DataFrame) -> pd.DataFrame:
    if item.how == SHARE:
        return shares(_share_counts(sums, item.how), asked, item.name)
    table = amounts(sums, asked, item.name, item.how, item.unit, mean=item.how == MEAN)
    if item.unit == "proportion":
        # Of reviews planned no more than all can be attended.
        limits = ["ci_lower", "ci_upper"]
        table[limits] = table[limits].clip(0.0, 1.0)
    return table


def _share_counts(sums: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Of how many recorded is it so? Rows for `shares`."""
    table = sums[["episodes", "patients"]].assign(kind=kind, events=sums["y"])
    return table.rename_axis("group").reset_index()


def _tried(asked: AskedOfClinics, item: Item) -> tuple[pd.DataFrame, disclosure.Hidden]:
    """The sums of those who had tried at home and those who had not, and which of them are hidden."""
    sums = asked.sums_after_diy(item)
    hidden = disclosure.parts_to_hide(patients_of(sums), asked.fewest)
    return sums.loc[[name for name in (NOT_TRIED, TRIED) if name in sums.index]], hidden


def _after_diy(asked: AskedOfClinics, item: Item) -> pd.DataFrame:
    """What did those who had tried at home take and cost, and those who had not?"""
    sums, hidden = _tried(asked, item)
    table = amounts(sums, asked, AFTER_DIY, item.name, item.unit, mean=item.how == MEAN)
    told = table.assign(subgroup_by="diy_before", subgroup=table["group"], group=_ALL)
    return disclosure.hide_rows(told, [hidden[name] for name in told["subgroup"]])
