"""What is said about healing: the sentence for the manager and the notes. They describe, and never rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.answers import finding as shared
from dashboard.answers.finding import NOT_ADJUSTED, Row, largest_said, nobody, share_said
from dashboard.answers.plain import horizon_in_words
from dashboard.disclosure import HIDING
from dashboard.words import among

_RANGES = "The ranges hold the true figure 95 times in 100."
_CAUTION = (
    "wounds that closed by themselves are hardly seen, so too many days seem to pass until they heal. "
    "Only squeezing, needles and other tools are counted: products make no wound."
)


@dataclass(frozen=True)
class Finding(shared.Finding):
    """What the words are made of.

    Attributes
    ----------
    curves
        The table of the answer, after disclosure.
    left_out
        Step of the attrition → number, None where it is hidden.
    """

    curves: pd.DataFrame = field(default_factory=pd.DataFrame)
    left_out: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def counted(self) -> str:
        """What is counted?"""
        return "patients" if self.choices.unit == "patient" else "episodes"


def sentence(finding: Finding) -> str:
    """What was found, and how sure can one be? Two or three sentences for the manager; no ranking."""
    if not finding.shown:
        return nobody(
            finding,
            "Nobody in this cohort had a wound whose healing was looked at and whose last session is known",
        )
    said = [part for part in (_halves(finding), _shares(finding)) if part]
    if not said:
        return (
            f"Too early to say: in no group are {finding.settings.min_at_risk} patients followed as far "
            f"as {horizon_in_words(min(finding.asked.horizons))} after the last session."
        )
    return f"{' '.join(said)} {_RANGES} {NOT_ADJUSTED}"


def _halves(finding: Finding) -> str:
    """By which day was half of each group healed?"""
    table = finding.estimates
    medians = table[table["measure"].eq("healing") & table["kind"].eq("median")]
    reached = medians[medians["status"].eq("shown")].to_dict("records")
    said = ""
    if reached:
        days, rest = largest_said(finding, reached, lambda row: _day_said(finding, row))
        said = f"Counted from the last session, half of the {finding.counted} were healed by {days}.{rest}"
    missed = [
        finding.among(str(group))
        for group in medians.loc[medians["status"].eq("not_reached"), "group"]
    ]
    if missed:
        said = f"{said} Half healed was not reached {among(missed)}.".strip()
    return said


def _day_said(finding: Finding, row: Row) -> str:
    """How is a median said: "day 8 after laser (between 7 and 10)"?"""
    day, lower, upper = (float(row[name]) for name in ("estimate", "ci_lower", "ci_upper"))
    said = f"day {day:g} {finding.among(str(row['group']))}"
    if np.isnan(lower):
        return said
    if np.isnan(upper):
        return f"{said} (day {lower:g} at least)"
    if lower == upper:
        return f"{said} (to within a day)"
    return f"{said} (between {lower:g} and {upper:g})"


def _shares(finding: Finding) -> str:
    """What share was healed by the main horizon?"""
    rows = finding.at_horizon("healing").to_dict("records")
    if finding.horizon is None or not rows:
        return ""
    limits = finding.at_horizon("no_event").set_index("group")["estimate"].to_dict()
    shares, _ = largest_said(finding, rows, lambda row: share_said(finding, row, limits))
    return f"Healed within {horizon_in_words(finding.horizon)}: {shares}."


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these figures know besides? One sentence or two each."""
    told = (
        shared.maturity(finding, "healing", "still open and followed"),
        _never_healed(finding),
        _nobody_looked(finding),
        _few_open(finding),
        _first_seen(finding),
        shared.hidden(finding),
        shared.published(finding),
        shared.attempts(finding, _CAUTION),
        shared.unit(finding, "the log-rank test does not, and is not given"),
    )
    return tuple(note for note in told if note)


def _never_healed(finding: Finding) -> str:
    """How many left observation before they were seen healed? Those that the curves show."""
    number = int(finding.curves["censored"].sum()) if len(finding.curves) else 0
    if not number:
        return ""
    # Curves stop where few are open; their counts are rounded where the answer is published.
    at_least = "" if finding.asked.fewest == 1 else "At least "
    who = "Some" if finding.asked.published else f"{at_least}{number:,}"
    return (
        f"{who} {finding.counted} were last seen, or treated again, before they were seen healed: they stay "
        "in the denominator for as long as they were followed."
    )


def _nobody_looked(finding: Finding) -> str:
    """How many have no figure because nobody looked, or nobody wrote down whether anybody did?"""
    reasons = {
        "not_assessed": "Nobody looked at healing in",
        "not_recorded": "whether anybody looked is not recorded in",
    }
    said = [
        f"{reason} {_number(finding.left_out[name])}"
        for name, reason in reasons.items()
        if name in finding.left_out
    ]
    told = f"{'; '.join(said)}: left out, not counted as open."
    return told[0].upper() + told[1:] if said else ""


def _number(number: int | None) -> str:
    return "a number that is hidden" if number is None else f"{number:,}"


def _few_open(finding: Finding) -> str:
    """Why is a share of a group hidden that is itself shown?"""
    rows = finding.estimates
    shares = rows["measure"].eq("healing") & rows["kind"].eq("cumulative_incidence")
    few = rows[shares & rows["group"].isin(finding.shown) & rows["status"].isin(HIDING)]
    if few.empty or finding.asked.published:
        return ""
    return (
        f"“Hidden: too few” in the share healed by a day means that fewer than {finding.asked.fewest} wounds of the "
        "group were still open and followed just before it: nearly all had healed, or were last seen, by then."
    )


def _first_seen(finding: Finding) -> str:
    if not finding.shown or finding.asked.published:
        return ""
    return (
        "Healing is dated by the visit at which it was first seen; between which days it happened is in the "
        "clinical detail."
    )
