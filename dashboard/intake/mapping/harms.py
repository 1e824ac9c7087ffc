"""Which columns tell of complications, one each: of which kind, and what do they say of it? By their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.intake.columns import COMPLICATION_DAYS
from dashboard.intake.layouts.layouts import Rows
from dashboard.intake.mapping.known import names_of, plain, values_of, without
from dashboard.intake.mapping.ours import Ours, of_harms, ours
from dashboard.intake.recipes import Recipe

KIND = "complication"
# A column that says yes or no, or holds a tick, where that is all; no column of ours.
THERE = "there"
# Which of these are enough to know that the complication was there, the surest first.
TELLING = (THERE, "onset_day", "grade")
# Words that stand in names of all kinds of columns.
_COMMON = {"red", "sore", "other", "misc", "texture", "burn", "dark", "event"}
_GRADES = {"0", "1", "2", "3", "4", "5"}


@dataclass(frozen=True)
class Harm:
    """Their column `theirs` (from 0) may say `role` (a column of ours, or `THERE`) of a kind of complication."""

    theirs: int
    kind: str
    role: str


@dataclass(frozen=True)
class OneEach:
    """What do columns say of one kind of complication?

    Attributes
    ----------
    filled
        Role → how that column of ours is filled; of `THERE` the recipe recodes theirs to yes and no.
    ticks
        Values that mean it was there, of a column that says so.
    """

    kind: str
    filled: Mapping[str, Recipe]
    ticks: Sequence[str] = field(default_factory=tuple)

    @property
    def is_told(self) -> bool:
        """Do they say whether it was there at all?"""
        by = next((role for role in TELLING if role in self.filled), None)
        return by is not None and (by != THERE or bool(self.ticks))

    def rows(self) -> Rows:
        """How does a profile say it?

        Raises
        ------
        ValueError
            If it is not told.
        """
        if not self.is_told:
            raise ValueError("Nothing says whether it was there.")
        by = next(role for role in TELLING if role in self.filled)
        theirs = self.filled[by].source
        if by == THERE:
            kind = Recipe(constant=self.kind, where=theirs, values=tuple(self.ticks))
        else:
            zero = (("0", ""), *self.filled[by].recode) if by == "grade" else ()
            kind = Recipe(theirs, recode=without(zero), otherwise=self.kind)
        others = {role: recipe for role, recipe in self.filled.items() if role != THERE}
        return Rows({KIND: (kind,), **{role: (recipe,) for role, recipe in others.items()}})


def roles() -> tuple[Ours, ...]:
    """What may a column say of a complication, besides that it was there?"""
    return tuple(one for one in of_harms() if one.name != KIND)


def kinds() -> tuple[str, ...]:
    """Which kinds of complications are there?"""
    return next(one.allowed for one in ours("complications") if one.name == KIND)


def suggest_harms(
    names: Sequence[str],
    values: Mapping[int, Sequence[str]],
    dated: Sequence[int],
) -> tuple[Harm, ...]:
    """Which of their columns may tell of a kind of complication?

    Parameters
    ----------
    names
        Their columns; empty for those that are not to be looked at.
    values
        Column (from 0) → different values in it, of columns that do not look like identity.
    dated
        Columns that hold dates.

    Returns
    -------
    tuple of Harm
        In the order of the file, what a column says of a kind said once.
    """
    found: dict[tuple[str, str], Harm] = {}
    for index, name in enumerate(names):
        words = plain(name)
        kind = _kind(words)
        if kind is not None:
            role = _role(words, values.get(index, ()), dated=index in dated)
            found.setdefault((kind, role), Harm(index, kind, role))
    return tuple(found.values())


def _kind(words: str) -> str | None:
    """Which kind is named in it? The longest name that is."""
    known = values_of(KIND, kinds())
    named = [one for one in known if one not in _COMMON and f" {one} " in f" {words} "]
    return known[max(named, key=len)] if named else None


def _role(words: str, values: Sequence[str], *, dated: bool) -> str:
    said = set(words.split())
    for one in roles():
        named = any(set(known.split()) <= said for known in names_of(one.name))
        # “Since” may stand above ticks as well: only where there are days is it one.
        days = one.name not in COMPLICATION_DAYS or dated or not values or _numbers(values)
        if named and days:
            return one.name
    if dated:
        return "onset_day"
    told = {value.strip() for value in values}
    return "grade" if told - {"0", "1"} and told <= _GRADES else THERE


def _numbers(values: Sequence[str]) -> bool:
    return sum(value.strip().isdigit() for value in values) > len(values) / 2
