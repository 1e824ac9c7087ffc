"""Which columns of ours are filled from which of theirs? A file may tell of several things at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.intake.mapping import Ours
from dashboard.intake.recipes import Recipe
from dashboard.widgets.importing.recognised import Looked


@dataclass(frozen=True)
class Part:
    """Columns of ours that stand together in the profile, and where they come from.

    Attributes
    ----------
    looked
        Their file, as it is read here.
    offered
        Our columns that may be filled.
    chosen
        Our column → theirs (from 0).
    about
        What all of them speak of, where the page would else say the same twice.
    """

    looked: Looked
    offered: tuple[Ours, ...]
    chosen: Mapping[str, int]
    about: str = ""

    def filled(self) -> list[Ours]:
        """Which of our columns are filled?"""
        return [one for one in self.offered if one.name in self.chosen]

    def dated(self) -> dict[str, int]:
        """Which of them are taken from dates? Our column → theirs."""
        return {
            one.name: self.chosen[one.name]
            for one in self.filled()
            if one.column.takes_dates and self.looked.columns[self.chosen[one.name]].formats
        }


@dataclass(frozen=True)
class Meant:
    """What do the values of a part mean?

    Attributes
    ----------
    formats
        Our column → how its dates are written.
    recode
        Our column → theirs → ours.
    banded
        Our columns that are filled from exact numbers.
    """

    formats: Mapping[str, str] = field(default_factory=dict)
    recode: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    banded: tuple[str, ...] = ()

    def recipes(self, part: Part) -> dict[str, Recipe]:
        """How does the profile fill the columns of the part?"""
        names = part.looked.names
        return {
            name: Recipe(
                names[index],
                recode=tuple(self.recode.get(name, {}).items()),
                date=self.formats.get(name),
                band=name in self.banded,
            )
            for name, index in part.chosen.items()
        }
