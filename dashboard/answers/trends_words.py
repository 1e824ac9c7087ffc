"""What is said about charts: ordinary variation, or a signal, in which month and by which rule. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import words
from dashboard.answers import finding as shared
from dashboard.answers.plain import horizon_in_words, in_hundred
from dashboard.answers.timed import NOT_MATURE
from dashboard.answers.trends_charts import CUSUM, RANGES
from dashboard.answers.trends_counts import TrendsAsked
from dashboard.answers.trends_items import AMOUNT, Item
from dashboard.cohort import month_in_words
from dashboard.disclosure import HIDING, SHOWN
from dashboard.estimates.run_rules import NEAR, OUTSIDE, RUN, RUN_LENGTH, TREND, TREND_LENGTH
from dashboard.settings import FEWEST_MONTHS

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
_CHANCE = (
    "A signal calls for a look at the month, not for a conclusion: among a dozen settled months chance "
    "alone gives about one chart in eight a signal. Ordinary ups and downs mean nothing by themselves."
)
_KNOWN = (
    "Shares are of those of whom it is known: who was lost before the horizon is left out, so a chart can "
    "move because follow-up did."
)
_NOT_ADJUSTED = "Not adjusted for the case mix: who came in a month moves a chart as well."
_EPISODES = (
    "Episodes are counted, several a patient: they are more alike than chance has it, and limits may be "
    "too narrow."
)
# What is said of the latest state, with a mark that is no colour.
ORDINARY, CONCERN, IMPROVED, CHANGED, FEW = (
    "○\u00a0ordinary variation",
    "▲\u00a0a signal to look into",
    "◆\u00a0a signal of improvement",
    "◇\u00a0a signal of change",
    "–\u00a0too few months for limits",
)
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


@dataclass(frozen=True)
class Finding(shared.Finding):
    """What the words are made of: the charts of the answer, after disclosure, in place of estimates."""

    asked: TrendsAsked

    def main(self, item: Item) -> pd.DataFrame:
        """What does an item's main chart show?"""
        return main_chart(self.estimates, item.code)

    def state(self, item: Item) -> tuple[str, Signal | None]:
        """What is said of an item, and for which signal?"""
        return variation(self.estimates, item)

    @cached_property
    def states(self) -> list[tuple[Item, str, Signal | None]]:
        """What is said of each item that has a chart?"""
        told = [item for item in self.asked.items if self.main(item)["status"].eq(SHOWN).any()]
        return [(item, *self.state(item)) for item in told]


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
    """What is said of the latest months of an item: ordinary variation, or which signal? CUSUM apart."""
    settled = main_chart(charts, item.code)
    settled = settled[settled["status"].eq(SHOWN)]
    # Limits that have just begun anew say nothing of the latest months yet.
    if settled.empty or pd.isna(settled["centre"].iloc[-1]):
        return FEW, None
    found = [each for each in recent_signals(charts, item) if each.chart not in (CUSUM, RANGES)]
    if not found:
        return ORDINARY, None
    return {1: CONCERN, -1: IMPROVED, 0: CHANGED}[found[0].concerns], found[0]


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


def sentence(finding: Finding) -> str:
    """What does a manager need to know first: which charts show a signal, or that none does?"""
    if not finding.states:
        return shared.nobody(finding, "No month of this cohort can be charted yet")
    signals = [(item, signal) for item, _, signal in finding.states if signal is not None]
    calm = [item.said for item, state, _ in finding.states if state == ORDINARY]
    few = [item.said for item, state, _ in finding.states if state == FEW]
    parts = []
    if signals:
        told = "; ".join(f"{item.said}, {signal.said}" for item, signal in signals)
        number = words.count(len(signals), "outcome shows a signal", "outcomes show a signal")
        parts.append(f"{number}: {told}.")
    if calm:
        parts.append(
            f"Ordinary variation, without a signal in {RECENT} months: {words.among(calm)}."
        )
    if few:
        parts.append(f"Too few months for limits: {words.among(few)}.")
    return " ".join(parts)


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these charts know besides?"""
    told = (
        _CHANCE,
        _early(finding),
        _KNOWN,
        _NOT_ADJUSTED,
        _rebased(finding),
        _hidden(finding),
        shared.hidden(finding) if not finding.settings.hides else "",
        _published(finding),
        _EPISODES if finding.choices.unit == "episode" else "",
    )
    return tuple(note for note in told if note)


def value_said(item: Item, value: float) -> str:
    """How is a month's figure said: "9 in 100", "38 minutes"?"""
    return f"{value:.0f} minutes" if item.kind == AMOUNT else in_hundred(value)


def _early(finding: Finding) -> str:
    late = finding.estimates[finding.estimates["status"].eq(NOT_MATURE)]
    if late.empty:
        return ""
    longest = max(
        (item for item in finding.asked.items if late["measure"].eq(item.code).any()),
        key=lambda item: item.horizon,
    )
    first = late.loc[late["measure"].eq(longest.code), "period"].min()
    return (
        "Months too recent for their horizon are drawn hollow and never signal: "
        f"{longest.said} from {month_in_words(first)} on, which takes "
        f"{horizon_in_words(longest.horizon)} to be known."
    )


def _rebased(finding: Finding) -> str:
    months = finding.settings.rebase_months
    if not months:
        return f"Centre and limits come from all settled months, {FEWEST_MONTHS} at least."
    said = words.among([month_in_words(month) for month in months])
    return f"Centre and limits begin anew in {said}, as the settings say."


def _hidden(finding: Finding) -> str:
    table = finding.estimates
    months = table.loc[table["status"].isin(HIDING), "period"].nunique()
    if not months:
        return ""
    return (
        f"{words.count(months, 'month')} hidden in some chart: fewer than {finding.asked.fewest} patients, "
        "or the number could be worked out from the others. A hidden month neither shows nor signals."
    )


def _published(finding: Finding) -> str:
    if not finding.asked.published:
        return ""
    return (
        "For publication: months with 1 to 7 events, or all but so few, are hidden; counts are told to the "
        "nearest 5 and shares worked out anew from those; moving ranges and evidence that adds "
        "up (CUSUM) are left out. Centre, limits and signals are those of the exact counts, in whole percent."
    )
