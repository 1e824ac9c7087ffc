"""Which orders does the page claim, and which of them does the truth contradict?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard import words
from dashboard.answers import gate
from dashboard.answers.like_for_like_counts import FREE, OUTCOMES
from dashboard.answers.like_for_like_plain import called, main_day
from dashboard.settings import Settings
from tests.validation.drawing import Drawn
from tests.validation.share import Share
from tests.validation.worlds import DAY, REFERENCE, World, true_difference

# From the specification: in at most so many draws.
FALSE_CLAIMS = 0.025
_ARMS = {words.value("treatment", arm).lower(): arm for arm in words.PROFESSIONAL}
_NAMES = "|".join(map(re.escape, _ARMS))
_WORDS = f"{gate._BELOW}|{gate._ABOVE}"
_CLAIM = re.compile(f"({_WORDS}) after ({_NAMES}) than after ({_NAMES})")
_DAYS = {each.measure: main_day(each.measure, DAY, Settings(Path())) for each in OUTCOMES}
# How a text begins in which something is claimed of an outcome.
_LEADS = {measure: called(measure, day) for measure, day in _DAYS.items()}


@dataclass(frozen=True)
class Claim:
    """What is said: that the share of a measure is below, or above, that after extraction."""

    measure: str
    arm: str
    above: bool

    def contradicted(self, world: World) -> bool:
        """Is the true difference the other way round, or none?"""
        true = true_difference(world, self.measure, self.arm)
        return true <= 0.0 if self.above else true >= 0.0


def in_sentence(drawn: Drawn) -> list[Claim]:
    """What does the sentence of the page claim? It speaks of the headline; three treatments at most."""
    return _in(str(drawn["sentence"]), FREE.measure)


def in_notes(drawn: Drawn) -> list[Claim]:
    """What do the notes below claim, of the other outcomes?"""
    found = []
    for note in drawn["notes"]:
        measures = [
            name for name, lead in _LEADS.items() if note.lower().startswith(f"{lead}, among")
        ]
        if measures:
            found += _in(note, measures[0])
        elif re.search(_WORDS, note):
            raise ValueError(f"Of which outcome does this speak: {note!r}?")
    return found


def _in(text: str, measure: str) -> list[Claim]:
    found = _CLAIM.findall(text)
    if found and _LEADS[measure] not in text.lower():
        raise ValueError(f"This does not speak of {_LEADS[measure]!r}: {text!r}")
    if len(found) != len(re.findall(_WORDS, text)):
        raise ValueError(f"Of which treatments does this speak: {text!r}?")
    if any(_ARMS[reference] != REFERENCE for _, _, reference in found):
        raise ValueError(f"This does not speak of {REFERENCE}: {text!r}")
    return [Claim(measure, _ARMS[arm], word == gate._ABOVE) for word, arm, _ in found]


@dataclass(frozen=True)
class Claimed:
    """Of the draws: in how many is an order of this outcome claimed, and one that the truth contradicts?"""

    measure: str
    claims: int
    anything: Share
    contradicted: Share
    arms: tuple[str, ...]

    @property
    def few(self) -> bool:
        """Are contradicted claims as rare as they must be?"""
        return self.contradicted.value <= FALSE_CLAIMS


def claimed(draws: Sequence[Drawn], world: World) -> list[Claimed]:
    """How often does the page claim an order, outcome by outcome, and how often a false one?

    Of the headline in its sentence; of the other outcomes in the notes below.
    """
    said = [in_sentence(drawn) + in_notes(drawn) for drawn in draws]
    found = []
    for outcome in OUTCOMES:
        of_it = [[claim for claim in each if claim.measure == outcome.measure] for each in said]
        found.append(_claimed(of_it, world, outcome.measure))
    return found


def _claimed(said: list[list[Claim]], world: World, measure: str) -> Claimed:
    false = [[claim.arm for claim in each if claim.contradicted(world)] for each in said]
    return Claimed(
        measure,
        claims=sum(map(len, said)),
        anything=Share(sum(map(bool, said)), len(said)),
        contradicted=Share(sum(map(bool, false)), len(said)),
        arms=tuple(sorted({arm for each in false for arm in each})),
    )
