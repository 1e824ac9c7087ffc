"""Which value of ours may be meant by a value of theirs?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from dashboard.intake.mapping.known import blanks, nothing, plain, values_of

_ALIKE = 0.82
# Columns in which systems also write that there was none.
_OR_NONE = ("complication", "grade", "tried_how")


def suggest_values(
    column: str, allowed: tuple[str, ...], theirs: Iterable[str]
) -> dict[str, str | None]:
    """What may these values of theirs mean? Theirs → ours, "" for none; None where nothing is like it.

    Values that are ours already (upper case and white space aside) need no suggestion and are left out.

    Parameters
    ----------
    column, allowed
        Our column and its closed list.
    theirs
        Different values of theirs, not blank.
    """
    known = dict(values_of(column, allowed))
    if column in _OR_NONE:
        known |= dict.fromkeys(nothing(), "")
    own = {value.casefold() for value in allowed}
    return {value: _meant(value, known) for value in theirs if value.strip().casefold() not in own}


def means_blank(value: str) -> bool:
    """Is it one of the words that often mean *not recorded*?"""
    return value.strip().casefold() in blanks()


def _meant(value: str, known: Mapping[str, str]) -> str | None:
    word = plain(value)
    if word in known:
        return known[word]
    close = get_close_matches(word, known, n=1, cutoff=_ALIKE) if len(word) > 3 else []
    return known[close[0]] if close else None
