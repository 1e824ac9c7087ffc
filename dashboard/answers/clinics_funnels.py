"""Funnels: how far from the whole may a unit of its size lie by chance, and which lies outside? Rows of ``charts``."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard import disclosure
from dashboard.answers.clinics_counts import AskedOfUnits
from dashboard.answers.clinics_told import CRUDE, INDIRECT, Told, two_digits
from dashboard.disclosure import HIDING
from dashboard.estimates.funnel import (
    LEVELS,
    Limits,
    binomial_limits,
    overdispersed_limits,
    ratio_limits,
)
from dashboard.estimates.overdispersion import (
    Overdispersion,
    overdispersion,
    ratio_scores,
    share_scores,
)
from dashboard.estimates.run_rules import OUTSIDE

# Funnels by what they are of, and whether their limits allow for more than chance.
FUNNELS = {CRUDE: "funnel", INDIRECT: "funnel_ratio"}
WIDENED = "_overdispersed"
# Beside each funnel: how many times chance the variance between units is.
SPREAD = {CRUDE: "spread", INDIRECT: "spread_ratio"}
NEAR = "near_limits"
ALL = "all"
# Fewer make no funnel: two are each other's mirror.
FEWEST_UNITS = 3
_NUMBERS = ("lower_warning", "upper_warning", "lower_limit", "upper_limit")


def charts(asked: AskedOfUnits, told: Told) -> pd.DataFrame:
    """What do an outcome's funnel and the spread of its units show?

    Returns
    -------
    pandas.DataFrame
        Rows of ``charts``: the funnel (``funnel`` of shares, ``funnel_ratio`` of observed to expected; with
        ``_overdispersed`` where limits allow for more than chance), a row a unit: ``denominator`` and ``events``,
        ``value``, ``centre``, warning limits (95 %) and limits (99.8 %), ``signal``: ``outside_limits_above`` or
        ``_below``, ``near_limits_above`` or ``_below`` where it lies between the two. Then ``spread``: ``value`` φ,
        ``centre`` 1, ``upper_limit`` what it has to exceed, ``signal`` where it does.
    """
    rows, found = _funnel(asked, told)
    if rows.empty:
        return rows
    frames = [rows] if found is None else [rows, _spread(told, found)]
    table = pd.concat(frames, ignore_index=True).assign(measure=told.standing.outcome.code)
    return _published(table, told) if asked.published else table


def _funnel(asked: AskedOfUnits, told: Told) -> tuple[pd.DataFrame, Overdispersion | None]:
    rows, able = told.rows, told.able
    size = rows["expected" if told.adjustment == INDIRECT else "episodes"].to_numpy(dtype=float)
    share = rows["events"].to_numpy(dtype=float) / np.where(size > 0.0, size, np.nan)
    enough = int(able.sum()) >= FEWEST_UNITS and asked.choices.unit == "patient"
    # Limits take every k of n for independent, which episodes of one patient are not.
    found = spread(told) if enough else None
    table = rows.assign(
        chart=FUNNELS[told.adjustment] + (WIDENED if found and found.applied else ""),
        unit_of_chart=rows["group"],
        denominator=rows["episodes"],
        value=share,
        centre=told.centre,
        signal="",
    )
    if found is not None:
        inner, outer = (
            limits_at(size, told.centre, told.adjustment, found.factor, each) for each in LEVELS
        )
        table = table.assign(
            lower_warning=inner.lower,
            upper_warning=inner.upper,
            lower_limit=outer.lower,
            upper_limit=outer.upper,
            signal=np.where(able, _signals(share, inner, outer), ""),
        )
    return _hidden(table), found


def limits_at(
    size: ArrayLike, centre: float, adjustment: str, factor: float, level: float
) -> Limits:
    """Between which values lies a unit of so many patients, or expected events?

    `factor`: how many times that of chance the variance between units is; 1 has exact limits.
    """
    number = np.atleast_1d(np.asarray(size, dtype=float))
    if adjustment == INDIRECT:
        if factor == 1.0:
            return ratio_limits(number, level)
        variance = 1.0 / np.where(number > 0.0, number, np.nan)
        return overdispersed_limits(1.0, variance, factor, level, high=np.inf)
    if factor == 1.0:
        return binomial_limits(number, centre, level)
    return overdispersed_limits(centre, centre * (1.0 - centre) / number, factor, level)


def spread(told: Told) -> Overdispersion:
    """How many times chance is the variance between those who are shown?"""
    rows = told.rows[told.able]
    if told.adjustment == INDIRECT:
        return overdispersion(ratio_scores(rows["events"], rows["expected"]))
    return overdispersion(share_scores(rows["events"], rows["episodes"], told.centre))


def _signals(value: Any, inner: Limits, outer: Limits) -> list[str]:
    """On which side of which limits does each unit lie?"""
    codes = []
    for place, one in enumerate(value):
        way = "above" if one > inner.upper[place] else "below" if one < inner.lower[place] else ""
        far = one > outer.upper[place] or one < outer.lower[place]
        codes.append(f"{OUTSIDE if far else NEAR}_{way}" if way else "")
    return codes


def _spread(told: Told, found: Overdispersion) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "chart": [SPREAD[told.adjustment]],
            "unit_of_chart": ALL,
            "denominator": float(found.units),
            "value": found.phi,
            "centre": 1.0,
            "upper_limit": found.threshold,
            "signal": f"{OUTSIDE}_above" if found.applied else "",
            "status": "shown",
        }
    )


def _hidden(table: pd.DataFrame) -> pd.DataFrame:
    """How does a funnel look once those that may not be told are blank? Too early ones keep their point."""
    gone = table["status"].isin((*HIDING, "not_comparable"))
    numbers = [*("denominator", "events", "value", "centre"), *(set(_NUMBERS) & set(table))]
    result = table.drop(columns=["group", "episodes", "patients", "expected", "reached", "lost"])
    result[numbers] = result[numbers].astype(float).mask(gone)
    return result


def _published(table: pd.DataFrame, told: Told) -> pd.DataFrame:
    """How do funnels leave the clinic: counts to the nearest 5, whole percents, two digits of a ratio?"""
    result = table.copy()
    own = result["chart"].str.startswith(FUNNELS[told.adjustment])
    for name in ("denominator", "events"):
        numbers = disclosure.rounded(result[name].astype(float))
        result[name] = np.where(own, numbers, np.nan)
    if told.adjustment == CRUDE:
        share = (result["events"] / result["denominator"].replace(0.0, np.nan)).clip(upper=1.0)
        result["value"] = share.where(own, result["value"])
    for name in ("value", "centre", *_NUMBERS):
        if name in result:
            plain = result[name].astype(float)
            whole = plain.round(2) if told.adjustment == CRUDE else two_digits(plain)
            result[name] = whole.where(own, two_digits(plain))
    return result
