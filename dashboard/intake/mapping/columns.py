"""Which of their columns may be which of ours? By the name of a column, and by what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from dashboard.intake.mapping.known import names_of, plain, values_of

Reason = Literal["same name", "known name", "similar name", "values", "other file"]
# Names less alike than this are not suggested; 1 is the same.
_ALIKE = 0.86
# A column is recognised by its values where so many of its different values are known.
_KNOWN_VALUES = 0.6
_FEWEST_VALUES = 2
# Words more in their name than in the one we know: "Date of treatment (first)".
_MOST_MORE = 2
_NEVER_BY_VALUES = {"yes", "no"}
# So many columns that begin with one word are a group of which it is the heading: "Client Age", "Client Sex".
_GROUP = 3


@dataclass(frozen=True)
class Suggestion:
    """Their column `theirs` (from 0) may be our column `ours`, and why.

    `certainty`: 0 to 1, for the order only.
    """

    ours: str
    theirs: int
    reason: Reason
    certainty: float


def suggest_columns(
    names: Sequence[str],
    values: Mapping[int, Sequence[str]],
    ours: Mapping[str, tuple[str, ...]],
) -> tuple[Suggestion, ...]:
    """Which of their columns may be which of ours, each of theirs once and each of ours once?

    Parameters
    ----------
    names
        Their columns.
    values
        Column (from 0) → different values in it, of columns that do not look like identity.
    ours
        Our columns → the closed list of each, empty where there is none.

    Returns
    -------
    tuple of Suggestion
        In the order of `ours`. What is not sure enough is not suggested.
    """
    headings = _headings(names)
    every = [
        suggestion
        for column, allowed in ours.items()
        for index, name in enumerate(names)
        if (suggestion := _judged(column, allowed, index, name, values.get(index, ()), headings))
        is not None
    ]
    every.sort(key=lambda one: -one.certainty)
    taken: dict[str, Suggestion] = {}
    used: set[int] = set()
    for one in every:
        if one.ours not in taken and one.theirs not in used:
            taken[one.ours] = one
            used.add(one.theirs)
    return tuple(taken[column] for column in ours if column in taken)


def _headings(names: Sequence[str]) -> frozenset[str]:
    """Which words stand above several columns, as the upper of two header rows does?"""
    first = Counter(words[0] for name in names if len(words := plain(name).split()) > 1)
    return frozenset(word for word, number in first.items() if number >= _GROUP)


def _judged(
    column: str,
    allowed: tuple[str, ...],
    index: int,
    name: str,
    values: Sequence[str],
    headings: frozenset[str],
) -> Suggestion | None:
    theirs, known = plain(name), names_of(column)
    if not theirs:
        return None
    share = _share_known(column, allowed, values)
    # Between two columns that are called alike, the one whose values are ours.
    bonus = 0.05 * share
    reason, certainty = _by_name(theirs, plain(column), known)
    heading, _, below = theirs.partition(" ")
    if reason is None and heading in headings and below in known:
        reason, certainty = "known name", 0.75
    if reason is not None:
        return Suggestion(column, index, reason, certainty + bonus)
    if share >= _KNOWN_VALUES and not set(allowed) <= _NEVER_BY_VALUES:
        return Suggestion(column, index, "values", 0.6 * share)
    return None


def _by_name(theirs: str, own: str, known: frozenset[str]) -> tuple[Reason | None, float]:
    """How sure does their name make it?"""
    if theirs == own:
        return "same name", 1.0
    if theirs in known:
        return "known name", 0.9
    if any(_holds(theirs, one) for one in known):
        return "known name", 0.8
    alike = max(SequenceMatcher(None, theirs, one).ratio() for one in known)
    return ("similar name", 0.7 * alike) if alike >= _ALIKE else (None, 0.0)


def _holds(theirs: str, known: str) -> bool:
    """Does their name hold a known one of several words, and little more?"""
    words, wanted = theirs.split(), known.split()
    if len(wanted) < 2 or len(words) > len(wanted) + _MOST_MORE:
        return False
    return any(
        words[start : start + len(wanted)] == wanted
        for start in range(len(words) - len(wanted) + 1)
    )


def _share_known(column: str, allowed: tuple[str, ...], values: Sequence[str]) -> float:
    """What share of the different values is known of this column?"""
    # Numbers stand in columns of all kinds.
    told = {word for value in values if (word := plain(value)) and not word.isdigit()}
    if not allowed or len(told) < _FEWEST_VALUES:
        return 0.0
    known = values_of(column, allowed)
    return sum(value in known for value in told) / len(told)
