"""Shares of like patients beside the shares as they are: the rows of ``estimates`` and ``curves``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers import timed_tables
from dashboard.answers.like_for_like_counts import (
    FREE,
    OUTCOMES,
    RECURRENCE,
    AskedAlike,
    Outcome,
)
from dashboard.answers.like_for_like_pairs import Alike
from dashboard.answers.timed import NOT_ESTIMABLE
from dashboard.disclosure import HIDING, SHOWN, parts_to_hide
from dashboard.estimates.propensity import NOT_COMPARABLE

PAIR, JOINT = "pair", "joint"
SET_ASIDE = "set_aside"
# The other side of a joint comparison.
CHOSEN = "chosen_arms"
_KEY = ["measure", "group", "horizon_days"]
Comparisons = Mapping[str, Sequence[Alike]]


def estimates(asked: AskedAlike, compared: Comparisons) -> pd.DataFrame:
    """Which shares, crude and of like patients, and who was set aside? As ``estimates``, disclosed.

    A crude row has no subgroup. An adjusted one speaks of a pair: ``subgroup_by`` is ``pair`` and
    ``subgroup`` the other arm, so that the reference stands once with each; of a joint weighting
    ``joint`` and ``chosen_arms``.
    """
    rows = []
    for outcome in OUTCOMES:
        crude = asked.crude(outcome)
        if crude is not None:
            told = timed_tables.risks(crude, asked.sizes_of(outcome), outcome.measure, outcome.kind)
            rows.append(_as_share(outcome, told).assign(adjustment="crude", subgroup_by=""))
        for one in compared[outcome.measure]:
            rows += [_adjusted(asked, one), _set_aside(asked, one)]
    table = timed_tables.disclosed(
        timed_tables.table("estimates", rows, asked), asked, _hidden(asked)
    )
    return _as_crude(table)


def curves(asked: AskedAlike, compared: Comparisons) -> pd.DataFrame:
    """Which share on each day, crude and weighted? As ``curves``, disclosed.

    ``group_by`` says of which comparison a weighted curve is: ``pair:laser:extraction``, or ``joint``.
    """
    rows = []
    for outcome in (FREE, RECURRENCE):
        crude = asked.crude(outcome)
        if crude is not None:
            told = timed_tables.curve(crude, outcome.measure, asked)
            rows.append(
                _as_share(outcome, told).assign(adjustment="crude", group_by=asked.choices.group_by)
            )
        for one in compared[outcome.measure]:
            if one.followed is not None:
                weighted = timed_tables.curve(one.followed, outcome.measure, asked)
                weighted = _without_counts(asked, one, weighted)
                rows.append(
                    _as_share(outcome, weighted).assign(
                        adjustment=asked.adjustment, group_by=name_of(asked, one)
                    )
                )
    return timed_tables.disclosed(timed_tables.table("curves", rows, asked), asked, _hidden(asked))


def name_of(asked: AskedAlike, one: Alike) -> str:
    """What is a comparison called where a table has no column for it: ``pair:laser:extraction``?"""
    return JOINT if asked.jointly else pair_name(one.arms[1], one.arms[0])


def pair_name(arm: str, reference: str) -> str:
    """What is a pair called?"""
    return f"{PAIR}:{arm}:{reference}"


def small(asked: AskedAlike, one: Alike, arm: str) -> bool:
    """Are so few of an arm set aside that their number may not be worked out?"""
    return 0 < one.set_aside[arm] < asked.fewest


def _hidden(asked: AskedAlike) -> dict[str, disclosure.Hidden]:
    return {outcome.measure: asked.hidden_of(outcome) for outcome in OUTCOMES}


def _as_share(outcome: Outcome, rows: pd.DataFrame) -> pd.DataFrame:
    return timed_tables.with_event(rows) if outcome.free else rows


def _sides(asked: AskedAlike, one: Alike, arms: Sequence[str]) -> dict[str, str | list[str]]:
    """Against whom does an adjusted row of each of these arms stand?"""
    if asked.jointly:
        return {"subgroup_by": JOINT, "subgroup": CHOSEN}
    other = dict(zip(one.arms, reversed(one.arms), strict=True))
    return {"subgroup_by": PAIR, "subgroup": [other[arm] for arm in arms]}


def _adjusted(asked: AskedAlike, one: Alike) -> pd.DataFrame:
    """Which rows speak of the weighted shares: of each arm by each horizon?"""
    outcome = one.outcome
    if one.followed is None:
        horizons = list(asked.horizons_of(outcome))
        arms = [arm for arm in one.arms for _ in horizons]
        return pd.DataFrame(
            {
                "measure": outcome.measure,
                "kind": outcome.kind,
                "group": arms,
                "horizon_days": horizons * len(one.arms),
                "value_unit": "proportion",
                "method": one.judgement.reason,
                "adjustment": asked.adjustment,
                "status": NOT_COMPARABLE,
                **_sides(asked, one, arms),
            }
        )
    shares = timed_tables.risks(one.followed, one.patients, outcome.measure, outcome.kind)
    few = shares["group"].isin([arm for arm in one.arms if small(asked, one, arm)])
    # Weights are no counts: how many had the event is said by the crude row.
    return _as_share(outcome, shares).assign(
        patients=shares["patients"].mask(few),
        episodes=shares["episodes"].mask(few),
        events=np.nan,
        competing=np.nan,
        adjustment=asked.adjustment,
        method=f"{one.followed.method}_{asked.weighting}_weights",
        **_sides(asked, one, shares["group"].tolist()),
    )


def _set_aside(asked: AskedAlike, one: Alike) -> pd.DataFrame:
    """How many of each arm have a case mix that another arm has not?"""
    before, gone = one.support.before.astype(int), list(one.set_aside.values())
    told = [
        parts_to_hide({"kept": all_ - few, SET_ASIDE: few}, asked.fewest)[SET_ASIDE]
        for all_, few in zip(before.tolist(), gone, strict=True)
    ]
    shown = np.array(told) == SHOWN
    events = np.where(shown, gone, np.nan)
    return pd.DataFrame(
        {
            "measure": one.outcome.measure,
            "kind": SET_ASIDE,
            "group": one.arms,
            "patients": before,
            "episodes": before,
            "events": events,
            "estimate": np.divide(events, before, out=events * np.nan, where=before > 0),
            "value_unit": "proportion",
            "method": "common_support",
            "adjustment": asked.adjustment,
            "status": told,
            **_sides(asked, one, one.arms),
        }
    )


def _as_crude(table: pd.DataFrame) -> pd.DataFrame:
    """What is hidden of the patients as they are is hidden of the same patients weighted."""
    figures = table["kind"].ne(SET_ASIDE)
    crude = table[figures & table["subgroup"].eq("") & table["status"].isin(HIDING)]
    if crude.empty:
        return table
    why = dict(zip(crude[_KEY].itertuples(index=False, name=None), crude["status"], strict=True))
    keys = table[_KEY].itertuples(index=False, name=None)
    status = [
        why.get(key, SHOWN) if adjusted and state not in (NOT_COMPARABLE, NOT_ESTIMABLE) else SHOWN
        for key, adjusted, state in zip(
            keys, figures & table["subgroup"].ne(""), table["status"], strict=True
        )
    ]
    return disclosure.hide_rows(table, status)


def _without_counts(asked: AskedAlike, one: Alike, rows: pd.DataFrame) -> pd.DataFrame:
    """Where few were set aside, how many are followed would tell their number: not said."""
    few = [arm for arm in one.arms if small(asked, one, arm)]
    if not few:
        return rows
    result = rows.copy()
    gone = result["group"].isin(few)
    for name in ("at_risk", "events", "competing", "censored"):
        result[name] = result[name].astype(float).mask(gone)
    return result
