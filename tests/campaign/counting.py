"""How many records does a file hold? Counted once more, in another way than the program does."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import duckdb

from dashboard.intake.files.form import DELIMITERS, ENCODINGS
from dashboard.intake.summary import FileSummary
from tests.intake.slow_scan import slow_scan

# Files up to this many bytes are counted once more, slowly.
_SHORT = 20_000


_FAR_APART = 50_000


def count_records(path: Path, file: FileSummary) -> int | None:
    """How many records follow the header? None: that takes too long, or cannot be told so."""
    if path.stat().st_size > _SHORT:
        return None
    if file.format == "parquet":
        with duckdb.connect() as connection:
            counted = connection.execute("select count(*) from read_parquet($1)", [str(path)])
            (rows,) = counted.fetchall()[0]
        return int(rows)
    if file.format == "xlsx":
        return _rows_of_book(path.read_bytes(), file)
    name = file.encoding.split(" ")[0]
    content = path.read_bytes()
    for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        content = content.removeprefix(mark) if file.encoding.endswith("mark") else content
    text = content.decode(ENCODINGS[name]).encode()
    return len(slow_scan(text, DELIMITERS[file.delimiter])) - file.header_rows


def _rows_of_book(content: bytes, file: FileSummary) -> int | None:
    """Rows from the first below the header to the last that holds anything, where there is no title."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        if len(sheets) != 1:
            return None
        parsed = ET.fromstring(archive.read(sheets[0]))  # noqa: S314
    rows = [row for row in parsed.iter() if row.tag.endswith("}row")]
    held = [row for row in rows if any(len(cell) for cell in row)]
    # White space above the header is no header.
    while held and not "".join(held[0].itertext()).strip():
        held.pop(0)
    if not held or len(held[0]) < 2:
        # A title, perhaps.
        return None
    number = _number(held[-1]) - _number(held[0]) + 1
    # Where rows stand that far apart, those in between are in no file and are no records.
    return (len(held) if number > _FAR_APART else number) - file.header_rows


def _number(row: ET.Element) -> int:
    """Which row is it? Its cells say so, and where they and the row differ they are believed."""
    of_cell = re.search(r"\d+$", row[0].get("r", ""))
    return int(of_cell.group() if of_cell else row.get("r", "0"))
