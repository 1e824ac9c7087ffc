"""What is said of like patients: the sentence for the manager and the notes. Words that compare come from the gate."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from dashboard import words
from dashboard.answers import finding as shared
from dashboard.answers.finding import nobody
from dashboard.answers.gate import Verdict
from dashboard.answers.like_for_like_counts import (
    FREE,
    OUTCOMES,
    AskedAlike,
)
from dashboard.answers.like_for_like_plain import called, in_brief, main_day, moved
from dashboard.answers.plain import horizon_in_words, share
from dashboard.disclosure import SHOWN

# Claims that a sentence can hold.
_MOST_SAID = 3
_ALIKE = (
    "Like for like weighs the patients of each pair so that both arms have the same recorded case mix; "
    "what nobody wrote down may still differ."
)
_INSTEAD = {
    "group_by": "Treatments are compared here, whatever the other pages are grouped by.",
    "unit": "Each patient counts once here: what several episodes of one patient say alike is not weighted.",
}


@dataclass(frozen=True)
class Finding(shared.Finding):
    """What the words are made of.

    Attributes
    ----------
    verdicts
        (Measure, arm) → whether a word may be said, or what is missing.
    reasons
        (Measure, arm) → why it cannot be compared with the reference; empty where it can.
    merged
        Rare levels that are told together, in words.
    """

    comparisons: pd.DataFrame = field(default_factory=pd.DataFrame)
    verdicts: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    instead: tuple[str, ...] = ()
    merged: str = ""


def sentence(finding: Finding, asked: AskedAlike) -> str:
    """What would like patients have seen, and how much does the case mix explain? For the manager."""
    if not finding.shown:
        return nobody(
            finding, "Nobody in this cohort had a professional treatment and was followed"
        )
    others = [arm for arm in asked.compared if arm != asked.reference]
    if not others:
        return (
            "There is only one treatment in this cohort with enough patients, and nothing to compare it with: choose "
            "another beside it, or widen the filters."
        )
    if finding.horizon is None:
        return (
            f"Too early to say: in no group are {finding.settings.min_at_risk} patients followed as far "
            f"as {horizon_in_words(min(asked.horizons))} after the first session."
        )
    arms = _largest_first(finding, others)
    told = [_claimed(finding, asked, FREE.measure, arm) for arm in arms]
    claims = [claim for claim in told if claim]
    apart = [arm for arm in arms if finding.reasons.get((FREE.measure, arm))]
    open_ = [arm for arm, claim in zip(arms, told, strict=True) if not claim and arm not in apart]
    share_of = called(FREE.measure, finding.horizon)
    parts = []
    if claims:
        more = len(claims) - _MOST_SAID
        rest = f", and {words.count(more, 'treatment')} below" if more > 0 else ""
        parts.append(f"Among patients alike, {share_of}: {'; '.join(claims[:_MOST_SAID])}{rest}.")
    elif open_:
        parts.append(f"Among patients alike, {share_of}:")
    if open_:
        subject = _named(finding, open_)
        verb = "differs" if len(open_) == 1 else "differ"
        said = f"whether {subject} {verb} from {finding.name(asked.reference)} stays open."
        parts.append(_capital(said) if claims else said)
    if apart:
        parts.append(
            f"{_capital(_named(finding, apart))} cannot be compared with {finding.name(asked.reference)}."
        )
    parts.append(moved(finding.comparisons, FREE.measure, finding.horizon, finding.name))
    return " ".join(part for part in parts if part)


def notes(finding: Finding, asked: AskedAlike) -> tuple[str, ...]:
    """What must a reader of these figures know besides? One sentence or two each."""
    told = (
        _ALIKE if finding.shown else "",
        *(_others(finding, asked, measure) for measure in _after(FREE.measure)),
        *(_missing(finding, asked, outcome.measure) for outcome in OUTCOMES),
        *(_apart(finding, asked, outcome.measure) for outcome in OUTCOMES),
        shared.maturity(finding, FREE.measure) if len(asked.compared) > 1 else "",
        _jointly(finding, asked),
        f"So many combinations of the case mix are there that some are told together: {finding.merged}."
        if finding.merged
        else "",
        shared.hidden(finding),
        shared.published(finding),
        *(_INSTEAD[name] for name in finding.instead),
    )
    return tuple(note for note in told if note)


def _largest_first(finding: Finding, arms: Sequence[str]) -> list[str]:
    return sorted(arms, key=lambda arm: -finding.asked.sizes[arm])


def _claimed(finding: Finding, asked: AskedAlike, measure: str, arm: str) -> str:
    """What may be claimed of an arm? Empty where the gate says no."""
    verdict = finding.verdicts.get((measure, arm), Verdict())
    if not verdict.word:
        return ""
    day = main_day(measure, finding.horizon, finding.settings)
    said = f"{verdict.word} after {finding.name(arm)} than after {finding.name(asked.reference)}"
    rows = finding.estimates
    rows = rows[
        rows["measure"].eq(measure)
        & rows["horizon_days"].eq(-1 if day is None else day)
        & rows["subgroup"].ne("")
        & rows["status"].eq(SHOWN)
    ]
    own = rows[rows["group"].eq(arm)]["estimate"]
    pair = rows["group"].eq(asked.reference) & rows["subgroup"].isin((arm, "chosen_arms"))
    other = rows[pair]["estimate"]
    if own.empty or other.empty or math.isnan(own.iloc[0]):
        return said
    return f"{said} ({share(own.iloc[0])} against {share(other.iloc[0])} in 100)"


def _after(measure: str) -> list[str]:
    return [outcome.measure for outcome in OUTCOMES if outcome.measure != measure]


def _others(finding: Finding, asked: AskedAlike, measure: str) -> str:
    """What may be claimed of the other outcomes?"""
    arms = [arm for arm in asked.compared if arm != asked.reference]
    told = [_claimed(finding, asked, measure, arm) for arm in arms]
    claims = [claim for claim in told if claim]
    day = main_day(measure, finding.horizon, finding.settings)
    if not claims or day is None:
        return ""
    lead = _capital(called(measure, day, finding.choices.definition))
    return f"{lead}, among patients alike: {'; '.join(claims)}."


def _missing(finding: Finding, asked: AskedAlike, measure: str) -> str:
    """Of whom is nothing claimed, since what is missing?"""
    ways: dict[str, list[str]] = {}
    for arm in asked.compared:
        verdict = finding.verdicts.get((measure, arm))
        if verdict and verdict.missing and not finding.reasons.get((measure, arm)):
            ways.setdefault(" and ".join(verdict.missing), []).append(finding.name(arm))
    day = main_day(measure, finding.horizon, finding.settings)
    if not ways or day is None:
        return ""
    told = "; ".join(f"{words.among(arms)}: {missing}" for missing, arms in ways.items())
    lead = _capital(called(measure, day, finding.choices.definition))
    return f"{lead}: nothing is claimed of {told}."


def _apart(finding: Finding, asked: AskedAlike, measure: str) -> str:
    """Who cannot be compared, and why?"""
    ways: dict[str, list[str]] = {}
    for (of, arm), reason in finding.reasons.items():
        if of == measure and reason:
            ways.setdefault(in_brief(reason), []).append(finding.name(arm))
    day = main_day(measure, finding.horizon, finding.settings)
    if not ways or day is None:
        return ""
    lead = _capital(called(measure, day, finding.choices.definition))
    told = "; ".join(f"{words.among(arms)} ({reason})" for reason, arms in ways.items())
    return f"{lead}: not comparable with {finding.name(asked.reference)}: {told}. No adjusted figure is shown."


def _jointly(finding: Finding, asked: AskedAlike) -> str:
    if finding.choices.weighting != "joint" or not finding.shown:
        return ""
    if asked.jointly:
        return (
            "The chosen treatments are weighted jointly: all to the patients for whom each of them was in "
            "question. A small group drags such a weighting down."
        )
    return "Weighting jointly needs three or more chosen treatments: choose them in the sidebar. Shown are pairs."


def _named(finding: Finding, arms: Sequence[str]) -> str:
    return words.among([finding.name(arm) for arm in arms])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
