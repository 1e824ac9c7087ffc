"""In which format are the dates of a file written, where the profile does not say so?

Nothing is guessed: a file in which any such date can be read both ways is refused, and the two
readings are shown.
"""
# ruff: noqa: S608 - composed from positional column names only.

from __future__ import annotations

import re
from datetime import date

import duckdb

from dashboard import statements
from dashboard.intake.binding import Binding, Bound
from dashboard.intake.columns import Column
from dashboard.intake.faults import AmbiguousDates
from dashboard.intake.header import Header
from dashboard.intake.looks import label, named_like
from dashboard.intake.recipes import UNDECLARED

# With strokes between the parts, whatever stands there in the file.
_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST = "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y"
_REMEDY = (
    'Say in a profile how dates are written, e.g. date = "%d/%m/%Y" where the day comes first '
    "(docs/profiles.md)."
)


def find_formats(
    connection: duckdb.DuckDBPyConnection,
    header: Header,
    binding: Binding,
    columns: tuple[Column, ...],
) -> dict[int, str]:
    """Which format has each of their columns of undeclared dates?

    Columns that fill a month or a day without being declared as dates are looked at as well: in
    them, dates that can be read both ways refuse the file; all others break the column's rules.

    Raises
    ------
    AmbiguousDates
        If any value can be read both ways, or a column mixes two ways.
    """
    undeclared, doubtful = _suspects(binding, columns)
    formats = dict.fromkeys(undeclared, _YEAR_FIRST)
    for index, counts, example in _readings(connection, sorted(undeclared | doubtful)):
        if example is not None:
            raise _both_ways(header, index, example)
        if index in undeclared:
            formats[index] = _format(header, index, counts)
    return formats


def _suspects(binding: Binding, columns: tuple[Column, ...]) -> tuple[set[int], set[int]]:
    undeclared, doubtful = set(), set()
    several: list[tuple[Column | None, Bound]] = [
        (column, bound) for column in columns for bound in binding.columns.get(column.name, ())
    ]
    several += [(None, binding.day_zero)] if binding.day_zero else []
    for column, bound in several:
        if bound.source is None:
            continue
        if bound.recipe.date == UNDECLARED:
            undeclared.add(bound.source)
        elif bound.recipe.date is None and column and (column.is_day or column.kind == "month"):
            doubtful.add(bound.source)
    return undeclared, doubtful


def _readings(
    connection: duckdb.DuckDBPyConnection, indexes: list[int]
) -> list[tuple[int, tuple[int, ...], str | None]]:
    """By column: values with the year, day, month first, or either; and one of both readings."""
    if not indexes:
        return []
    cells = " union all ".join(
        f"select 'c{index}' as column_name, trim(c{index}) as value "
        f"from raw where trim(c{index}) <> '' group by all"
        for index in indexes
    )
    connection.execute(f"create or replace temp view date_values as {cells}")
    rows = connection.execute(statements.load("intake/date_readings_by_column").sql).fetchall()
    connection.execute("drop view date_values")
    return [(int(row[0][1:]), row[1:5], row[6]) for row in rows]


def _format(header: Header, index: int, counts: tuple[int, ...]) -> str:
    year_first, day_first, month_first, either = counts
    year_last = day_first + month_first + either
    if (year_first and year_last) or (day_first and month_first):
        column = label(header.names, index)
        raise AmbiguousDates(f"The dates in {column} are written in more than one way.", _REMEDY)
    if not year_last:
        return _YEAR_FIRST
    return _MONTH_FIRST if month_first else _DAY_FIRST


def _both_ways(header: Header, index: int, example: str) -> AmbiguousDates:
    column = label(header.names, index)
    if named_like(header.names[index]):
        return AmbiguousDates(f"Dates in {column} can be read both ways.", _REMEDY)
    first, second, year = re.findall(r"[0-9]+", example)[:3]
    readings = f"{_in_words(first, second, year)} or {_in_words(second, first, year)}"
    shown = re.split("[ T]", example)[0]
    return AmbiguousDates(f"“{shown}” in {column} can be read both ways: {readings}.", _REMEDY)


def _in_words(day: str, month: str, year: str) -> str:
    return f"{int(day)} {date(2000, int(month), 1):%B} {year}"
