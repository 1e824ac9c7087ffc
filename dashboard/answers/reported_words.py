"""What is said of what patients report: the sentence for the manager and the notes. They describe, and never rank."""

from __future__ import annotations

import math
from functools import partial

from dashboard.answers import finding as shared
from dashboard.answers.finding import NOT_ADJUSTED, RANGES, Finding, Row, largest_said, nobody
from dashboard.answers.plain import in_hundred, share
from dashboard.answers.reported_counts import ABLE, DLQI, MATTERS, SATISFACTION

_NOT_GIVEN = (
    "means have intervals that allow for that, limits and tests of shares cannot, and are not given"
)
# What is said first, where it may be told, and how it begins.
_FIRST = (
    (DLQI, "improved", f"Quality of life (DLQI) improved by {MATTERS} points or more"),
    (SATISFACTION, "satisfied", "Satisfied with the result"),
)


def sentence(finding: Finding) -> str:
    """What did patients say, and how many of them? One or two sentences for the manager; no ranking."""
    if not finding.shown:
        return nobody(finding, "No complete answer of any patient in this cohort")
    for measure, kind, said in _FIRST:
        found = finding.of(measure, kind).to_dict("records")
        if found:
            answered = _answered(finding, measure)
            told, rest = largest_said(finding, found, partial(_told, finding, answered))
            ranges = f" {RANGES}" if finding.choices.unit == "patient" else ""
            return f"{said}: {told}.{rest}{ranges} {NOT_ADJUSTED}"
    return f"Too few answered for a share that may be told. {NOT_ADJUSTED}"


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these figures know besides? One sentence or two each."""
    told = (
        _who_answered(finding),
        _room(finding),
        shared.hidden(finding),
        shared.published(finding),
        shared.unit(finding, _NOT_GIVEN),
    )
    return tuple(note for note in told if note)


def _answered(finding: Finding, measure: str) -> dict[str, float]:
    rows = finding.of(measure, "answered")
    return dict(zip(rows["group"], rows["estimate"].astype(float), strict=True))


def _told(finding: Finding, answered: dict[str, float], row: Row) -> str:
    """How is a share said with how many answered: "31 in 100 after laser (between 25 and 38; 37 in 100 answered)"?"""
    group = str(row["group"])
    said = f"{in_hundred(float(row['estimate']))} {finding.among(group)}"
    inside = []
    lower, upper = float(row["ci_lower"]), float(row["ci_upper"])
    if not (math.isnan(lower) or math.isnan(upper)):
        inside.append(shared.between(share(lower), share(upper)))
    if group in answered:
        inside.append(f"{in_hundred(answered[group])} answered")
    return f"{said} ({'; '.join(inside)})" if inside else said


def _who_answered(finding: Finding) -> str:
    if not finding.shown:
        return ""
    return (
        "A change is told of those with a score both before and after; how many of those counted that are "
        "stands beside every figure. Who did not answer may feel otherwise, and is in none of the figures."
    )


def _room(finding: Finding) -> str:
    """Who cannot improve by so much?"""
    found = finding.of(ABLE, "improved").to_dict("records")
    if not found:
        return ""
    told, _ = largest_said(
        finding,
        found,
        lambda row: f"{in_hundred(float(row['estimate']))} {finding.among(str(row['group']))}",
    )
    return (
        f"Whoever began below {MATTERS} points of the DLQI could not improve by {MATTERS}. Of those who began at "
        f"{MATTERS} or more, improved: {told}."
    )
