"""How do the records of a file get into the database as text: every one, and none that is broken?

The dialect is fixed and nothing is sniffed; columns are named by position, so that no text of a
file becomes part of a statement; what the parser returns is held against the count of `scan`.
"""
# ruff: noqa: S608 - composed from positional column names only.

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import duckdb
import numpy as np

from dashboard.intake.doubled import NOTE
from dashboard.intake.faults import UnreadableFile
from dashboard.intake.files.form import Form
from dashboard.intake.files.opening import (
    PATTERN,
    Convert,
    Text,
    convert_apart,
    fingerprint,
    open_text,
)
from dashboard.intake.files.origin import Origin
from dashboard.intake.header import Header, read_header
from dashboard.intake.known import Numbers
from dashboard.intake.progress import Progress, silent
from dashboard.intake.scan import BLANK, GOOD, LONGEST_RECORD, Scan, scan

_PIECE = 1 << 22


@dataclass(frozen=True)
class Source:
    """What was found in a file before a single value was looked at?

    Attributes
    ----------
    name
        Its name without the folder.
    text
        Where its records stand as text in UTF-8: the file itself, or a copy.
    folder
        Where a copy may be made.
    size, sha256
        Of the file itself, in bytes.
    loaded
        Number (from 0, in `scan`) of each record that can be parsed, in order, `(n_loaded,)`:
        these are the rows of `raw`.
    """

    name: str
    text: Path
    folder: Path
    origin: Origin
    size: int
    sha256: str
    header: Header
    scan: Scan
    loaded: Numbers

    @property
    def read(self) -> int:
        """How many records does the file hold, blank ones included?"""
        return int(self.scan.status.size) + self.header.blank_lines

    @property
    def blank(self) -> int:
        """How many of them are blank?"""
        return int(np.count_nonzero(self.scan.status == BLANK)) + self.header.blank_lines

    def lines(self, rows: Numbers) -> Numbers:
        """On which lines (or in which rows of the sheet) do these rows of `raw` begin?"""
        lines: Numbers = self.scan.lines[self.loaded[rows]]
        return lines


def find_source(
    path: Path,
    known: Set[str],
    form: Form,
    folder: Path,
    *,
    convert: Convert = convert_apart,
    progress: Progress = silent,
) -> Source:
    """Which records does the file hold?

    Parameters
    ----------
    path
        The file, in any format that can be read.
    known, form, convert
        As in `open_text`.
    folder
        An empty folder for copies, which the caller removes after `load`.

    Raises
    ------
    UnreadableFile
        If it cannot be opened, or is in no format and encoding that can be read.
    """
    try:
        if not path.exists():
            raise UnreadableFile("The file does not exist.", "Check its name and folder.")
        if not path.is_file():
            raise UnreadableFile("This is a folder or a device, not a file.", "Check its name.")
        text = open_text(path, form, known, folder, convert)
        header = read_header(text.path, known, text.delimiter, text.header_rows)
        origin = _with_header(text, header)
        found = scan(text.path, header.delimiter, header.start, header.line, progress)
        found = _records(found, header, origin)
        size = path.stat().st_size
        sha256 = found.sha256 if text.path == path else fingerprint(path)
    except OSError as fault:
        why = fault.strerror or "unknown reason"
        raise UnreadableFile(f"It cannot be read: {why}.", "Check that you may read it.") from None
    loaded = np.flatnonzero(found.status == GOOD)
    return Source(path.name, text.path, folder, origin, size, sha256, header, found, loaded)


def _with_header(text: Text, header: Header) -> Origin:
    """How was the file written, the number of its header rows included, where it was found only here?"""
    if text.header_rows is not None or header.records == 1:
        return text.origin
    notes = (*text.origin.notes, NOTE)
    return replace(text.origin, header_rows=header.records, notes=notes)


def _records(found: Scan, header: Header, origin: Origin) -> Scan:
    """Leave out what belongs to the header, and number records as their file does."""
    further = header.records - 1
    sizes = [found.header_fields, *found.fields[:further].tolist()]
    if len(sizes) != header.records or set(sizes) != {len(header.names)}:
        raise UnreadableFile(
            "Its first line cannot be read reliably."
            if not further
            else f"Its first {header.records} lines do not name the same number of columns each.",
            "Put a plain header line first that names the columns.",
        )
    if origin.rows is not None and origin.rows != found.status.size:
        raise _unreliable()
    lines = found.lines[further:]
    if origin.first_row:
        lines = np.arange(origin.first_row, origin.first_row + lines.size, dtype=np.int64)
    return replace(
        found,
        starts=found.starts[further:],
        lines=lines,
        fields=found.fields[further:],
        status=found.status[further:],
    )


def load(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Put every record that can be parsed into the table `raw`, as text in columns `c0`, `c1`, …

    Its `rowid` counts the records in the order of the file. Where some records cannot be parsed, a
    copy without them is read.

    Raises
    ------
    UnreadableFile
        If the parser finds another number of records than the independent count.
    """
    try:
        if _needs_copy(source):
            copy = source.folder / "records.csv"
            _copy(source.text, copy, source)
            _read(connection, copy, source)
        else:
            _read(connection, source.text.absolute(), source)
    except duckdb.InvalidInputException:
        raise _unreliable() from None
    except OSError as fault:
        why = fault.strerror or "unknown reason"
        raise UnreadableFile(
            f"It could not be copied: {why}.", "Free some space and import it again."
        ) from None
    (counted,) = connection.execute("select count(*) from raw").fetchall()[0]
    if counted != source.loaded.size:
        raise _unreliable()


def _unreliable() -> UnreadableFile:
    return UnreadableFile(
        "It could not be read reliably: two independent counts of its records differ.",
        "Save it again as plain CSV in UTF-8, with every text in quotation marks.",
    )


def _needs_copy(source: Source) -> bool:
    return (
        source.loaded.size < source.scan.status.size
        or source.header.blank_lines > 0
        or not source.header.one_line
        or not source.scan.ending
        or any(character in str(source.text.absolute()) for character in PATTERN)
    )


def _read(connection: duckdb.DuckDBPyConnection, path: Path, source: Source) -> None:
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(source.header.names)))
    # Records that go over several lines are read by one thread: to divide the work, the parser
    # would have to guess where a record begins.
    parallel = "false" if source.scan.quoted_breaks else "true"
    # Told "\r\n", DuckDB 2.0 loses records; not told, it finds that by itself.
    ending = "" if source.scan.ending == "\r\n" else ", new_line = '\\n'"
    connection.execute(
        f"create or replace temp table raw as select * from read_csv($path, "
        f"auto_detect = false, header = true, delim = $delimiter, quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, strict_mode = true, null_padding = false, "
        f"ignore_errors = false, compression = 'none', parallel = {parallel}, "
        f"max_line_size = {2 * LONGEST_RECORD}{ending})",
        {"path": str(path), "delimiter": source.header.delimiter},
    )


def _copy(path: Path, target: Path, source: Source) -> None:
    """Write a plain header and the records that can be parsed to `target`, lines ended alike."""
    starts, good = source.scan.starts, source.loaded
    if not source.scan.ending:
        firsts, lasts = good, good
    else:
        # Records that follow each other are copied in one go.
        gap = np.diff(good) > 1
        firsts = good[np.append(True, gap)[: good.size]]
        lasts = good[np.append(gap, True)[: good.size]]
    pieces = zip(starts[firsts].tolist(), starts[lasts + 1].tolist(), strict=True)
    names = [f"c{index}" for index in range(len(source.header.names))]
    ending = (source.scan.ending or "\n").encode()
    with path.open("rb") as old, target.open("wb") as new:
        new.write(source.header.delimiter.join(names).encode() + ending)
        for start, end in pieces:
            if source.scan.ending:
                _copy_piece(old, new, start, end)
            else:
                old.seek(start)
                new.write(old.read(end - start).rstrip(b"\r\n") + ending)


def _copy_piece(old: BinaryIO, new: BinaryIO, start: int, end: int) -> None:
    old.seek(start)
    while start < end and (piece := old.read(min(_PIECE, end - start))):
        new.write(piece)
        start += len(piece)
