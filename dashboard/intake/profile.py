"""Which column of theirs is which of ours, and what do their values mean? A TOML file a system.

`docs/profiles.md` explains the format with an example; `recipes.py` reads how one column is filled.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.intake.columns import KEYS, TABLES, Column, Table
from dashboard.intake.faults import BadProfile, shown
from dashboard.intake.files.form import FORM_KEYS, Form, read_form
from dashboard.intake.header import folded
from dashboard.intake.layouts.layouts import LAYOUT_KEYS, Layout, read_layout
from dashboard.intake.months import month_of
from dashboard.intake.recipes import Recipe, read_recipes, read_words

_TOP = ("name", "synthetic", "until", *FORM_KEYS, "hash", "not_identifying", "blanks", *TABLES)
_SECTION = ("columns", "drop", "day_zero", *FORM_KEYS)


@dataclass(frozen=True)
class TableProfile:
    """How are the columns of one of our tables filled from one of their files?

    Attributes
    ----------
    columns
        Our column → recipes; the first that gives a value fills it. A column of ours that is not
        named here is taken from their column of the same name, if there is one.
    drop
        Their columns that are not looked at, folded.
    day_zero
        Where the date of day 0 stands.
    layout
        What one of their records is, where it is not one row of ours.
    """

    columns: Mapping[str, tuple[Recipe, ...]] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    day_zero: Recipe | None = None
    layout: Layout = field(default_factory=Layout)

    def sources(self) -> frozenset[str]:
        """Which of their columns are named, folded?"""
        recipes = [recipe for several in self.columns.values() for recipe in several]
        recipes += [self.day_zero] if self.day_zero else []
        recipes += self.layout.recipes()
        return frozenset(
            folded(name)
            for recipe in recipes
            for name in (recipe.source, recipe.where)
            if name is not None
        )


@dataclass(frozen=True)
class Profile:
    """How does this clinic system write its records?

    Attributes
    ----------
    until
        Month up to which the records speak, `YYYY-MM`.
    form, forms
        How their files are written; of a table whose section says so itself.
    hash
        Our key columns that are hashed with the salt.
    not_identifying
        Their columns that only look like identity.
    blanks
        Words that mean *not recorded* in every column.
    """

    name: str = ""
    synthetic: bool = False
    until: str | None = None
    form: Form = field(default_factory=Form)
    forms: Mapping[Table, Form] = field(default_factory=dict)
    hash: tuple[str, ...] = ()
    not_identifying: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    tables: Mapping[Table, TableProfile] = field(default_factory=dict)
    sha256: str = ""

    def of(self, table: Table) -> TableProfile:
        """How is this table filled? (By name alone, where the profile does not speak of it.)"""
        return self.tables.get(table, TableProfile())

    def form_of(self, table: Table) -> Form:
        """How is the file of this table written, as far as the profile says?"""
        return self.forms.get(table, self.form)


def read_profile(path: Path | None, columns: Mapping[Table, tuple[Column, ...]]) -> Profile:
    """What does the profile at `path` say? None: everything goes by our own names.

    Raises
    ------
    BadProfile
        If the file cannot be read, is not TOML, or holds a key, a column or a value that is not
        known.
    """
    if path is None:
        return Profile()
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise BadProfile(
            f"The profile “{path.name}” cannot be read: {fault.strerror}.",
            "Check its name and that you may read it.",
        ) from None
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadProfile(
            f"The profile “{path.name}” is not in UTF-8.", "Save it as UTF-8."
        ) from None
    except (ValueError, RecursionError) as fault:
        raise BadProfile(
            f"The profile “{path.name}” is not TOML: {fault}.",
            "docs/profiles.md has an example to start from.",
        ) from None
    return _profile(told, columns, hashlib.sha256(content).hexdigest())


def _profile(
    told: dict[str, Any], columns: Mapping[Table, tuple[Column, ...]], sha256: str
) -> Profile:
    _refuse_unknown(told, _TOP, "the profile")
    synthetic = told.get("synthetic", False)
    if not isinstance(synthetic, bool):
        raise BadProfile(f"“synthetic” is {shown(synthetic)}.", "Write true or false.")
    until = told.get("until")
    if until is not None:
        month_of(str(until), "“until” of the profile")
    hashed = read_words(told.get("hash", []), "hash")
    for key in hashed:
        if key not in KEYS:
            raise BadProfile(
                f"“hash” names {shown(key)}.", f"Only keys are hashed: {' and '.join(KEYS)}."
            )
    blanks = read_words(told.get("blanks", []), "blanks")
    return Profile(
        name=str(told.get("name", "")),
        synthetic=synthetic,
        until=until,
        form=read_form(told),
        forms={
            table: read_form({**told, **told[table]})
            for table in TABLES
            if isinstance(told.get(table), dict)
        },
        hash=hashed,
        not_identifying=read_words(told.get("not_identifying", []), "not_identifying"),
        blanks=blanks,
        tables={
            table: _table(told[table], table, columns[table]) for table in TABLES if table in told
        },
        sha256=sha256,
    )


def _table(told: object, table: Table, columns: tuple[Column, ...]) -> TableProfile:
    if not isinstance(told, dict):
        raise BadProfile(
            f"“{table}” is not a section.",
            f"Write [{table}] on a line of its own, with its keys below.",
        )
    _refuse_unknown(told, (*_SECTION, *LAYOUT_KEYS[table]), f"[{table}]")
    given = told.get("columns", {})
    if not isinstance(given, dict):
        raise BadProfile(
            f"“columns” of [{table}] is not a section.",
            f"Write [{table}.columns] on a line of its own.",
        )
    ours = {column.name: column for column in columns}
    _refuse_unknown(
        given,
        tuple(ours),
        f"[{table}.columns]",
        "The left side is one of our columns (docs/profiles.md); theirs stands on the right.",
    )
    drop = frozenset(folded(name) for name in read_words(told.get("drop", []), f"{table}.drop"))
    recipes = {
        name: read_recipes(recipe, ours[name], f"[{table}.columns] {name}")
        for name, recipe in given.items()
    }
    layout = read_layout(told, table, ours)
    zero = None if layout.zero_of_episode else told.get("day_zero")
    section = TableProfile(
        recipes,
        drop,
        read_recipes(zero, None, f"[{table}] day_zero")[0] if zero is not None else None,
        layout,
    )
    _check_together(section, table)
    return section


def _check_together(section: TableProfile, table: Table) -> None:
    both = sorted(section.drop & section.sources())
    if both:
        raise BadProfile(
            f"[{table}] both drops and uses the column “{both[0]}”.",
            "Take it out of “drop”, or out of the columns.",
        )
    _check_day_zero(section, table)
    layout = section.layout
    if section.day_zero is not None or layout.zero_of_episode:
        return
    places = [(f"[{table}.columns]", f"[{table}]", section.columns)]
    places.append(("[episodes.follow_up]", "[episodes]", layout.follow_up))
    places += [
        ("[[episodes.also]]", "[[episodes.also]]", rows.columns)
        for rows in layout.also
        if rows.day_zero is None
    ]
    for where, lacking, columns in places:
        for name, recipes in columns.items():
            if name != "start_month" and any(recipe.date is not None for recipe in recipes):
                raise BadProfile(
                    f"{where} {name} is taken from a date, but {lacking} has no day_zero.",
                    'Say where day 0 stands: day_zero = { from = "Treated on", date = "%d/%m/%Y" }.',
                )


def _check_day_zero(section: TableProfile, table: Table) -> None:
    if section.layout.zero_of_episode and table == "episodes":
        raise BadProfile(
            "[episodes] day_zero is “episode”.",
            'Only complications are counted from their episode; write day_zero = { from = "…", … }.',
        )
    zero = section.day_zero
    if zero is not None and zero.date and "%d" not in zero.date:
        raise BadProfile(
            f"[{table}] day_zero has no day: “date” is {shown(zero.date)}.",
            "Days are counted from a whole date; only [[episodes.also]] may begin with a month.",
        )
    dated = any(
        recipe.date is not None for several in section.columns.values() for recipe in several
    )
    if section.layout.visits and (zero is not None or dated):
        raise BadProfile(
            "[episodes] has visits, and besides a day_zero or a column taken from a date.",
            "Days are counted from the first session of each episode: take these lines out.",
        )


def _refuse_unknown(
    told: Mapping[str, object], known: tuple[str, ...], where: str, remedy: str = ""
) -> None:
    for key in told:
        if key not in known:
            raise BadProfile(
                f"{where[0].upper()}{where[1:]} has {shown(key)}, which is not known.",
                remedy or f"It may have {', '.join(known)}.",
            )
