"""How many records does a file hold, and where is each? Counted from the bytes, without a parser.

The parser that loads the records (DuckDB's) is held against this count: a file in which the two
differ is refused. One pass over blocks of 4 MiB; what is kept is a few numbers a record.
"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dashboard.intake import faults
from dashboard.intake.blocks import add_block
from dashboard.intake.known import Known, Numbers
from dashboard.intake.progress import Progress, silent

BLOCK = 1 << 22
# A longer record is no record of an episode: a quote was left open, or a document was pasted in.
LONGEST_RECORD = 1 << 20

GOOD, BLANK, NUL, LONG, FIELDS = range(5)


@dataclass(frozen=True)
class Scan:
    """Where are the records after the header, on which lines, and which of them can be parsed?

    Attributes
    ----------
    starts
        Offsets in bytes, `(n_records + 1,)`: each record reaches to the start of the next one.
    lines
        Line on which each record begins, from 1, as an editor counts, `(n_records,)`.
    fields
        Number of fields of each record, `(n_records,)`.
    status
        `GOOD`, `BLANK`, `NUL` (a NUL byte), `LONG` or `FIELDS` (not as many as the header has),
        `(n_records,)`.
    header_fields
        Number of fields of the header.
    ending
        How every record ends: LF or CR LF; empty if they end in several ways, or in CR alone.
    quoted_breaks
        There are line breaks inside quotes.
    padded, odd_spaces
        A space stands at the edge of a field; white space other than the plain space anywhere.
    """

    starts: Numbers
    lines: Numbers
    fields: Numbers
    status: NDArray[np.uint8]
    header_fields: int
    size: int
    sha256: str
    ending: str
    quoted_breaks: bool
    padded: bool
    odd_spaces: bool


def scan(
    path: Path,
    delimiter: str,
    header_start: int,
    header_line: int,
    progress: Progress = silent,
) -> Scan:
    """Where does each record of the file begin, and can it be parsed?

    Parameters
    ----------
    path
        The file; it holds at least a header.
    delimiter
        One ASCII character.
    header_start, header_line
        Offset and line of the header.

    Raises
    ------
    UnreadableFile
        If the bytes are not UTF-8, or a quote opens or closes inside a field or is never closed.
        The line is named.
    """
    known = Known(delimiter=ord(delimiter), line=header_line)
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    base, held = header_start, b""
    with path.open("rb") as file:
        digest.update(file.read(header_start))
        size = max(1, path.stat().st_size)
        reading = True
        while reading:
            new = file.read(BLOCK)
            digest.update(new)
            reading = bool(new)
            block = held + new
            # The last byte waits: whether a quote or a CR ends something depends on what follows.
            held = block[-1:] if reading else b""
            work = block[: len(block) - len(held)]
            if work:
                _check_utf8(decoder, work, known.line, final=not reading)
                add_block(known, work, held, base)
                base += len(work)
                progress("Counting the records", min(1.0, base / size))
    if known.inside:
        raise faults.open_quote(known.opened_on)
    return _scan_of(known, header_start, header_line, base, digest.hexdigest())


def _ending(found: set[str]) -> str:
    if not found:
        return "\n"
    return next(iter(found)) if found in ({"\n"}, {"\r\n"}) else ""


def _check_utf8(decoder: codecs.IncrementalDecoder, work: bytes, line: int, *, final: bool) -> None:
    if work.isascii() and not decoder.getstate()[0]:
        return
    try:
        decoder.decode(work, final)
    except UnicodeDecodeError as fault:
        raise faults.not_utf8(line + _line_breaks(work[: fault.start])) from None


def _line_breaks(text: bytes) -> int:
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def _scan_of(known: Known, start: int, line: int, size: int, sha256: str) -> Scan:
    ends = np.concatenate([np.array([start], dtype=np.int64), *known.ends])
    lines = np.concatenate([np.array([line], dtype=np.int64), *known.lines])
    fields = np.concatenate(known.fields)
    blank, nul = np.concatenate(known.blank), np.concatenate(known.nul)
    if known.unfinished:
        ends = np.append(ends, size)
        fields = np.append(fields, known.delimiters + 1)
        blank, nul = np.append(blank, not known.has_content), np.append(nul, known.has_nul)
    header_fields = int(fields[0])
    status = np.full(fields.size, GOOD, dtype=np.uint8)
    # Later ones go before earlier ones.
    status[fields != header_fields] = FIELDS
    status[np.diff(ends) > LONGEST_RECORD] = LONG
    status[nul] = NUL
    status[blank] = BLANK
    return Scan(
        starts=ends[1:],
        lines=lines[1 : fields.size],
        fields=fields[1:],
        status=status[1:],
        header_fields=header_fields,
        size=size,
        sha256=sha256,
        ending=_ending(known.endings),
        quoted_breaks=known.quoted_breaks,
        padded=known.padded,
        odd_spaces=known.odd_spaces,
    )
