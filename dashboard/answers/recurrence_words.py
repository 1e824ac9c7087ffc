"""What is said about recurrence: the sentence for the manager and the notes. They describe, and never rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Choices, apart
from dashboard.answers.plain import horizon_in_words, in_hundred, share
from dashboard.disclosure import SHOWN
from dashboard.settings import Settings

# How many groups a sentence can hold before nobody reads it.
_MOST_SAID = 4

DEFINITIONS = {
    "A": "at the same site",
    "B": "at the same site, or where the site was not told",
    "C": "anywhere",
}


@dataclass(frozen=True)
class Finding:
    """What the words are made of: nothing but figures that may be shown."""

    choices: Choices
    settings: Settings
    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    sizes: Mapping[str, int]
    horizon: int | None
    estimates: pd.DataFrame
    mature: Mapping[str, int]
    same_order: bool | None = None

    @property
    def horizons(self) -> tuple[int, ...]:
        """At which days is the risk read?"""
        return self.choices.horizons or self.settings.horizons

    @cached_property
    def _mature(self) -> pd.DataFrame:
        table = self.estimates
        at = table["horizon_days"].eq(-1 if self.horizon is None else self.horizon)
        return table[at & table["status"].eq(SHOWN)]

    def at_horizon(self, measure: str = "recurrence") -> pd.DataFrame:
        """What are the mature figures at the main horizon?"""
        return self._mature[self._mature["measure"].eq(measure)]

    def name(self, group: str) -> str:
        """What is a group called within a sentence?"""
        said = words.value(self.choices.group_by, group)
        proper = self.choices.group_by in ("clinic", "skin_type")
        return (
            said
            if proper or said[:2].isupper() or not said[1:2].islower()
            else said[0].lower() + said[1:]
        )


def sentence(finding: Finding) -> str:
    """What was found, and how sure can one be? One or two sentences for the manager; no ranking."""
    if not finding.shown:
        return _nobody(finding)
    if finding.horizon is None:
        return (
            f"Too early to say: in no group are {finding.settings.min_at_risk} patients followed as far "
            f"as {horizon_in_words(min(finding.horizons))} after clearance."
        )
    rows = finding.at_horizon().to_dict("records")
    compared = [row for row in rows if row["group"] not in apart(finding.choices.group_by)]
    said = compared or rows
    largest = sorted(said, key=lambda row: -row["patients"])[:_MOST_SAID]
    shares = [_share(finding, row) for row in said if row in largest]
    others = len(said) - len(largest)
    rest = f" {words.count(others, 'more group')} below." if others else ""
    return (
        f"Milia back {DEFINITIONS[finding.choices.definition]} within {horizon_in_words(finding.horizon)} "
        f"of clearance: {words.among(shares)}.{rest} The ranges hold the true share 95 times in 100. "
        "Not adjusted for who was treated how: the figures describe the groups as they are."
    )


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these figures know besides? One sentence or two each."""
    told = (
        _maturity(finding),
        _loss(finding),
        _failures(finding),
        _hidden(finding),
        _diy(finding),
        _unit(finding),
        _definition(finding),
    )
    return tuple(note for note in told if note)


def _nobody(finding: Finding) -> str:
    if finding.hidden:
        return (
            f"Fewer than {finding.settings.min_patients} patients in any group: "
            "widen the filters to see figures."
        )
    return "Nobody in this cohort was recorded as clear with a day of clearance: widen the filters."


def _share(finding: Finding, row: Mapping[Any, Any]) -> str:
    group = str(row["group"])
    value = words.value(finding.choices.group_by, group)
    name = (
        f"after {finding.name(group)}"
        if finding.choices.group_by == "treatment"
        else f"in “{value}”"
    )
    if row["events"] == 0:
        limits = finding.at_horizon("no_event").set_index("group")["estimate"]
        limit = f" (at most {in_hundred(float(limits[group]))})" if group in limits.index else ""
        return f"none of {row['patients']:,} {name}{limit}"
    lower, upper = share(row["ci_lower"]), share(row["ci_upper"])
    return f"{in_hundred(float(row['estimate']))} {name} (between {lower} and {upper})"


def _maturity(finding: Finding) -> str:
    described = apart(finding.choices.group_by)
    compared = {group: day for group, day in finding.mature.items() if group not in described}
    of_recurrence = finding.estimates["measure"].eq("recurrence")
    late = finding.estimates[of_recurrence & finding.estimates["status"].eq("not_mature")]
    early = words.among([finding.name(str(group)) for group in late["group"].unique()])
    parts = []
    if compared:
        first = min(compared, key=lambda group: compared[group])
        parts.append(
            f"The groups can be compared up to day {compared[first]}: beyond it fewer than "
            f"{finding.settings.min_at_risk} patients are still followed ({finding.name(first)}), "
            "and the curve is drawn faded."
        )
    if early:
        parts.append(f"Some figures of {early} are not mature and are marked so.")
    return " ".join(parts)


def _loss(finding: Finding) -> str:
    bounds = finding.at_horizon("loss")
    if bounds.empty or finding.horizon is None:
        return ""
    largest = max(bounds["group"], key=lambda group: finding.sizes[group])
    limits = bounds[bounds["group"].eq(largest)].set_index("kind")["estimate"]
    lower, upper = limits["lower_bound"], limits["upper_bound"]
    if upper <= lower:
        return ""
    others = (
        " The bounds of the other groups are in the clinical detail."
        if bounds["group"].nunique() > 1
        else ""
    )
    return (
        f"Some patients were lost before {horizon_in_words(finding.horizon)}. Had they all stayed free, or "
        f"all had milia again the day after, the share of the largest group ({finding.name(largest)}) would "
        f"lie between {share(lower)} and {in_hundred(upper)}.{others}"
    )


def _failures(finding: Finding) -> str:
    if finding.at_horizon("failure_free").empty:
        return ""
    return (
        "Recurrence speaks only of those who were clear. Beside it stands the share free of failure, counted "
        "from the first session, in which those never clear count as failures."
    )


def _hidden(finding: Finding) -> str:
    if finding.settings.min_patients == 1:
        return "Small numbers are not hidden: whoever holds the data folder turned that off."
    if not finding.hidden:
        return ""
    return (
        f"{words.count(len(finding.hidden), 'group')} hidden: fewer than {finding.settings.min_patients} "
        "patients, or the number could be worked out from the others."
    )


def _diy(finding: Finding) -> str:
    if finding.choices.group_by != "treatment" or "diy" not in finding.shown:
        return ""
    return (
        "DIY attempts are those of people who later came to a clinic: successes at home are hardly seen, so "
        "milia look as if they came back more often than they do. They enter no comparison."
    )


def _unit(finding: Finding) -> str:
    if finding.choices.unit == "patient":
        return ""
    return (
        "Episodes are counted, several a patient: errors allow for that; Gray's and the log-rank test do not, "
        "and are not given."
    )


def _definition(finding: Finding) -> str:
    if finding.choices.definition == "A" or finding.same_order is None:
        return ""
    order = "the same as" if finding.same_order else "another than"
    return (
        f"By this definition (milia {DEFINITIONS[finding.choices.definition]}) the order of the groups is "
        f"{order} by definition A (at the same site)."
    )
