"""How does a table become a CSV file that a spreadsheet opens without harm, and come back?

UTF-8, comma, CRLF, quoted as RFC 4180 has it; full double precision; blanks empty. Text that a
spreadsheet would take for a formula gets a leading apostrophe (OWASP, "CSV Injection"); numbers
stay numbers.
"""

from __future__ import annotations

import csv
import io
import math
import numbers
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard.answers.answer import SHAPES, shaped
from dashboard.errors import BadInput

BOM = "\ufeff"
# White space of every kind, and what is not seen: control characters, zero-width ones.
_UNSEEN = r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]"
# What a spreadsheet runs; the last four are the full-width forms of the first. Apostrophes before
# it are ours or may pass for ours: one more keeps the way back open.
_DANGEROUS = re.compile(rf"'*{_UNSEEN}*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def neutralised(text: str) -> str:
    """How is `text` written so that no spreadsheet runs it? `restored` is the way back."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def restored(text: str) -> str:
    """What was `text` before `neutralised`?"""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text


def table_to_csv(table: pd.DataFrame, *, bom: bool = True) -> bytes:
    """How is a table of an answer written as a CSV file?

    Parameters
    ----------
    table
        Any frame; missing values of every kind become empty cells.
    bom
        Begin with a byte order mark: without it Excel takes UTF-8 for the local code page.

    Returns
    -------
    bytes
        The same bytes for the same table, always. Floats are written as `repr` has them (the
        shortest text that gives the same double back), integers without decimals, yes/no values
        as ``true`` and ``false``.
    """
    cells = [table.iloc[:, place].tolist() for place in range(table.shape[1])]
    return rows_to_csv([str(name) for name in table.columns], zip(*cells, strict=True), bom=bom)


def rows_to_csv(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, bom: bool = True
) -> bytes:
    """How are rows of values written as a CSV file? As `table_to_csv`, without a frame."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutralised(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    # A file name may hold bytes that are no text: they are written as \udcXX, the export goes on.
    return ((BOM if bom else "") + text.getvalue()).encode("utf-8", "backslashreplace")


def csv_to_table(data: bytes, shape: str, name: str) -> pd.DataFrame:
    """Which table of the shape `shape` does a CSV file hold?

    Parameters
    ----------
    data
        What `table_to_csv` wrote.
    shape
        A key of `SHAPES`.
    name
        What the file is called in messages.

    Raises
    ------
    BadInput
        If it is not UTF-8, not CSV, has other columns, or text where a number belongs.
    """
    rows = _parsed(data, name)
    if tuple(rows[0]) != SHAPES[shape]:
        raise BadInput(
            f"{name} has other columns than a table of {shape}.",
            "Use a report that this program has written and nobody has changed.",
        )
    types = shaped(shape, pd.DataFrame()).dtypes
    columns = {
        column: [row[place] for row in rows[1:]] for place, column in enumerate(SHAPES[shape])
    }
    for column, cells in columns.items():
        columns[column] = _values(cells, str(types[column]), f"{name}, column {column}")
    return shaped(shape, pd.DataFrame(columns))


def _cell(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, str):
        return neutralised(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, numbers.Integral):
        return str(int(value))
    if isinstance(value, numbers.Real):
        return "" if math.isnan(value) else repr(float(value))
    return neutralised(str(value))


def _parsed(data: bytes, name: str) -> list[list[str]]:
    remedy = "Use a report that this program has written and nobody has changed."
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{name} is not a CSV file in UTF-8: {error}.", remedy) from error
    if not rows:
        raise BadInput(f"{name} is empty.", remedy)
    uneven = [row for row in rows if len(row) != len(rows[0])]
    if uneven:
        raise BadInput(f"{name} has rows of different length.", remedy)
    return rows


def _values(cells: list[str], kind: str, place: str) -> list[Any]:
    if kind == "str":
        return [restored(cell) for cell in cells]
    number = int if kind == "Int64" else float
    try:
        return [number(cell) if cell else None for cell in cells]
    except ValueError as error:
        raise BadInput(
            f"{place} holds something that is not a number.",
            "Use a report that this program has written and nobody has changed.",
        ) from error
