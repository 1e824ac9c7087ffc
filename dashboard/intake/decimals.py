"""In which columns of numbers is a comma the decimal mark?

Declared by the profile, or plain from the values where the delimiter is not the comma; and said. A
number that may as well have a comma between its thousands (1,234) proves nothing.
"""
# ruff: noqa: S608 - composed from positional column names only.

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from dashboard import statements
from dashboard.intake.binding import Binding
from dashboard.intake.columns import Column
from dashboard.intake.looks import label
from dashboard.intake.reading import Source

_REMEDY = "Say in a profile which mark is meant: decimal = “comma” or “point”."


@dataclass(frozen=True)
class Commas:
    """Which of their columns (from 0) have decimal commas?

    Attributes
    ----------
    thousands
        A point is only ever between thousands: 1.234 is 1234.
    notes
        What was recognised, and what was not: whole sentences.
    """

    columns: frozenset[int] = frozenset()
    thousands: bool = False
    notes: tuple[str, ...] = ()


def numbers_of(binding: Binding, columns: tuple[Column, ...]) -> set[int]:
    """Which of their columns fill numbers of ours?"""
    return {
        bound.source
        for column in columns
        for bound in binding.columns.get(column.name, ())
        if bound.source is not None
        and bound.recipe.date is None
        and (column.kind == "number" or bound.recipe.band)
    }


def commas_among(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    indexes: list[int],
    declared: str | None,
) -> Commas:
    """Which of these columns in `raw` have decimal commas?

    Parameters
    ----------
    declared
        What the profile says, one of `form.DECIMALS`.
    """
    text = source.origin.format == "csv"
    if declared is not None:
        commas = frozenset(indexes if declared == "comma" else ())
        # Numbers of a workbook or a Parquet file are written with a point, whatever is declared.
        return Commas(commas, thousands=text)
    if not indexes or (text and source.header.delimiter == ","):
        return Commas()
    found, notes = set(), []
    for index, with_comma, either_way, with_point in _readings(connection, indexes):
        called = label(source.header.names, index)
        if with_comma and not with_point:
            found.add(index)
            notes.append(f"Numbers in {called} have a decimal comma: 3,5 is read as 3.5.")
        elif with_comma:
            notes.append(f"Numbers in {called} have decimal commas and points. {_REMEDY}")
        elif either_way:
            notes.append(
                f"Numbers in {called} have a comma that may be a decimal mark or stand between "
                f"thousands: they are not read. {_REMEDY}"
            )
    return Commas(frozenset(found), notes=tuple(notes))


def with_point(text: str, *, thousands: bool) -> str:
    """Which expression writes a number with a decimal comma with a point? Others stay."""
    grouped = "[+-]?[0-9]{1,3}([.][0-9]{3})+" + ("(,[0-9]+)?" if thousands else ",[0-9]+")
    return (
        f"case when regexp_full_match({text}, '{grouped}') "
        f"then replace(replace({text}, '.', ''), ',', '.') "
        f"when regexp_full_match({text}, '[+-]?[0-9]+,[0-9]+') "
        f"then replace({text}, ',', '.') else {text} end"
    )


def _readings(
    connection: duckdb.DuckDBPyConnection, indexes: list[int]
) -> Iterable[tuple[int, int, int, int]]:
    """By column: values with a decimal comma, with a comma of either kind, with a point."""
    cells = " union all ".join(
        f"select 'c{index}' as column_name, trim(c{index}) as value from raw "
        f"where contains(c{index}, ',') or contains(c{index}, '.')"
        for index in indexes
    )
    connection.execute(f"create or replace temp view decimal_values as {cells}")
    rows = connection.execute(statements.load("intake/decimal_readings_by_column").sql).fetchall()
    connection.execute("drop view decimal_values")
    return [(int(row[0][1:]), *row[1:]) for row in rows]
