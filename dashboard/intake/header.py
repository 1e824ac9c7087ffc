"""Which columns does a file say it has, and what stands between them?"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from dashboard.intake import faults
from dashboard.intake.doubled import LOOKED_AT, is_doubled, names_in
from dashboard.intake.faults import SAVE_AS_UTF8, UnreadableFile
from dashboard.intake.files.form import DELIMITERS

MOST_COLUMNS = 1000
_FIRST_BLOCK = 1 << 20
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")


@dataclass(frozen=True)
class Header:
    """What are the columns called, and where does the header stand?

    Attributes
    ----------
    names
        As in the file, without the white space around them.
    delimiter
        The character between two fields.
    start, line
        Offset in bytes and line (from 1) of the header.
    blank_lines
        Blank lines before it.
    bom
        The file begins with a byte order mark.
    one_line
        It stands on one line.
    records
        Number of records that it goes over.
    """

    names: tuple[str, ...]
    delimiter: str
    start: int
    line: int
    blank_lines: int
    bom: bool
    one_line: bool
    records: int = 1

    def find(self, name: str) -> int | None:
        """Which column (from 0) has this name, upper case and white space around it aside?"""
        wanted = folded(name)
        return next((index for index, own in enumerate(self.names) if folded(own) == wanted), None)


def folded(name: str) -> str:
    """How are column names compared: without upper case and without white space around them."""
    return name.strip().casefold()


def read_header(
    path: Path, known: Set[str], delimiter: str | None, records: int | None = 1
) -> Header:
    """What are the columns of the file called?

    Parameters
    ----------
    path
        The file: text in UTF-8.
    known
        Column names that we or the profile know, folded: the delimiter under which most of them
        appear is taken; where that does not tell, the one under which there are most.
    delimiter
        The delimiter, where the profile declares it.
    records
        How many records name the columns: what stands in them is joined by a space. None: two where that is
        plain, else one.

    Raises
    ------
    UnreadableFile
        If the file is empty, is not text in UTF-8, or two columns have the same name.
    """
    with path.open("rb") as file:
        block = file.read(_FIRST_BLOCK)
    bom = block.startswith(codecs.BOM_UTF8)
    skipped = len(codecs.BOM_UTF8) if bom else 0
    text = _decoded(block[skipped:])
    found, position, blank_lines = _first_records(text, records or 1, delimiter)
    start = len(text[:position].encode()) + skipped
    chosen = delimiter or max(DELIMITERS.values(), key=lambda one: _score(found, one, known))
    if records is None:
        records = 2 if is_doubled(_rows_from(text, position, chosen), known) else 1
        found, position, blank_lines = _first_records(text, records, delimiter)
    names = _names(found, chosen)
    _refuse_doubles(names, known)
    one_line = records == 1 and not set(found[0]) & set("\r\n")
    return Header(names, chosen, start, blank_lines + 1, blank_lines, bom, one_line, records)


def _decoded(block: bytes) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8")("strict").decode(block)
    except UnicodeDecodeError as fault:
        line = 1 + len(re.findall(rb"\r\n|\n|\r", block[: fault.start]))
        raise faults.not_utf8(line) from None


def _first_records(text: str, records: int, delimiter: str | None) -> tuple[list[str], int, int]:
    """Find the records of the header, where they begin, and the number of blank lines before."""
    blank_lines = position = 0
    blank = _blank_line(delimiter)
    while found := blank.match(text, position):
        blank_lines, position = blank_lines + 1, found.end()
    several, end = [], position
    for _ in range(records):
        record, end = _record(text, end, blank_lines + 1)
        several.append(record)
    if not several[0].strip(f' \t,;|"{delimiter or ""}'):
        raise UnreadableFile(
            "The file is empty.", "Export it again, with a header line that names the columns."
        )
    return several, position, blank_lines


def _blank_line(delimiter: str | None) -> re.Pattern[str]:
    """Which lines hold nothing but delimiters, white space and empty quotes?"""
    empty = f"[ \\t,;|{re.escape(delimiter or '')}]*"
    return re.compile(rf'{empty}(?:""{empty})*(?:\r\n|\n|\r)')


def _record(text: str, position: int, line: int) -> tuple[str, int]:
    """Which record begins there, and where does the next one?"""
    quotes, end = 0, position
    for piece in _LINE.finditer(text, position):
        quotes, end = quotes + piece.group().count('"'), piece.end()
        if quotes % 2 == 0:
            break
    record = text[position:end].rstrip("\r\n")
    if "\0" in record:
        raise UnreadableFile(
            "The first line holds NUL bytes: the file is in UTF-16, or no text.", SAVE_AS_UTF8
        )
    if quotes % 2:
        raise faults.open_quote(line)
    return record, end


def _rows_from(text: str, position: int, delimiter: str) -> list[list[str]]:
    """Which rows stand there, as far as they can be read? What is wrong with others is told elsewhere."""
    rows: list[list[str]] = []
    try:
        while position < len(text) and len(rows) < LOOKED_AT:
            record, position = _record(text, position, 1)
            rows.append(_cells(record, delimiter))
    except UnreadableFile:
        pass
    return rows


def _score(found: list[str], delimiter: str, known: Set[str]) -> tuple[int, int]:
    names = _names(found, delimiter)
    return sum(folded(name) in known for name in names), len(names)


def _names(found: list[str], delimiter: str) -> tuple[str, ...]:
    names = names_in([_cells(record, delimiter) for record in found])
    if len(names) > MOST_COLUMNS:
        raise UnreadableFile(
            f"The first line has {len(names):,} columns; at most {MOST_COLUMNS:,} can be read.",
            "Export only the columns that are needed.",
        )
    return names


def _cells(record: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])
    except csv.Error:
        raise UnreadableFile(
            "The first line holds a field too long to be a column's name.",
            "Put a header line first that names the columns.",
        ) from None


def _refuse_doubles(names: tuple[str, ...], known: Set[str]) -> None:
    times = Counter(folded(name) for name in names if name.strip())
    for name, count in times.items():
        if count > 1:
            same = [str(index) for index, own in enumerate(names, 1) if folded(own) == name]
            shown = f" (“{name}”)" if name in known else ""
            raise UnreadableFile(
                f"Columns {' and '.join(same)} have the same name{shown}.",
                "Give every column a name of its own, or leave the double one out of the export.",
            )
