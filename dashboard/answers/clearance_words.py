"""What is said about clearance: the sentence for the manager and the notes. They describe, and never rank."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words
from dashboard.answers import finding as shared
from dashboard.answers.answer import Step
from dashboard.answers.clearance_time import TIME
from dashboard.answers.finding import NOT_ADJUSTED, RANGES, largest_said, nobody, share_said
from dashboard.answers.plain import horizon_in_words

_CAUTION = "successes at home are hardly seen, so the share found clear looks too small."
_NOT_GIVEN = "limits and tests of shares cannot, and are not given"


@dataclass(frozen=True)
class Finding(shared.Finding):
    """What the words are made of. The horizon is that of the time to clearance; `steps`: who was counted."""

    steps: tuple[Step, ...] = ()


def sentence(finding: Finding) -> str:
    """What was found, and how sure can one be? One or two sentences for the manager; no ranking."""
    if not finding.shown:
        return nobody(finding, "Nobody in this cohort had clearance assessed")
    found = finding.of("clearance", "cleared").to_dict("records")
    if not found:
        return f"No share may be told: too few were clear, or not clear. {NOT_ADJUSTED}"
    shares, rest = largest_said(finding, found, lambda row: share_said(finding, row))
    ranges = f" {RANGES}" if finding.choices.unit == "patient" else ""
    return f"Clear at the first assessment: {shares}.{rest}{ranges} {NOT_ADJUSTED}"


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these figures know besides? One sentence or two each."""
    told = (
        _persistence(finding),
        _unknown(finding),
        _over_time(finding),
        shared.hidden(finding),
        shared.published(finding),
        shared.attempts(finding, _CAUTION),
        shared.unit(finding, _NOT_GIVEN),
    )
    return tuple(note for note in told if note)


def _persistence(finding: Finding) -> str:
    if not finding.shown:
        return ""
    return (
        "The first assessment is by day 42, after a peel or a retinoid by day 84. Milia that are only partly or "
        "not clear then, or are treated again before they are clear, persist: they never went away. Milia that "
        "were clear and came back are a recurrence, which has a page of its own."
    )


def _unknown(finding: Finding) -> str:
    numbers = {step.name: step.number for step in finding.steps}
    counted = "patient" if finding.choices.unit == "patient" else "episode"
    said = [
        f"{'not assessed' if name == 'not_assessed' else 'not recorded'} in {words.count(number, counted)}"
        for name in ("not_assessed", "not_recorded")
        if (number := numbers.get(name))
    ]
    if not said:
        return ""
    return (
        f"Clearance was {words.among(said)}. They are in no share of those clear, and are told beside: who did "
        "not come back may have been clear, or not."
    )


def _over_time(finding: Finding) -> str:
    rows = finding.at_horizon(TIME).to_dict("records")
    if not rows or finding.horizon is None:
        return ""
    why = (
        "A retinoid and observation take nothing out at once, so the day of clearance is followed there, "
        "and there alone"
    )
    if finding.choices.group_by != "treatment":
        return f"{why}: see the clinical detail."
    shares = words.among([share_said(finding, row) for row in rows])
    return f"{why}. Documented clear within {horizon_in_words(finding.horizon)} of the first session: {shares}."
