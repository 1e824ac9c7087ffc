"""What is said about charts: ordinary variation, or a signal, in which month and by which rule. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import words
from dashboard.answers import finding as shared
from dashboard.answers.plain import horizon_in_words, in_hundred
from dashboard.answers.timed import NOT_MATURE
from dashboard.answers.trends_counts import TrendsAsked
from dashboard.answers.trends_items import AMOUNT, Item
from dashboard.answers.trends_signals import (
    CHANGED,
    CONCERN,
    FEW,
    IMPROVED,
    ORDINARY,
    RECENT,
    Signal,
    is_rare,
    main_chart,
    variation,
)
from dashboard.cohort import month_in_words
from dashboard.disclosure import HIDING, SHOWN
from dashboard.estimates.rare_events import BEYOND
from dashboard.estimates.rare_events import FEW as FEW_EXPECTED
from dashboard.settings import FEWEST_MONTHS

_CHANCE = (
    "A signal calls for a look at the month, not for a conclusion: among a dozen settled months chance "
    "alone gives about one chart in six a signal. Ordinary ups and downs mean nothing by themselves."
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
# What is told of an outcome of which few events are expected, on the page beside its chart as well.
RARE = (
    f"fewer than {FEW_EXPECTED:.0f} events, or exceptions, are to be expected in a usual month, so that one without "
    "any is nothing unusual. Runs, trends and two of three months near a limit are no signals there; a point "
    f"outside the limits is one only where the exact binomial chance of so many is below {BEYOND:.3%}, too."
)
_ADDS_UP = " The CUSUM, where one stands below a chart, adds up what each month says, and watches such an outcome."
_SHOWS = {
    CONCERN: ("outcome shows a signal to look into", "outcomes show a signal to look into"),
    IMPROVED: ("outcome shows a signal of improvement", "outcomes show a signal of improvement"),
    CHANGED: ("outcome shows a signal of change", "outcomes show a signal of change"),
}


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


def sentence(finding: Finding) -> str:
    """What does a manager need to know first: which charts show a signal, or that none does?"""
    if not finding.states:
        return _no_month(finding)
    calm = [item.said for item, state, _ in finding.states if state == ORDINARY]
    few = [item.said for item, state, _ in finding.states if state == FEW]
    parts = [said for kind in _SHOWS if (said := _signalling(finding, kind))]
    if calm:
        parts.append(
            f"Ordinary variation, without a signal in {RECENT} months: {words.among(calm)}."
        )
    if few:
        parts.append(f"Too few months for limits: {words.among(few)}.")
    return " ".join(parts)


def _no_month(finding: Finding) -> str:
    """What is said where no settled month is shown? Months are hidden one by one, whatever groups are shown."""
    status = finding.estimates["status"]
    if not status.isin(HIDING).any():
        return "No month of this cohort can be charted yet: widen the filters."
    # Those that are too recent may be drawn all the same.
    month = "settled month" if status.eq(NOT_MATURE).any() else "month"
    return (
        f"No {month} of this cohort has enough patients to be charted: "
        "widen the filters to see figures."
    )


def _signalling(finding: Finding, kind: str) -> str:
    """How many outcomes show a signal of a kind, which are they, and when was it?"""
    told = [
        f"{item.said}, {signal.said}"
        for item, state, signal in finding.states
        if state == kind and signal is not None
    ]
    return f"{words.count(len(told), *_SHOWS[kind])}: {'; '.join(told)}." if told else ""


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these charts know besides?"""
    told = (
        _CHANCE,
        _rare(finding),
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


def _rare(finding: Finding) -> str:
    rare = [item.said for item, *_ in finding.states if is_rare(finding.estimates, item)]
    if not rare and not finding.asked.published:
        return ""
    # Rounded counts do not tell of which outcomes; and nothing stands below their charts.
    if finding.asked.published:
        return f"Of rare outcomes {RARE}"
    return f"Of {words.among(rare)} {RARE}{_ADDS_UP}"


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
