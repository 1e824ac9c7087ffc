"""Scores and shares of what patients report: means with their intervals, quartiles, and by how much groups differ."""

from __future__ import annotations

import pandas as pd

from dashboard.answers.amounts import amount_contrasts, amounts
from dashboard.answers.reported_counts import (
    ABLE,
    DISTRESS,
    DLQI,
    MATTERS,
    MEASURES,
    PAIN,
    SATISFACTION,
    AskedOfPatients,
)
from dashboard.answers.shares import share_contrasts, shares
from dashboard.answers.timed_tables import quantile_base
from dashboard.disclosure import SHOWN
from dashboard.estimates.value_counts import quantile

ANSWERED, CHANGE, IMPROVED = "answered", "change", "improved"
# Share of the patients who gave so much or less → what it is called.
QUARTILES = {0.25: "quantile_25", 0.5: "median", 0.75: "quantile_75"}
# Of five: very dissatisfied to very satisfied.
_CONTENT = {"satisfied": (4, 5), "neither": (3, 3), "dissatisfied": (1, 2)}
# Which shares and which means are compared.
_COMPARED = ((DLQI, IMPROVED), (SATISFACTION, "satisfied"))
_CHANGED = (DLQI, DISTRESS)


def rows(asked: AskedOfPatients) -> list[pd.DataFrame]:
    """Rows of ``estimates`` with ``base``: who answered, then each measure's own."""
    frames = []
    for measure in MEASURES:
        if measure in (DLQI, DISTRESS):
            frames += [
                amounts(_summed(asked, measure, kind), asked, measure, kind, "points")
                for kind in ("before", "after", CHANGE)
            ]
        if measure == PAIN:
            frames.append(_quartiles(asked))
        counted = share_counts(asked, measure)
        if counted is not None:
            frames.append(shares(counted, asked, measure))
        frames.append(_answered(asked, measure))
    return frames


def share_counts(asked: AskedOfPatients, measure: str) -> pd.DataFrame | None:
    """How many of those who answered improved, or were how satisfied? Rows for `shares`; None where none is told."""
    told = asked.answers(measure)
    fell = told["before"] - told["after"]
    hits: dict[str, pd.Series] = {}
    if measure in (DLQI, ABLE):
        hits[IMPROVED] = fell.ge(MATTERS)
    if measure == DLQI:
        hits["worsened"] = fell.le(-MATTERS)
    if measure == SATISFACTION:
        hits = {kind: told["after"].between(*ends) for kind, ends in _CONTENT.items()}
    if not hits:
        return None
    of = asked.respondents(measure)
    events = {kind: told[hit].groupby("group")["episodes"].sum() for kind, hit in hits.items()}
    frames = [
        _of(of, kind).assign(events=by.reindex(of.index).fillna(0).to_numpy())
        for kind, by in events.items()
    ]
    return pd.concat(frames, ignore_index=True)


def contrasts(asked: AskedOfPatients) -> list[pd.DataFrame]:
    """Rows of ``comparisons``: how the shares and the mean changes differ, pair by pair."""
    frames = []
    for measure, kind in _COMPARED:
        counted = share_counts(asked, measure)
        if counted is not None:
            told = counted[counted["kind"].eq(kind)]
            frames.append(share_contrasts(told, asked.compared_in(measure), asked, measure))
    for measure in _CHANGED:
        summed = _summed(asked, measure, CHANGE)
        frames.append(amount_contrasts(summed, asked.compared_in(measure), asked, measure, CHANGE))
    return frames


def _of(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """A row a group, with what a figure of it rests on."""
    told = table[["episodes", "patients"]].rename_axis("group").reset_index()
    return told.assign(kind=kind, base=told["patients"])


def _answered(asked: AskedOfPatients, measure: str) -> pd.DataFrame:
    """What share of those counted answered in full?"""
    of, own = asked.everybody, asked.respondents(measure)["episodes"]
    counted = _of(of, ANSWERED).assign(events=own.reindex(of.index).fillna(0).to_numpy())
    return shares(counted, asked, measure)


def _summed(asked: AskedOfPatients, measure: str, kind: str) -> pd.DataFrame:
    """What do scores before, after, or their changes add up to, as `amounts` needs it?"""
    table = asked.respondents(measure)
    before = {"before": 1.0, "after": 0.0, CHANGE: -1.0}[kind]
    after = 0.0 if kind == "before" else 1.0
    return table[["episodes", "patients"]].assign(
        y=before * table["before"] + after * table["after"],
        x=table["episodes"],
        yy=before**2 * table["before_squared"]
        + after**2 * table["after_squared"]
        + 2.0 * before * after * table["before_by_after"],
        xy=before * table["before_by_episodes"] + after * table["after_by_episodes"],
        xx=table["episodes_squared"],
    )


def _quartiles(asked: AskedOfPatients) -> pd.DataFrame:
    """Which pain do a quarter, half, three quarters of each group give at most?"""
    told = asked.answers(PAIN)
    of = asked.respondents(PAIN)
    frames = []
    for probability, kind in QUARTILES.items():
        values = [
            quantile(own["after"], own["episodes"], probability)
            for own in (told[told["group"].eq(group)] for group in of.index)
        ]
        table = _of(of, kind).assign(estimate=values)
        frames.append(table.assign(base=quantile_base(table["patients"], asked)))
    return pd.concat(frames, ignore_index=True).assign(
        measure=PAIN, value_unit="points", method="quantile", status=SHOWN
    )
