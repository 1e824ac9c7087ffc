"""What is in a file that nobody has described yet? For the page on which its columns are mapped.

Everything is read in a process apart, with limits on time and memory (`apart`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dashboard import statements
from dashboard.errors import BadInput
from dashboard.intake.columns import Table, columns_of
from dashboard.intake.faults import UnreadableFile
from dashboard.intake.files.apart import ask_apart
from dashboard.intake.files.form import DELIMITERS
from dashboard.intake.files.formats import Format
from dashboard.intake.header import folded
from dashboard.intake.profile import Profile


@dataclass(frozen=True)
class Recognised:
    """What was found in a file, before anybody said what its columns mean?

    Attributes
    ----------
    format
        `csv`, `xlsx` or `parquet`.
    encoding
        As a summary calls it (`utf-8`, `windows-1252`, …); empty for a workbook or a Parquet file.
    delimiter
        `comma`, `semicolon`, `tab`, `pipe` or the character itself; empty where there is none.
    decimal
        `comma` where some column of numbers has decimal commas, else `point`.
    commas
        These columns, from 0.
    sheet, sheets
        The sheet that was read, and those to choose from.
    header_rows
        Rows that name the columns; 0 where the format names them apart from its rows.
    names
        The columns as the file calls them. In a file without a header they are somebody's record:
        show them as `looks.label` does.
    records, blank, unreadable
        Records after the header; of these, blank ones, and those that cannot be parsed.
    notes
        What a person should know: whole sentences.
    """

    format: Format
    encoding: str
    delimiter: str
    decimal: str
    commas: tuple[int, ...]
    sheet: str
    sheets: tuple[str, ...]
    header_rows: int
    names: tuple[str, ...]
    records: int
    blank: int
    unreadable: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What stands in the first records that can be parsed?

    Attributes
    ----------
    lines
        Line or row of each record, as in messages.
    cells
        Column (from 0) → its text in each of them, trimmed; "" where blank.
    """

    lines: tuple[int, ...]
    cells: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class Surveyed:
    """What stands in one column, as far as it may be told?

    Attributes
    ----------
    withheld
        What it looks like ("names of people"), where nothing else is told; else None.
    values
        Its different values, the most frequent first, and how many records have each; None where
        there are too many for a closed list.
    formats
        In which formats nearly all values can be read as dates, the likeliest first.
    doubtful
        A value that is a date whether day or month comes first; empty where there is none.
    marks
        What may stand between several values in a cell.
    """

    withheld: str | None
    values: Mapping[str, int] | None = None
    formats: tuple[str, ...] = ()
    doubtful: str = ""
    marks: tuple[str, ...] = ()


def recognise(path: Path, profile: Profile | None = None, table: Table = "episodes") -> Recognised:
    """What is this file: its format, encoding, delimiter, decimal mark, sheets, header and records?

    Parameters
    ----------
    path
        The file.
    profile
        What it declares goes before what would be recognised; its column names are known names.
    table
        For which of our tables; only a profile and names tell the two apart.

    Raises
    ------
    BadInput
        If it cannot be read, or not within the limits.
    """
    told = dict(_ask("recognise", path, profile, table, {}))
    written = {character: name for name, character in DELIMITERS.items()}
    told["delimiter"] = written.get(told["delimiter"], told["delimiter"])
    lists = {name: tuple(told[name]) for name in ("commas", "sheets", "names", "notes")}
    return Recognised(**{**told, **lists})


def preview(
    path: Path,
    columns: Collection[int],
    profile: Profile | None = None,
    table: Table = "episodes",
    *,
    rows: int = 20,
    patient: int | None = None,
    keys: tuple[int, Collection[str]] | None = None,
) -> Preview:
    """What stands in the first `rows` records, in these columns (from 0)?

    With `patient`, a column: in all records of the patients of these. With `keys`, a column and values of
    it: of those records in which they stand, in place of the first ones.

    Columns that are not named do not leave the process apart: a preview shows nothing of those that
    are not mapped, are dropped, or look like identity.

    Raises
    ------
    BadInput
        As `recognise` does.
    ValueError
        If no column is named.
    """
    if not columns:
        raise ValueError("A preview needs a column.")
    details = {"columns": sorted(columns), "rows": rows, "patient": patient}
    if keys is not None:
        details |= {"key": keys[0], "keys": sorted(keys[1])}
    told = _ask("preview", path, profile, table, details)
    cells = {int(index): tuple(values) for index, values in told["cells"].items()}
    return Preview(tuple(told["lines"]), cells)


def survey(
    path: Path, profile: Profile | None = None, table: Table = "episodes"
) -> tuple[Surveyed, ...]:
    """What stands in each column of the file? Nothing of those that look like identity.

    Raises
    ------
    BadInput
        As `recognise` does.
    """
    return tuple(_surveyed(told) for told in _ask("survey", path, profile, table, {})["columns"])


def survey_cut(
    path: Path, columns: Collection[int], marks: Collection[str], profile: Profile | None = None
) -> Mapping[int, Surveyed]:
    """What stands in these columns (from 0), where their cells are cut at these marks? As `survey` tells it.

    Raises
    ------
    BadInput
        As `recognise` does.
    ValueError
        If there is no mark.
    """
    if not marks:
        raise ValueError("Cells are cut at a mark.")
    details = {"columns": sorted(columns), "marks": list(marks)}
    told = _ask("survey_cut", path, profile, "episodes", details)["columns"]
    return {int(index): _surveyed(one) for index, one in told.items()}


def closeness(
    path: Path, patient: int, date: int, form: str, profile: Profile | None = None
) -> float:
    """What share of the records has another of the same patient on another day close by (90 days)?

    High, 0 to 1, where each record is a visit. `patient` and `date` are columns, `form` the date's format.

    Raises
    ------
    BadInput
        As `recognise` does.
    """
    details = {"patient": patient, "date": date, "format": form}
    return float(_ask("closeness", path, profile, "episodes", details)["share"])


def _surveyed(told: Mapping[str, Any]) -> Surveyed:
    return Surveyed(
        told["withheld"],
        None if told.get("values") is None else dict(told["values"]),
        tuple(told.get("formats", ())),
        told.get("doubtful", ""),
        tuple(told.get("marks", ())),
    )


@cache
def our_names(table: Table) -> frozenset[str]:
    """Which columns does our table have?"""
    with duckdb.connect() as connection:
        for name in ("types", "episodes", "complications"):
            connection.execute(statements.schema(name))
        return frozenset(column.name for column in columns_of(connection, table))


def _ask(
    task: str, path: Path, profile: Profile | None, table: Table, details: Mapping[str, Any]
) -> Mapping[str, Any]:
    told = profile or Profile()
    known = our_names(table) | {folded(name) for name in told.of(table).sources()}
    given = {**details, "form": asdict(told.form_of(table)), "known": sorted(known)}
    try:
        with tempfile.TemporaryDirectory(prefix="apart-") as folder:
            return ask_apart(task, path, Path(folder), given)
    except OSError as fault:
        why = fault.strerror or "unknown reason"
        raise UnreadableFile(f"It cannot be read: {why}.", "Check that you may read it.") from None
    except BadInput as fault:
        raise type(fault)(f"“{path.name}”: {fault.what}", fault.remedy) from None
