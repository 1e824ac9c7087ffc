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
from dashboard.intake.faults import SAVE_AS_UTF8, UnreadableFile

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
MOST_COLUMNS = 1000
_FIRST_BLOCK = 1 << 20
_SAVE_SHEET = "Save the sheet as “CSV UTF-8” and import that file."
# Files that are no text in UTF-8, by their first bytes.
_OTHER_FORMATS = (
    (b"PK\x03\x04", "is an Excel workbook or a zip archive", _SAVE_SHEET),
    (b"PAR1", "is a Parquet file", "Write it as CSV in UTF-8 and import that file."),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook", _SAVE_SHEET),
    (b"\x1f\x8b", "is compressed", "Unpack it and import the file inside."),
    (codecs.BOM_UTF16_LE, "is in UTF-16", SAVE_AS_UTF8),
    (codecs.BOM_UTF16_BE, "is in UTF-16", SAVE_AS_UTF8),
)
_BLANK_LINE = re.compile(r'[ \t,;]*(?:""[ \t,;]*)*(?:\r\n|\n|\r)')
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
    """

    names: tuple[str, ...]
    delimiter: str
    start: int
    line: int
    blank_lines: int
    bom: bool
    one_line: bool

    def find(self, name: str) -> int | None:
        """Which column (from 0) has this name, upper case and white space around it aside?"""
        wanted = folded(name)
        return next((index for index, own in enumerate(self.names) if folded(own) == wanted), None)


def folded(name: str) -> str:
    """How are column names compared: without upper case and without white space around them."""
    return name.strip().casefold()


def read_header(path: Path, known: Set[str], delimiter: str | None) -> Header:
    """What are the columns of the file called?

    Parameters
    ----------
    path
        The file.
    known
        Column names that we or the profile know, folded: the delimiter under which most of them
        appear is taken.
    delimiter
        The delimiter, where the profile declares it.

    Raises
    ------
    UnreadableFile
        If the file is empty, is not text in UTF-8, or two columns have the same name.
    """
    with path.open("rb") as file:
        block = file.read(_FIRST_BLOCK)
    for magic, what, remedy in _OTHER_FORMATS:
        if block.startswith(magic):
            raise UnreadableFile(f"The file {what}, not CSV text in UTF-8.", remedy)
    bom = block.startswith(codecs.BOM_UTF8)
    skipped = len(codecs.BOM_UTF8) if bom else 0
    text = _decoded(block[skipped:])
    record, position, blank_lines = _first_record(text)
    start = len(text[:position].encode()) + skipped
    chosen = delimiter or max(DELIMITERS.values(), key=lambda one: _score(record, one, known))
    names = _names(record, chosen)
    _refuse_doubles(names, known)
    one_line = not set(record) & set("\r\n")
    return Header(names, chosen, start, blank_lines + 1, blank_lines, bom, one_line)


def _decoded(block: bytes) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8")("strict").decode(block)
    except UnicodeDecodeError as fault:
        line = 1 + len(re.findall(rb"\r\n|\n|\r", block[: fault.start]))
        raise faults.not_utf8(line) from None


def _first_record(text: str) -> tuple[str, int, int]:
    """Find the header, where it begins, and the number of blank lines before it."""
    blank_lines = position = 0
    while found := _BLANK_LINE.match(text, position):
        blank_lines, position = blank_lines + 1, found.end()
    quotes, end = 0, position
    for piece in _LINE.finditer(text, position):
        quotes, end = quotes + piece.group().count('"'), piece.end()
        if quotes % 2 == 0:
            break
    record = text[position:end].rstrip("\r\n")
    if not record.strip(' \t,;"'):
        raise UnreadableFile(
            "The file is empty.", "Export it again, with a header line that names the columns."
        )
    if "\0" in record:
        raise UnreadableFile(
            "The first line holds NUL bytes: the file is in UTF-16, or no text.", SAVE_AS_UTF8
        )
    if quotes % 2:
        raise faults.open_quote(blank_lines + 1)
    return record, position, blank_lines


def _score(record: str, delimiter: str, known: Set[str]) -> int:
    return sum(folded(name) in known for name in _names(record, delimiter))


def _names(record: str, delimiter: str) -> tuple[str, ...]:
    try:
        row = next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])
    except csv.Error:
        raise UnreadableFile(
            "The first line holds a field too long to be a column's name.",
            "Put a header line first that names the columns.",
        ) from None
    if len(row) > MOST_COLUMNS:
        raise UnreadableFile(
            f"The first line has {len(row):,} columns; at most {MOST_COLUMNS:,} can be read.",
            "Export only the columns that are needed.",
        )
    return tuple(name.strip() for name in row)


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
