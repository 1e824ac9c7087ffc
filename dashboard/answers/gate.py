"""May a word that compares be used of two treatments? The only module of the program in which such words stand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.disclosure import SHOWN

# For a share that lies below, and above, that of the reference.
_BELOW, _ABOVE = "less often", "more often"
# A weighted standardised difference must stay below this (Austin & Stuart 2015, doi:10.1002/sim.6607).
LARGEST_DIFFERENCE = 0.1
# Weighting makes patients alike in what is recorded, and in nothing else. In drawn records whose severity is partly
# never written down that moved differences by one to three points (docs/validation.md): a difference that may be
# smaller than this is no ground for a claim.
SMALLEST_CLAIMED = 0.02
_ROUNDING = 1e-12
# Why there is no adjusted figure, by its status.
_NO_FIGURE = {
    "not_comparable": "the groups cannot be compared",
    "not_mature": "too few are followed that far",
    "not_estimable": "the difference cannot be estimated",
}


@dataclass(frozen=True)
class Evidence:
    """What is known of an adjusted difference?

    Attributes
    ----------
    status
        Of the difference in ``comparisons``: ``shown`` only where the arms are comparable, both sides
        mature, and nothing is hidden.
    estimate
        Group minus reference, of the weighted shares.
    interval
        Of the difference, at `confidence`, not corrected.
    p_holm
        Corrected over the pairs. Below 1 minus the confidence exactly where the interval so corrected excludes none.
    largest
        The largest weighted standardised difference that is left.
    at_bounds
        The same difference had nobody lost to follow-up had the event, and had all of them: worked out only
        where everything else is there.
    """

    status: str
    estimate: float
    interval: tuple[float, float]
    p_holm: float
    largest: float
    at_bounds: Callable[[], tuple[float, float]]
    confidence: float = 0.95


@dataclass(frozen=True)
class Verdict:
    """Which word may be said, or what is missing? Exactly one of the two is there."""

    word: str = ""
    missing: tuple[str, ...] = ()


def judge(evidence: Evidence) -> Verdict:
    """May it be said that something happened to like patients in one arm to another share than in the reference?

    Returns
    -------
    Verdict
        The word, where all of this holds: an adjusted figure is shown (arms comparable, both sides mature,
        nothing hidden); its interval, Holm-corrected, excludes none, and uncorrected keeps 2 percentage points
        from none; every weighted standardised difference is under 0.1; the difference has the same direction
        had all lost to follow-up had the event, or none.
        Else what is missing, in words.
    """
    if evidence.status != SHOWN:
        return Verdict(missing=(_NO_FIGURE.get(evidence.status, "there is no figure to show"),))
    missing = []
    # NaN, too, is not below.
    if not evidence.p_holm < 1.0 - evidence.confidence - _ROUNDING or evidence.estimate == 0.0:
        missing.append(
            "the interval, corrected for the number of comparisons, includes no difference"
        )
    elif not _distance_from_none(evidence.interval) >= SMALLEST_CLAIMED:
        missing.append(
            f"the difference may be smaller than {100 * SMALLEST_CLAIMED:g} percentage points, "
            "and that much something never written down could make"
        )
    if not evidence.largest < LARGEST_DIFFERENCE:
        missing.append(
            f"a standardised difference of {LARGEST_DIFFERENCE:g} or above is left in the case mix"
        )
    if not missing and not _same_direction(evidence):
        missing.append("those lost to follow-up could turn the difference")
    if missing:
        return Verdict(missing=tuple(missing))
    return Verdict(word=_BELOW if evidence.estimate < 0.0 else _ABOVE)


def _distance_from_none(interval: tuple[float, float]) -> float:
    """How small may the difference be? 0 where its interval includes none."""
    lower, upper = interval
    return max(lower, -upper, 0.0)


def _same_direction(evidence: Evidence) -> bool:
    """Does the difference keep its sign at both bounds?"""
    return all(
        math.isfinite(bound) and bound * evidence.estimate > 0.0 for bound in evidence.at_bounds()
    )
