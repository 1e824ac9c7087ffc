"""Is a workbook, which is a zip archive, safe to unpack? Asked before anything is unpacked.

Runs in the process apart. Limits are far above what a clinic's workbook has: a sheet of a million
rows and fifty columns unpacks to about two gigabytes, sheets shrink ten- to fiftyfold.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO

from dashboard.intake.faults import UnreadableFile

MOST_MEMBERS = 2_000
MOST_UNPACKED = 2 << 30
# Of members larger than this, the unpacked size over the packed one.
MOST_RATIO = 300
_RATIO_FROM = 1 << 20
_PIECE = 1 << 20
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_SAVE = "Save the sheet as .xlsx or as “CSV UTF-8”, and import that file."
_AGAIN = "Open it in a spreadsheet program, save it again as .xlsx, and import that file."
_OTHERS = (
    ("xl/workbook.bin", "is a binary workbook (.xlsb)", _SAVE),
    ("content.xml", "is an OpenDocument file (.ods)", _SAVE),
    ("word/document.xml", "is a Word document", "Export the records as CSV, XLSX or Parquet."),
    ("", "is a zip archive, not a workbook", "Unpack it and import the file inside."),
)
WORKBOOK = "xl/workbook.xml"


def check_archive(path: Path) -> None:
    """Is this a workbook, and does it unpack to what it says, within the limits?

    Raises
    ------
    UnreadableFile
        If it is another archive, has too many members, would unpack to too much, or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_limits(members)
            names = {member.filename for member in members}
            if WORKBOOK not in names:
                _refuse_other(names)
            with path.open("rb") as file:
                for member in members:
                    _check_member(file, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise _damaged() from None


def _check_limits(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise _bomb(f"has {len(members):,} parts")
    total = sum(member.file_size for member in members)
    if total > MOST_UNPACKED:
        raise _bomb(f"would unpack to {total / 1e9:,.1f} GB")
    for member in members:
        if member.file_size > max(_RATIO_FROM, MOST_RATIO * member.compress_size):
            raise _bomb("would unpack to several hundred times its size")
        if member.flag_bits & 1:
            raise UnreadableFile("The workbook is locked with a password.", "Save it without one.")
        if member.compress_type not in (_STORED, _DEFLATED):
            raise _damaged()
    if len({member.filename for member in members}) < len(members):
        raise _damaged()


def _check_member(file: IO[bytes], member: zipfile.ZipInfo) -> None:
    """Does it unpack to the size it says? Counted, not kept: the directory may lie."""
    file.seek(member.header_offset)
    local = file.read(30)
    if len(local) < 30 or local[:4] != b"PK\x03\x04":
        raise _damaged()
    skipped = int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little")
    file.seek(skipped, 1)
    left, size = member.compress_size, 0
    unpacking = zlib.decompressobj(-15) if member.compress_type == _DEFLATED else None
    while left and (piece := file.read(min(_PIECE, left))):
        left -= len(piece)
        while piece:
            if unpacking is None:
                size, piece = size + len(piece), b""
            else:
                size += len(unpacking.decompress(piece, _PIECE))
                piece = unpacking.unconsumed_tail
            if size > member.file_size:
                raise _damaged()
    if size != member.file_size or left:
        raise _damaged()


def _refuse_other(names: set[str]) -> None:
    for name, what, remedy in _OTHERS:
        if not name or name in names:
            raise UnreadableFile(f"The file {what}; it cannot be read.", remedy)


def _bomb(what: str) -> UnreadableFile:
    return UnreadableFile(
        f"The workbook {what}: it is not opened, as that could bring the machine down.",
        "Export fewer columns or years at a time, or export as CSV.",
    )


def _damaged() -> UnreadableFile:
    return UnreadableFile("The workbook is damaged: it cannot be unpacked as it says.", _AGAIN)
