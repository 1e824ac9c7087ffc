"""What is said about recurrence: the sentence for the manager and the notes. They describe, and never rank."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.answers import finding as shared
from dashboard.answers.finding import NOT_ADJUSTED, RANGES, largest_said, nobody, share_said
from dashboard.answers.plain import horizon_in_words, in_hundred, share

DEFINITIONS = {
    "A": "at the same site",
    "B": "at the same site, or where the site was not told",
    "C": "anywhere",
}
_CAUTION = "successes at home are hardly seen, so the share with milia back looks too large."


@dataclass(frozen=True)
class Finding(shared.Finding):
    """What the words are made of. `same_order`: do the groups stand in the order of definition A?"""

    same_order: bool | None = None


def sentence(finding: Finding) -> str:
    """What was found, and how sure can one be? One or two sentences for the manager; no ranking."""
    if not finding.shown:
        return nobody(
            finding, "Nobody in this cohort was recorded as clear with a day of clearance"
        )
    if finding.horizon is None:
        return (
            f"Too early to say: in no group are {finding.settings.min_at_risk} patients followed as far "
            f"as {horizon_in_words(min(finding.asked.horizons))} after clearance."
        )
    limits = finding.at_horizon("no_event").set_index("group")["estimate"].to_dict()
    shares, rest = largest_said(
        finding,
        finding.at_horizon("recurrence").to_dict("records"),
        lambda row: share_said(finding, row, limits),
    )
    return (
        f"Milia back {DEFINITIONS[finding.choices.definition]} within {horizon_in_words(finding.horizon)} "
        f"of clearance: {shares}.{rest} {RANGES} {NOT_ADJUSTED}"
    )


def notes(finding: Finding) -> tuple[str, ...]:
    """What must a reader of these figures know besides? One sentence or two each."""
    told = (
        shared.maturity(finding, "recurrence"),
        _loss(finding),
        _failures(finding),
        shared.hidden(finding),
        shared.published(finding),
        shared.attempts(finding, _CAUTION),
        shared.unit(finding),
        _definition(finding),
    )
    return tuple(note for note in told if note)


def _loss(finding: Finding) -> str:
    bounds = finding.at_horizon("loss")
    if bounds.empty or finding.horizon is None:
        return ""
    largest = max(bounds["group"], key=lambda group: finding.asked.sizes[group])
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


def _definition(finding: Finding) -> str:
    if finding.choices.definition == "A" or finding.same_order is None:
        return ""
    order = "the same as" if finding.same_order else "another than"
    return (
        f"By this definition (milia {DEFINITIONS[finding.choices.definition]}) the order of the groups is "
        f"{order} by definition A (at the same site)."
    )
