"""What has a person decided so far about the files of a system? A draft of a profile, and the profile's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.intake.columns import KEYS
from dashboard.intake.layouts.layouts import GAP, OF_FOLLOW_UP, OF_VISITS, Rows
from dashboard.intake.mapping.writing import Filling, filling, lines, recipes_of, several

# Days are counted from the date in the column that fills this one.
_DAY_ZERO = "start_month"
_CALLED = {ours: key for key, ours in (*OF_VISITS.items(), *OF_FOLLOW_UP.items())}


@dataclass(frozen=True)
class OwnFile:
    """How are complications read that stand in a file of their own?

    Attributes
    ----------
    columns
        Our column → what fills it.
    form, drop
        As in `Draft`.
    """

    columns: Filling
    form: Mapping[str, str | int] = field(default_factory=dict)
    drop: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What is decided about the files of one clinic system?

    Attributes
    ----------
    form
        Keys of the profile that say how the file of episodes is written: encoding, delimiter, sheet …
    clinic
        One code for the whole file; empty where a column says it, or nobody does.
    blanks
        Words that mean *not recorded* in every column.
    drop
        Their columns that are not looked at.
    hashed
        Our keys that are hashed; both, unless they are random already.
    columns
        Our column → what fills it.
    visits, follow_up
        What fills the columns of a visit, where a record is one; of the numbered follow-ups, `{n}` for
        their number.
    gap
        The most days between two visits of one course of care.
    also
        Attempts at home that the records of episodes tell of.
    harms
        Complications that the records of episodes tell of.
    complications
        Those of a file of their own.
    """

    name: str = ""
    form: Mapping[str, str | int] = field(default_factory=dict)
    clinic: str = ""
    until: str = ""
    blanks: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    hashed: tuple[str, ...] = KEYS
    columns: Filling = field(default_factory=dict)
    visits: Filling = field(default_factory=dict)
    follow_up: Filling = field(default_factory=dict)
    gap: int = GAP
    also: tuple[Rows, ...] = ()
    harms: tuple[Rows, ...] = ()
    complications: OwnFile | None = None
    synthetic: bool = False

    def toml(self) -> str:
        """What is the text of the profile? `read_profile` reads it, and so does the command line."""
        return "\n".join([*lines(self._top()), *self._episodes(), *self._complications(), ""])

    def sources(self) -> frozenset[str]:
        """Which columns of the file of episodes does it use?"""
        besides = (*self.also, *self.harms)
        fillings = (self.columns, self.visits, self.follow_up, *(one.columns for one in besides))
        used = [recipe for one in fillings for recipe in recipes_of(one)]
        named = [
            name for recipe in used for name in (recipe.source, recipe.where) if name is not None
        ]
        return frozenset([*named, *(name for rows in self.harms for name in rows.split)])

    def _top(self) -> dict[str, object]:
        top: dict[str, object] = {"name": self.name} if self.name else {}
        if self.synthetic:
            top["synthetic"] = True
        # Two files may be written in two ways.
        if self.complications is None:
            top |= _said(self.form)
        if self.until:
            top["until"] = self.until
        if self.blanks:
            top["blanks"] = list(self.blanks)
        filled = {*self.columns, *(self.complications.columns if self.complications else ())}
        hashed = [key for key in self.hashed if key in filled]
        return {**top, "hash": hashed} if hashed else top

    def _episodes(self) -> list[str]:
        section = _said(self.form) if self.complications is not None else {}
        if self.drop:
            section["drop"] = list(self.drop)
        zero = several(self.columns[_DAY_ZERO])[0] if _DAY_ZERO in self.columns else None
        if zero is not None and zero.date and "%d" in zero.date:
            section["day_zero"] = {"from": zero.source, "date": zero.date}
        columns = filling(self.columns)
        if self.clinic and "clinic" not in columns:
            columns["clinic"] = {"constant": self.clinic}
        told = ["", "[episodes]", *lines(section)]
        if self.visits:
            visit = {**filling(self.visits, _CALLED), "gap": self.gap}
            told += ["", "[episodes.visits]", *lines(visit)]
        if self.follow_up:
            told += ["", "[episodes.follow_up]", *lines(filling(self.follow_up, _CALLED))]
        return [*told, "", "[episodes.columns]", *lines(columns), *self._also()]

    def _also(self) -> list[str]:
        told: list[str] = []
        for rows in self.also:
            section: dict[str, object] = {"same": list(rows.same)}
            if rows.day_zero is not None:
                section |= filling({"day_zero": rows.day_zero})
            told += ["", "[[episodes.also]]", *lines(section)]
            told += ["[episodes.also.columns]", *lines(filling(rows.columns))]
        return told

    def _complications(self) -> list[str]:
        told: list[str] = []
        for rows in self.harms:
            told += ["", "[[complications.in_episodes]]"]
            if rows.split:
                cut = {"split": list(rows.split), "separator": list(rows.separators)}
                told += lines(cut)
            told += ["[complications.in_episodes.columns]", *lines(filling(rows.columns))]
        own = self.complications
        if own is not None:
            section = _said(own.form)
            if own.drop:
                section["drop"] = list(own.drop)
            if any(recipe.date for recipe in recipes_of(own.columns)):
                section["day_zero"] = "episode"
            told += ["", "[complications]", *lines(section)]
            told += ["", "[complications.columns]", *lines(filling(own.columns))]
        return told


def _said(form: Mapping[str, str | int]) -> dict[str, object]:
    return {key: value for key, value in form.items() if value != ""}
