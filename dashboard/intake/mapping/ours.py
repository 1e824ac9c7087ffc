"""Which columns have we, what do they mean, and what may stand in them? For somebody who maps a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import duckdb

from dashboard import statements
from dashboard.intake.columns import DERIVED, KEYS, TABLES, Column, Table, columns_of

_SCHEMA = ("types", "episodes", "complications")


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
        return ()
    sql = f"select cast(unnest(enum_range(null::{column.type})) as varchar)"
    return tuple(str(value) for (value,) in connection.execute(sql).fetchall())
