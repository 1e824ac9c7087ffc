"""What is said about attempts at home: the sentence for the manager and the notes. They describe, and never rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.answers import finding as shared
from dashboard.answers.answer import Choices
from dashboard.answers.diy_counts import ALL_ATTEMPTS, TOPIC
from dashboard.answers.finding import NOT_ADJUSTED, RANGES, largest_said, nobody, share_said
from dashboard.words import NOT_RECORDED

CAUTION = (
    "The attempts on record are those of people who later came to a clinic: those whom an attempt harmed come, and "
    "the others hardly do, so harm looks larger than it is among all who try."
)
_WITH = {
    "squeezing": "after squeezing",
    "needle_or_pin": "after a needle or pin",
    "other_tool": "after another tool",
    "scrub": "after a scrub",
    "acne_product": "after an acne product",
    "exfoliant": "after an exfoliant",
    "unadvised_retinoid": "after a retinoid without advice",
    NOT_RECORDED: "where the method is not recorded",
    TOPIC: "attempts",
}
_NOT_GIVEN = "intervals of recorded shares do not, and are not given"


@dataclass(frozen=True)
class Finding(shared.Finding):
    """What the words are made of; groups are methods."""

    def among(self, group: str) -> str:
        """How does a sentence say of which attempts it speaks: "after squeezing"?"""
        return _WITH[group]


def sentence(finding: Finding) -> str:
    """What was found, how sure can one be, and what can it not say? A few sentences for the manager; no ranking."""
    if not finding.shown:
        return _nothing(finding)
    all_of = finding.of(ALL_ATTEMPTS, "any").to_dict("records")
    found = finding.of(TOPIC, "any").to_dict("records")
    if not all_of or not found:
        return f"No share may be told: too few attempts left a complication, or did not. {CAUTION} {NOT_ADJUSTED}"
    by_method, rest = largest_said(finding, found, lambda row: share_said(finding, row))
    ranges = f" {RANGES}" if finding.choices.unit == "patient" else ""
    return (
        f"A complication is on record after {_of_all(finding, all_of[0])}: {by_method}.{rest} {CAUTION}"
        f"{ranges} {NOT_ADJUSTED}"
    )


def _of_all(finding: Finding, row: Mapping[Any, Any]) -> str:
    first = "first " if finding.choices.unit == "patient" else ""
    said = share_said(finding, row)
    number = f"{int(row['episodes']):,}"
    # "40 in 100 attempts (between 37 and 43)" of how many.
    return f"{said.replace(' attempts', f' of {number} {first}attempts at home', 1)}"


def _nothing(finding: Finding) -> str:
    kept = finding.asked.cohort.values("treatment")
    if kept == ("",):
        return (
            "The filter of treatments leaves attempts at home out: add “DIY attempt” to it, or take it away, to see "
            "figures."
        )
    return nobody(
        finding,
        "In this cohort there is no attempt at home after which anybody looked for complications",
    )


def notes(finding: Finding, chosen: Choices) -> tuple[str, ...]:
    """What must a reader of these figures know besides? One sentence or two each."""
    told = (
        _groups(chosen),
        _unasked(finding),
        _once(finding),
        _alike(finding),
        _habits(finding),
        shared.hidden(finding),
        shared.published(finding),
        shared.unit(finding, _NOT_GIVEN),
    )
    return tuple(note for note in told if note)


def _groups(chosen: Choices) -> str:
    if chosen.group_by == "treatment":
        return ""
    return (
        "This page tells of the methods, and of what was tried before: which groups are chosen elsewhere changes "
        "nothing here."
    )


def _unasked(finding: Finding) -> str:
    if not finding.shown:
        return ""
    return (
        "Of those whom a clinic treated: not asked whether they had tried at home, asked and would not say, and left "
        "blank are three different answers, and none of them means no."
    )


def _once(finding: Finding) -> str:
    if not finding.shown:
        return ""
    return (
        "Which treatment came first is told of first attempts alone. The picture draws methods together, by hand or "
        "with products; what is hidden of a method flows together there, and is missing from the other flows."
    )


def _alike(finding: Finding) -> str:
    if not finding.shown:
        return ""
    return (
        "Like for like weighs those whom a clinic treated so that those who had tried and those who had not have the "
        "same recorded case mix, inflamed skin when they came included. Which treatment they then had is not held "
        "alike, and what nobody wrote down may differ as well."
    )


def _habits(finding: Finding) -> str:
    if not finding.shown:
        return ""
    return (
        "Habits are those that patients named when they came. Also among patients of the same recorded case mix, who "
        "takes care of the skin may differ in much else, and a clinic that asks may look more closely: no habit is "
        "shown here to prevent or to bring milia."
    )
