"""Which columns have we, what do they mean, and what may stand in them? For somebody who maps a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import duckdb

from dashboard import statements
from dashboard.intake.columns import DERIVED, KEYS, TABLES, VISIT_DAY, Column, Table, columns_of
from dashboard.intake.layouts.layouts import OF_FOLLOW_UP, OF_VISITS, VISIT_COLUMNS, VISIT_LISTS
from dashboard.intake.layouts.visits import WORKED_OUT

_SCHEMA = ("types", "episodes", "complications")
# Numbers that systems write in words.
_SCALES = {"grade": ("1", "2", "3", "4", "5")}
_OF_VISITS = {
    "visit_date": "when the visit was; days are counted from the first session of the course",
    VISIT_DAY: "when the follow-up was: its date, or days since the first session",
    "kind": "a treatment (session), a review, an unplanned visit, one that was missed, or a "
    "consultation before a treatment",
    "result": "what was seen of the milia; same site, elsewhere or unclassifiable where one was seen "
    "again",
    "skin": "whether the treated skin was still open or crusted, or had healed",
    "visit_key": "by which a file of complications names the visit",
}


@dataclass(frozen=True)
class Ours:
    """One column of ours.

    Attributes
    ----------
    column
        Its name, kind, and whether a record needs it.
    allowed
        Its closed list; empty where there is none.
    meaning
        As the comment of `queries/schema` says it.
    """

    column: Column
    allowed: tuple[str, ...]
    meaning: str

    @property
    def name(self) -> str:
        """What is it called?"""
        return self.column.name

    @property
    def is_key(self) -> bool:
        """Is it hashed, and shown to nobody?"""
        return self.name in KEYS


@cache
def ours(table: Table) -> tuple[Ours, ...]:
    """Which columns does our table have, in order?"""
    with duckdb.connect() as connection:
        for name in _SCHEMA:
            connection.execute(statements.schema(name))
        meanings = dict(
            connection.execute(
                "select column_name, comment from duckdb_columns() where table_name = $table",
                {"table": table},
            ).fetchall()
        )
        return tuple(
            Ours(column, _allowed(connection, column), meanings[column.name] or "")
            for column in columns_of(connection, table)
        )


@cache
def of_visits() -> tuple[Ours, ...]:
    """Which columns does a visit have, and its course of care that do not follow from visits?"""
    visit = [_of_visit(name) for name in OF_VISITS.values()]
    follow = (one for one in ours("episodes") if one.name not in WORKED_OUT)
    return (*visit, *(one for one in follow if not one.column.takes_dates))


@cache
def of_follow_ups() -> tuple[Ours, ...]:
    """Which columns has each of the numbered follow-ups of a course?"""
    return tuple(_of_visit(name) for name in OF_FOLLOW_UP.values())


@cache
def of_harms() -> tuple[Ours, ...]:
    """Which columns has a complication that stands in the record of its course?"""
    return tuple(one for one in ours("complications") if not one.is_key)


def _of_visit(name: str) -> Ours:
    return Ours(VISIT_COLUMNS[name], VISIT_LISTS.get(name, ()), _OF_VISITS[name])


def needed(table: Table) -> tuple[str, ...]:
    """Which columns must a file fill?"""
    return tuple(
        one.name
        for one in ours(table)
        if one.column.required and not (table == "episodes" and one.name == DERIVED)
    )


@cache
def our_columns() -> dict[Table, tuple[Column, ...]]:
    """The columns of all our tables, as `read_profile` wants them."""
    return {table: tuple(one.column for one in ours(table)) for table in TABLES}


def _allowed(connection: duckdb.DuckDBPyConnection, column: Column) -> tuple[str, ...]:
    if column.kind != "choice":
        return _SCALES.get(column.name, ())
    sql = f"select cast(unnest(enum_range(null::{column.type})) as varchar)"
    return tuple(str(value) for (value,) in connection.execute(sql).fetchall())
