"""Which signals has an item's chart, and what is said of its latest months: ordinary variation, or which signal?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.answers.trends_charts import CUSUM, RANGES
from dashboard.answers.trends_items import AMOUNT, Item
from dashboard.cohort import month_in_words
from dashboard.disclosure import SHOWN
from dashboard.estimates.rare_events import few_expected
from dashboard.estimates.run_rules import NEAR, OUTSIDE, RUN, RUN_LENGTH, TREND, TREND_LENGTH

# A signal longer ago than so many settled months is history: the chart shows it, the sentence does not.
RECENT = 12
_RULES = {
    f"{OUTSIDE}_above": "a point above the limits",
    f"{OUTSIDE}_below": "a point below the limits",
    f"{RUN}_above": f"{RUN_LENGTH} months in a row above the centre",
    f"{RUN}_below": f"{RUN_LENGTH} months in a row below the centre",
    f"{TREND}_rising": f"{TREND_LENGTH} months rising one after the other",
    f"{TREND}_falling": f"{TREND_LENGTH} months falling one after the other",
    f"{NEAR}_above": "two of three months near the limit above",
    f"{NEAR}_below": "two of three months near the limit below",
    f"{CUSUM}_above": "small changes upwards that have added up",
    f"{CUSUM}_below": "small changes downwards that have added up",
}
_UP = ("above", "rising")
# What is said of the latest state, with a mark that is no colour.
ORDINARY, CONCERN, IMPROVED, CHANGED, FEW = (
    "○\u00a0ordinary variation",
    "▲\u00a0a signal to look into",
    "◆\u00a0a signal of improvement",
    "◇\u00a0a signal of change",
    "–\u00a0too few months for limits",
)
# By what a signal concerns: the wrong direction, the right one, or neither.
STATES = {1: CONCERN, -1: IMPROVED, 0: CHANGED}
MET, MISSED, OPEN, NO_TARGET = (
    "✓\u00a0met, month after month",
    "✗\u00a0missed, month after month",
    "~\u00a0met or missed by chance",
    "–\u00a0no target set",
)


@dataclass(frozen=True)
class Signal:
    """Which rule found a pattern of which item's chart, ending in which month?"""

    item: Item
    chart: str
    period: str
    rule: str

    @property
    def said(self) -> str:
        """How is it said: "in March 2026: a point above the limits"?"""
        return f"in {month_in_words(self.period)}: {_RULES[self.rule]}"

    @property
    def concerns(self) -> int:
        """Is it in the wrong direction (1), in the right one (-1), or neither (0)?"""
        side = 1 if self.rule.endswith(_UP) else -1
        return -side * self.item.good if self.chart != RANGES else 0


def main_chart(charts: pd.DataFrame, code: str) -> pd.DataFrame:
    """Which rows are an item's main chart?"""
    return charts[charts["measure"].eq(code) & ~charts["chart"].isin((CUSUM, RANGES))]


def recent_signals(charts: pd.DataFrame, item: Item, months: int = RECENT) -> list[Signal]:
    """Which patterns of an item's charts end in the latest settled months, the last first?"""
    settled = main_chart(charts, item.code)
    settled = settled[settled["status"].eq(SHOWN)]
    latest = set(settled["period"].tail(months))
    own = charts[charts["measure"].eq(item.code) & charts["signal"].ne("")]
    found = [
        Signal(item, str(row.chart), str(row.period), rule)
        for row in own[own["period"].isin(latest)].itertuples()
        for rule in str(row.signal).split()
    ]
    return sorted(found, key=lambda signal: signal.period, reverse=True)


def variation(charts: pd.DataFrame, item: Item) -> tuple[str, Signal | None]:
    """What is said of the latest months of an item: ordinary variation, or which signal?

    Of several, one to look into comes before an improvement, and the latest of these before others.
    """
    settled = main_chart(charts, item.code)
    settled = settled[settled["status"].eq(SHOWN)]
    # Limits that have just begun anew say nothing of the latest months yet.
    if settled.empty or pd.isna(settled["centre"].iloc[-1]):
        return FEW, None
    found = recent_signals(charts, item)
    if not found:
        return ORDINARY, None
    gravest = max(found, key=lambda signal: signal.concerns)
    return STATES[gravest.concerns], gravest


def is_rare(charts: pd.DataFrame, item: Item) -> bool:
    """Are so few events expected in a month, by the centre there is now, that one without any is nothing unusual?"""
    rows = main_chart(charts, item.code)
    settled = rows[rows["status"].eq(SHOWN)]
    if item.kind == AMOUNT or settled.empty:
        return False
    centre = float(settled["centre"].iloc[-1])
    own = settled.loc[settled["centre"].eq(centre), "denominator"]
    return few_expected(centre, own.to_numpy(dtype=float))


def assurance(charts: pd.DataFrame, item: Item, targets: dict[str, float]) -> str:
    """Would the process as it is meet its target: in each month, in none, or as chance will have it?"""
    rows = main_chart(charts, item.code)
    settled = rows[rows["status"].eq(SHOWN)]
    if item.code not in targets or item.good == 0:
        return NO_TARGET
    if settled.empty or pd.isna(settled["upper_limit"].iloc[-1]):
        return FEW
    low, high = (float(settled[name].iloc[-1]) for name in ("lower_limit", "upper_limit"))
    target = targets[item.code]
    below, above = high <= target, low >= target
    if not (below or above):
        return OPEN
    return MET if (above if item.good > 0 else below) else MISSED
