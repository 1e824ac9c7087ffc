"""What sentences are made of, and the notes that every topic shares. They describe, and never rank."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Choices
from dashboard.answers.asked import Asked
from dashboard.answers.plain import in_hundred, share
from dashboard.disclosure import HIDDEN, SHOWN
from dashboard.settings import Settings

# How many groups a sentence can hold before nobody reads it.
_MOST_SAID = 4
NOT_ADJUSTED = "Not adjusted for who was treated how: the figures describe the groups as they are."
RANGES = "The ranges hold the true share 95 times in 100."

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Finding:
    """What the words are made of: nothing but figures that may be shown.

    Attributes
    ----------
    estimates
        The table of the answer, after disclosure.
    horizon
        At which the finding is said; None where no figure is mature, or no clock runs.
    mature
        Group → last day up to which its curve is mature.
    """

    asked: Asked
    estimates: pd.DataFrame
    horizon: int | None = None
    mature: Mapping[str, int] = field(default_factory=dict)

    @property
    def choices(self) -> Choices:
        """How was the question put?"""
        return self.asked.choices

    @property
    def settings(self) -> Settings:
        """Which thresholds hold?"""
        return self.asked.settings

    @property
    def shown(self) -> tuple[str, ...]:
        """Which groups are shown?"""
        return self.asked.shown

    @property
    def hidden(self) -> tuple[str, ...]:
        """Which groups are hidden?"""
        return self.asked.hidden.names

    @cached_property
    def _mature(self) -> pd.DataFrame:
        table = self.estimates
        at = table["horizon_days"].eq(-1 if self.horizon is None else self.horizon)
        return table[at & table["status"].eq(SHOWN)]

    def at_horizon(self, measure: str) -> pd.DataFrame:
        """What are the mature figures of a measure at the main horizon?"""
        return self._mature[self._mature["measure"].eq(measure)]

    def of(self, measure: str, kind: str) -> pd.DataFrame:
        """What are the shown figures of a measure and kind that has no horizon?"""
        table = self.estimates
        chosen = table["measure"].eq(measure) & table["kind"].eq(kind) & table["status"].eq(SHOWN)
        return table[chosen & table["horizon_days"].isna() & table["subgroup"].eq("")]

    def name(self, group: str) -> str:
        """What is a group called within a sentence?"""
        said = words.value(self.choices.group_by, group)
        proper = self.choices.group_by in ("clinic", "skin_type")
        return (
            said
            if proper or said[:2].isupper() or not said[1:2].islower()
            else said[0].lower() + said[1:]
        )

    def among(self, group: str) -> str:
        """How does a sentence say of which group it speaks: "after laser", "in C01", "in “Type II”"?"""
        if self.choices.group_by == "treatment":
            return f"after {'a ' if group == 'diy' else ''}{self.name(group)}"
        said = words.value(self.choices.group_by, group)
        # A clinic's name stands for itself; what is said of those without one does not.
        return (
            f"in {said}" if self.choices.group_by == "clinic" and said == group else f"in “{said}”"
        )


def largest_said(
    finding: Finding, rows: Sequence[Row], say: Callable[[Row], str]
) -> tuple[str, str]:
    """How are the largest groups said in a list, and how many more are there?

    Said are groups that are compared, or those there are where none is, in page order; counted are all others.
    """
    compared = [row for row in rows if row["group"] in finding.asked.compared]
    able = compared or list(rows)
    largest = sorted(able, key=lambda row: -row["patients"])[:_MOST_SAID]
    others = len(rows) - len(largest)
    rest = f" {words.count(others, 'more group')} below." if others else ""
    return words.among([say(row) for row in able if row in largest]), rest


def share_said(finding: Finding, row: Row, limits: Mapping[Any, Any] | None = None) -> str:
    """How is a share said: "18 in 100 after extraction (between 15 and 21)"?

    `limits`: group → how large the share may be where nobody had the event.
    """
    group = str(row["group"])
    where = finding.among(group)
    if row["events"] == 0:
        limit = (limits or {}).get(group)
        at_most = "" if limit is None else f" (at most {in_hundred(limit)})"
        return f"none of {row['patients']:,} {where}{at_most}"
    said = f"{in_hundred(float(row['estimate']))} {where}"
    lower, upper = float(row["ci_lower"]), float(row["ci_upper"])
    if math.isnan(lower) or math.isnan(upper):
        return said
    return f"{said} ({between(share(lower), share(upper))})"


def between(lower: str, upper: str) -> str:
    """How are the ends of a range said: "between 15 and 21", "99 or more", "at most 1", "fewer than 1"?"""
    if upper.startswith("fewer than"):
        return upper
    if upper.startswith("more than"):
        return f"{lower} or more"
    return f"at most {upper}" if lower.startswith("fewer than") else f"between {lower} and {upper}"


def nobody(finding: Finding, otherwise: str) -> str:
    """What is said where no group is shown: too few, too few with others beside them, or `otherwise` nobody at all?"""
    if not finding.hidden:
        return f"{otherwise}: widen the filters."
    # A large group may be hidden for the sake of a small one.
    small = all(finding.asked.hidden[group] == HIDDEN for group in finding.hidden)
    or_known = "" if small else ", or the number could be worked out from the others"
    return (
        f"Fewer than {finding.asked.fewest} patients in any group{or_known}: "
        "widen the filters to see figures."
    )


def maturity(finding: Finding, measure: str, at_risk: str = "still followed") -> str:
    """Up to which day can the groups be compared, and which figures are too early?

    `at_risk`: what those are who have not had the event and are seen.
    """
    of = finding.asked.compared
    compared = {group: day for group, day in finding.mature.items() if group in of}
    of_measure = finding.estimates["measure"].eq(measure)
    late = finding.estimates[of_measure & finding.estimates["status"].eq("not_mature")]
    early = words.among([finding.name(str(group)) for group in late["group"].unique()])
    parts = []
    if compared:
        first = min(compared, key=lambda group: compared[group])
        what = "The groups can be compared" if len(compared) > 1 else "The curve is sure enough"
        parts.append(_until(finding, what, first, compared[first], at_risk))
    if early:
        parts.append(f"Some figures of {early} are not mature and are marked so.")
    return " ".join(parts)


def _until(finding: Finding, what: str, first: str, day: int, at_risk: str) -> str:
    """Up to which day does `what` hold, and what comes after it? `first`: the group that ends it."""
    name = finding.name(first)
    if finding.asked.published and not day:
        return f"On no day is the published curve of {name} sure enough to compare."
    if finding.asked.published:
        # Told on a grid: how many are at risk on the days between is not.
        return f"{what} up to day {day}, as far as the published curve is sure enough ({name})."
    fewest = finding.asked.fewest
    ends = "ends" if fewest > finding.settings.min_at_risk else "is drawn faded"
    until = f"{what} up to day {day}: beyond it" if day else "From the first day on"
    return (
        f"{until} fewer than {max(fewest, finding.settings.min_at_risk)} patients are {at_risk} "
        f"({name}), and the curve {ends}."
    )


def hidden(finding: Finding) -> str:
    """How many groups are hidden, and why?"""
    if finding.settings.min_patients == 1 and not finding.asked.published:
        return "Small numbers are not hidden: whoever holds the data folder turned that off."
    if not finding.hidden:
        return ""
    return (
        f"{words.count(len(finding.hidden), 'group')} hidden: fewer than {finding.asked.fewest} "
        "patients, or the number could be worked out from the others."
    )


def published(finding: Finding) -> str:
    """What does the publication policy do to the figures?"""
    if not finding.asked.published:
        return ""
    return (
        "For publication: counts from 1 to 7 are hidden and others told to the nearest 5; recorded shares "
        "are worked out anew from those; curves step only where at least 8 events have gathered; shares "
        "are whole percents. Tests are from the exact counts, to two digits."
    )


def attempts(finding: Finding, caution: str) -> str:
    """Which caution goes with DIY attempts, where they are shown?"""
    group_by = finding.choices.group_by
    alone = finding.asked.cohort.counted_treatments(group_by) == ("diy",)
    if not (alone and finding.shown) and not (group_by == "treatment" and "diy" in finding.shown):
        return ""
    return (
        f"DIY attempts are those of people who later came to a clinic: {caution} "
        "They enter no comparison."
    )


def unit(
    finding: Finding, not_given: str = "Gray's and the log-rank test do not, and are not given"
) -> str:
    """What does it mean that episodes are counted?"""
    if finding.choices.unit == "patient":
        return ""
    return f"Episodes are counted, several a patient: errors allow for that; {not_given}."
