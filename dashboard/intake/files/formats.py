"""In which format is a file, by its first bytes? Its name is not asked: names are often wrong."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from dashboard.intake.faults import UnreadableFile

Format = Literal["csv", "xlsx", "parquet"]

_FIRST = {b"PK\x03\x04": "xlsx", b"PAR1": "parquet"}
_SAVE = "Save the sheet as .xlsx or as “CSV UTF-8”, and import that file."
_UNPACK = "Unpack it and import the file inside."
_EXPORT = "Export the records as CSV, XLSX or Parquet."
# What else people send, by how it begins, and what they do about it.
_OTHERS = (
    (rb"\xd0\xcf\x11\xe0", "is an old workbook (.xls), or one locked with a password", _SAVE),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd", "is compressed", _UNPACK),
    (rb"PK\x05\x06", "is an empty zip archive", _EXPORT),
    (rb"%PDF", "is a PDF document", _EXPORT),
    (rb"\{\\rtf", "is a text document", _EXPORT),
    (rb"SQLite format 3", "is a database", _EXPORT),
    (rb"\x00\x00\xfe\xff|\xff\xfe\x00\x00", "is in UTF-32", "Save it as UTF-8."),
    (rb"\s*[\[{]\s*[\[{\"]", "is JSON", _EXPORT),
    (rb"(?i)\s*<(\?xml|!doctype|html|table)", "is XML or a web page", _SAVE),
)


def format_of(first: bytes) -> Format:
    """Which format does a file that begins with `first` have? Anything unknown may be text.

    Raises
    ------
    UnreadableFile
        If it is a format that cannot be read, with what to do.
    """
    for magic, found in _FIRST.items():
        if first.startswith(magic):
            return "xlsx" if found == "xlsx" else "parquet"
    text = first.removeprefix(codecs.BOM_UTF8)
    for pattern, what, remedy in _OTHERS:
        if re.match(pattern, text):
            raise UnreadableFile(f"The file {what}; it cannot be read.", remedy)
    return "csv"
