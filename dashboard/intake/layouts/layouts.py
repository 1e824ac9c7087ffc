"""What is one record of their file, where it is not one row of ours? As a profile says it.

| section of the profile | their record is |
|---|---|
| `[episodes.visits]` | a visit: several make an episode |
| `[episodes.follow_up]` | an episode with its follow-ups in numbered columns |
| `[[episodes.also]]` | an episode that tells of another one, e.g. an attempt at home |
| `[[complications.in_episodes]]` | an episode that tells of its complications |

`docs/profiles.md` explains them with examples; `plans.py` looks for their columns in a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.intake.columns import VISIT_DAY, Column, Table
from dashboard.intake.faults import BadProfile, shown
from dashboard.intake.recipes import Recipe, read_recipes, read_words

Recipes = Mapping[str, tuple[Recipe, ...]]

# Stands for 1, 2, 3, … in the name of a numbered column.
NUMBER = "{n}"
# Visits further apart belong to two courses of care (a profile may say another number of days).
GAP = 90
LONGEST_GAP = 3650
VISIT_COLUMNS = {
    column.name: column
    for column in (
        Column("visit_date", "DATE", "date", required=True),
        Column(VISIT_DAY, "INTEGER", "number", required=True),
        Column("kind", "VARCHAR", "text", required=True),
        Column("result", "VARCHAR", "text", required=False),
        Column("skin", "VARCHAR", "text", required=False),
        Column("visit_key", "VARCHAR", "text", required=False),
    )
}
# What may stand in them (`queries/checks/visits`; a test compares).
VISIT_LISTS: Mapping[str, tuple[str, ...]] = {
    "kind": ("session", "review", "unplanned", "missed", "consultation"),
    "result": (
        "clear",
        "partial",
        "not_clear",
        "same_site",
        "elsewhere",
        "unclassifiable",
        "retreated",
    ),
    "skin": ("open", "healed"),
}
# How a key of the profile is called above.
OF_VISITS = {"date": "visit_date", "key": "visit_key"} | {one: one for one in VISIT_LISTS}
OF_FOLLOW_UP = {"day": VISIT_DAY} | {one: one for one in VISIT_LISTS}
# A row that a record tells of besides is one only where this column is filled.
DECIDING: Mapping[Table, str] = {"episodes": "treatment", "complications": "complication"}


@dataclass(frozen=True)
class Visits:
    """How is a visit told, and how far apart may those of one course of care be (days)?"""

    columns: Recipes
    gap: int = GAP


@dataclass(frozen=True)
class Rows:
    """Which rows does a record tell of besides its own?

    Attributes
    ----------
    columns, day_zero
        As in the section of a table.
    same
        Columns of ours that are those of the record's own row.
    split
        Their columns that hold several values in a cell, side by side.
    separators
        What stands between these values.
    """

    columns: Recipes
    day_zero: Recipe | None = None
    same: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    separators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How do the records of one of their files lie? Empty: one record is one row of ours."""

    visits: Visits | None = None
    follow_up: Recipes = field(default_factory=dict)
    also: tuple[Rows, ...] = ()
    in_episodes: tuple[Rows, ...] = ()
    # The date of day 0 is the episode's, in whose file it stands.
    zero_of_episode: bool = False

    def recipes(self) -> tuple[Recipe, ...]:
        """Which recipes are in it, numbered columns aside?"""
        told = [self.visits.columns] if self.visits else []
        told += [rows.columns for rows in (*self.also, *self.in_episodes)]
        found = [recipe for columns in told for several in columns.values() for recipe in several]
        zeros = [rows.day_zero for rows in (*self.also, *self.in_episodes)]
        return (*found, *(zero for zero in zeros if zero is not None))


LAYOUT_KEYS: Mapping[Table, tuple[str, ...]] = {
    "episodes": ("visits", "follow_up", "also"),
    "complications": ("in_episodes",),
}


def read_layout(told: Mapping[str, object], table: Table, columns: Mapping[str, Column]) -> Layout:
    """Which layout does the section of `table` tell?

    Raises
    ------
    BadProfile
        If a key or a value is not known, or two layouts exclude each other.
    """
    if "visits" in told and "follow_up" in told:
        raise BadProfile(
            "The profile has both [episodes.visits] and [episodes.follow_up].",
            "Keep “visits” where one record is one visit, “follow_up” where it is an episode.",
        )
    where = f"[{table}.in_episodes]" if table == "complications" else f"[{table}.also]"
    rows = {
        key: tuple(_rows(one, where, columns, table) for one in _list(told.get(key, []), where))
        for key in ("also", "in_episodes")
    }
    return Layout(
        visits=_visits(told["visits"]) if "visits" in told else None,
        follow_up=_follow_up(told["follow_up"]) if "follow_up" in told else {},
        also=rows["also"],
        in_episodes=rows["in_episodes"],
        zero_of_episode=told.get("day_zero") == "episode",
    )


def _visits(told: object) -> Visits:
    where = "[episodes.visits]"
    section = _section(told, where, (*OF_VISITS, "gap"))
    gap = section.get("gap", GAP)
    if isinstance(gap, bool) or not isinstance(gap, int) or not 1 <= gap <= LONGEST_GAP:
        raise BadProfile(
            f"{where} gap is {shown(gap)}.",
            f"Write the most days between two visits of one course of care, 1 to {LONGEST_GAP}.",
        )
    columns = _columns(section, where, OF_VISITS)
    for key, example in (
        ("date", '{ from = "Visit date", date = "%d/%m/%Y" }'),
        ("kind", '{ from = "Visit type", recode = { Treatment = "session", FU = "review" } }'),
    ):
        if OF_VISITS[key] not in columns:
            raise BadProfile(f"{where} has no “{key}”.", f"Write {key} = {example}.")
    if any(recipe.date is None for recipe in columns["visit_date"]):
        raise BadProfile(
            f"{where} date is no date.",
            'Say how it is written: date = { from = "Visit date", date = "%d/%m/%Y" }.',
        )
    return Visits(columns, gap)


def _follow_up(told: object) -> Recipes:
    where = "[episodes.follow_up]"
    columns = _columns(_section(told, where, tuple(OF_FOLLOW_UP)), where, OF_FOLLOW_UP)
    days = columns.get(VISIT_DAY, ())
    if not days or NUMBER not in (days[0].source or ""):
        raise BadProfile(
            f"{where} has no numbered “day”.",
            'Write {n} for the number: day = { from = "FU{n}_date", date = "%d/%m/%Y" }.',
        )
    if "result" not in columns and "skin" not in columns:
        raise BadProfile(
            f"{where} has neither “result” nor “skin”.",
            'Say what was seen: result = { from = "FU{n}_result", recode = { … } }.',
        )
    return columns


def _rows(told: object, where: str, columns: Mapping[str, Column], table: Table) -> Rows:
    keys = ("columns", "day_zero", *(("same",) if table == "episodes" else ("split", "separator")))
    section = _section(told, where, keys)
    given = _section(section.get("columns", {}), f"{where} columns", tuple(columns))
    if DECIDING[table] not in given:
        raise BadProfile(
            f"{where} does not say what fills “{DECIDING[table]}”.",
            "Such a row is there only where that is filled: write it below its columns.",
        )
    if "episode_key" in given and table == "complications":
        raise BadProfile(
            f"{where} fills “episode_key”.", "Take it out: it is that of the episode in the record."
        )
    split = read_words(section.get("split", []), f"{where}: split")
    separators = read_words(section.get("separator", ";"), f"{where}: separator")
    if "" in separators or not separators:
        raise BadProfile(f"{where} has an empty “separator”.", 'Write e.g. separator = ";".')
    same = read_words(section.get("same", []), f"{where}: same")
    wrong = [name for name in same if name not in columns or name in given]
    if wrong or "episode_key" in same:
        raise BadProfile(
            f"{where}: “same” names {shown((wrong or ['episode_key'])[0])}.",
            "It may name columns of ours that are those of the record's own episode, except its "
            "key, and none that “columns” fills.",
        )
    zero = section.get("day_zero")
    return Rows(
        {name: read_recipes(one, columns[name], f"{where} {name}") for name, one in given.items()},
        read_recipes(zero, None, f"{where} day_zero")[0] if zero is not None else None,
        same,
        split,
        separators,
    )


def _columns(section: Mapping[str, object], where: str, names: Mapping[str, str]) -> Recipes:
    return {
        names[key]: read_recipes(told, VISIT_COLUMNS[names[key]], f"{where} {key}")
        for key, told in section.items()
        if key in names
    }


def _section(told: object, where: str, known: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(told, dict):
        raise BadProfile(f"{where} is {shown(told)}.", "It is a section: see docs/profiles.md.")
    for key in told:
        if key not in known:
            raise BadProfile(
                f"{where} has {shown(key)}, which is not known.",
                f"It may have {', '.join(known)}.",
            )
    return told


def _list(told: object, where: str) -> list[object]:
    if not isinstance(told, list):
        raise BadProfile(
            f"{where} is not a list of sections.",
            f"Write [{where}] with two brackets, once for each kind of row.",
        )
    return told
