"""In which worlds are records drawn, and what is true there? Each world has one more fault than the one before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sample_data
from dashboard import words
from dashboard.answers.like_for_like_counts import COMPLICATIONS, FREE, HEALING, RECURRENCE

REFERENCE = "extraction"
ARMS = tuple(arm for arm in words.PROFESSIONAL if arm != REFERENCE)
# What is judged: differences after 12 months. The claims are of these and two more.
MEASURES = (FREE.measure, RECURRENCE.measure)
DAY = 365
# Draws of the world in which coverage is promised, unless there is no time for so many: a coverage of 95% is then told
# to two percentage points either way. And of the world that is like the sample records.
DRAWS = 500
_LIKE_THE_SAMPLE = 200
# Draws that tell what a fault adds, the luck being the same, to about a fifth of a percentage point.
_ENOUGH = 25
# Measure → population, figure and horizon in truth.json, and the sign that makes of it the page's share.
_IN_TRUTH = {
    FREE.measure: ("overlap", "failure", "365", -1.0),
    RECURRENCE.measure: ("overlap_among_cleared", "recurrence", "365", 1.0),
    HEALING.measure: ("overlap", "healed_within", "14", 1.0),
    COMPLICATIONS.measure: ("overlap", "any_complication", "90", 1.0),
}


@dataclass(frozen=True)
class World:
    """How do records come about here?

    Attributes
    ----------
    switches
        Of `sample_data.draw`.
    truth
        The block of truth.json that speaks of this world.
    recorded
        Everything that moves choice and outcome is recorded: bias and coverage must be as promised.
    most
        Draws that are enough. A few are where a world only says what one fault adds.
    """

    name: str
    said: str
    switches: dict[str, bool]
    truth: str
    recorded: bool
    most: int

    @property
    def whole(self) -> bool:
        """Is this world judged?"""
        return self.most > _ENOUGH

    def draws(self, of: int) -> int:
        """How many of so many draws are made here?"""
        return min(of, self.most)


HIDDEN, LOSS, GAPS = "unmeasured_severity", "informative_loss", "with_gaps"


def _world(name: str, said: str, *faults: str, most: int = _ENOUGH) -> World:
    switches = {fault: fault in faults for fault in (HIDDEN, LOSS, GAPS)}
    truth = "as_drawn" if HIDDEN in faults else "every_confounder_recorded"
    return World(name, said, switches, truth, not {HIDDEN, GAPS} & {*faults}, most)


WORLDS = (
    _world("nothing_else", "Every confounder recorded, and loss tells nothing"),
    _world("recorded", "Every confounder recorded; outcomes bring some back", LOSS, most=DRAWS),
    _world("gaps", "The same, and values of the case mix are missing", LOSS, GAPS),
    _world(
        "as_drawn",
        "The same, and a part of severity is never written down",
        *(LOSS, GAPS, HIDDEN),
        most=_LIKE_THE_SAMPLE,
    ),
)


@cache
def _truth() -> dict[str, Any]:
    path = Path(sample_data.__file__).parent / "truth.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def population() -> int:
    """On how many patients does the truth rest?"""
    return int(_truth()["super_population"]["patients"])


def true_difference(world: World, measure: str, arm: str) -> float:
    """By how much does the share of a measure differ between an arm and extraction, among like patients?"""
    block, figure, horizon, sign = _IN_TRUTH[measure]
    pair = _truth()["super_population"][world.truth]["pairs"][arm]
    return sign * float(pair[block]["difference"][figure][horizon])
