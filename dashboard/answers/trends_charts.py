"""The points of each control chart, its limits, and where a rule finds a pattern: rows of ``charts``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard import disclosure
from dashboard.answers.timed_tables import joined
from dashboard.answers.trends_counts import TrendsAsked
from dashboard.answers.trends_items import AMOUNT, Item
from dashboard.disclosure import HIDING, SHOWN
from dashboard.estimates.arrays import BoolArray, IntArray
from dashboard.estimates.control_charts import (
    ControlChart,
    P,
    moving_ranges,
    range_limit,
    share_chart,
    xmr_chart,
)
from dashboard.estimates.cusum import ODDS_RATIO, cusum, cusum_weights, in_control_threshold
from dashboard.estimates.rare_events import signals_of_shares
from dashboard.estimates.run_rules import OUTSIDE, TREND, outside_limits, signals
from dashboard.settings import FEWEST_MONTHS

# Beside p, p_prime and xmr: moving ranges, and evidence that adds up.
RANGES, CUSUM = "mr", "cusum"
# Everybody in the cohort.
ALL = "all"
_LIMITS = ("lower_warning", "upper_warning", "lower_limit", "upper_limit")
_NUMBERS = ("denominator", "events", "value", "centre", *_LIMITS)


def charts(asked: TrendsAsked) -> pd.DataFrame:
    """What does each item's chart show, month by month?

    Returns
    -------
    pandas.DataFrame
        Rows of ``charts``: a chart ``p``, ``p_prime`` or ``xmr`` an item; beside it, unless
        published, ``mr`` (moving ranges of an amount) or ``cusum`` (of a share; none where months differ by
        more than chance).
        ``signal``: the rules whose pattern ends there, each with its side; of shares see
        `rare_events.signals_of_shares`.
    """
    told = joined([rows for item in asked.items for rows in _of_item(asked, item)])
    return _published(told) if asked.published and len(told) else told


def _of_item(asked: TrendsAsked, item: Item) -> list[pd.DataFrame]:
    months = asked.months(item).assign(measure=item.code, unit_of_chart=ALL)
    visible = ~months["charted"].isin(HIDING)
    frames = [_hidden(months[~visible])]
    stretch = _stretches(months["period"], asked.settings.rebase_months)
    for number in np.unique(stretch):
        frames += _stretch(months[visible & (stretch == number)], item, asked)
    rows = joined([frame for frame in frames if len(frame)])
    if rows.empty:
        return []
    # A hidden month stands in the main chart alone, whatever its kind.
    main = rows.loc[~rows["chart"].isin((RANGES, CUSUM, "")), "chart"]
    rows["chart"] = rows["chart"].replace("", str(main.iloc[-1]) if len(main) else P)
    beside = rows["chart"].isin((RANGES, CUSUM))
    return [rows[~beside].sort_values("period"), rows[beside]]


def _stretches(periods: pd.Series, rebase: Sequence[str]) -> IntArray:
    """After how many months of a new beginning does each month lie?"""
    return np.searchsorted(np.array(rebase, dtype=object), periods.to_numpy(dtype=object), "right")


def _hidden(months: pd.DataFrame) -> pd.DataFrame:
    kept = months.drop(columns=["patients", "counted", "events", "amount", "early"])
    # Blank, and there: a table may consist of such rows alone.
    blank = dict.fromkeys(_NUMBERS, np.nan)
    return kept.assign(chart="", signal="", status=months["charted"], **blank)


def _stretch(months: pd.DataFrame, item: Item, asked: TrendsAsked) -> list[pd.DataFrame]:
    """What do the charts of one stretch show: settled months with their signals, recent ones without?"""
    if months.empty:
        return []
    settled = months["charted"].eq(SHOWN).to_numpy(dtype=bool)
    chart = _chart(months, item, settled)
    enough = int(settled.sum()) >= FEWEST_MONTHS
    found = np.full(len(months), "", dtype=object)
    if enough:
        found[settled] = _said(_signals(chart.only(settled), months[settled], item))
    rows = months.assign(
        chart=chart.chart,
        denominator=months["counted"],
        value=chart.value,
        centre=chart.centre if enough else np.nan,
        signal=found,
        **{name: getattr(chart, name) if enough else np.nan for name in _LIMITS},
    )
    if item.kind == AMOUNT:
        rows["events"] = np.nan
    beside = _beside(rows[settled], chart, item, asked) if enough else None
    return [rows] if beside is None else [rows, beside]


def _chart(months: pd.DataFrame, item: Item, settled: BoolArray) -> ControlChart:
    """Which chart do all months of a stretch have, centre and limits from those that are settled?"""
    if item.kind == AMOUNT:
        mean = months["amount"].astype(float) / months["counted"]
        return xmr_chart(mean, settled, floor=0.0)
    return share_chart(months["events"], months["counted"], settled)


def _signals(chart: ControlChart, months: pd.DataFrame, item: Item) -> dict[str, IntArray]:
    """At which of the settled months does which rule end a pattern that means something?"""
    if item.kind == AMOUNT:
        return signals(chart)
    return signals_of_shares(chart, months["events"], months["counted"])


def _said(found: dict[str, IntArray]) -> list[str]:
    """Which rules are met at each point, and on which side? As ``signal`` says it."""
    ways = {TREND: ("falling", "rising")}
    return [
        " ".join(
            f"{rule}_{ways.get(rule, ('below', 'above'))[int(sides[place] > 0)]}"
            for rule, sides in found.items()
            if sides[place]
        )
        for place in range(len(found[OUTSIDE]))
    ]


def _beside(
    rows: pd.DataFrame, chart: ControlChart, item: Item, asked: TrendsAsked
) -> pd.DataFrame | None:
    """What stands below the chart: moving ranges of an amount, evidence that adds up of a share?"""
    # Either chart would give a month away that is hidden from the main one.
    if asked.published:
        return None
    bare = rows.assign(**dict.fromkeys(("centre", *_LIMITS), np.nan))
    if item.kind == AMOUNT:
        ranges, limit = moving_ranges(rows["value"]), range_limit(rows["value"])
        found = outside_limits(ranges, -np.inf, limit)
        signal = np.where(found > 0, f"{OUTSIDE}_above", "")
        mean = float(np.nanmean(ranges))
        return bare.assign(
            chart=RANGES, value=ranges, centre=mean, upper_limit=limit, signal=signal
        )
    # Where months differ by more than chance, binomial evidence would take that for a change.
    if chart.chart != P or not 0.0 < chart.centre < 1.0:
        return None
    odds_ratio = 1.0 / ODDS_RATIO if item.good > 0 else ODDS_RATIO
    size = tuple(int(number) for number in rows["counted"])
    limit = in_control_threshold(chart.centre, size, odds_ratio)
    path = cusum(cusum_weights(rows["events"], rows["counted"], chart.centre, odds_ratio), limit)
    side = "below" if item.good > 0 else "above"
    signal = np.where(path.signals, f"{CUSUM}_{side}", "")
    return bare.assign(chart=CUSUM, value=path.path, upper_limit=limit, signal=signal)


def _published(rows: pd.DataFrame) -> pd.DataFrame:
    """How do charts leave the clinic: counts to the nearest 5, values from those, whole percents?"""
    table = rows.copy()
    told = ~table["status"].isin(HIDING)
    # Hidden here alone: charted, and not told.
    numbers = list(_NUMBERS)
    table[numbers] = table[numbers].astype(float).where(told)
    table["signal"] = table["signal"].where(told, "")
    for name in ("denominator", "events"):
        table[name] = np.where(told, disclosure.rounded(table[name].astype(float)), np.nan)
    share = table["events"] / table["denominator"].replace(0.0, np.nan)
    value: Any = share.clip(upper=1.0).where(table["events"].notna(), table["value"])
    table["value"] = value
    places = np.where(table["measure"].eq("chair_minutes"), 0.0, 2.0)
    for name in ("value", "centre", *_LIMITS):
        tens = 10.0**places
        table[name] = np.round(table[name].astype(float) * tens) / tens
    return table
