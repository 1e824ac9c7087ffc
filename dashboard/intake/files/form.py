"""How is a file written (encoding, delimiter, decimal mark, sheet, header), as far as a profile says?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.intake.faults import BadProfile, shown

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
# By the name that a profile uses and a summary says; on the right Python's.
ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "windows-1250": "cp1250",
    "windows-1252": "cp1252",
    "latin-1": "latin-1",
    "latin-9": "iso8859-15",
    "mac-roman": "mac-roman",
    "dos-850": "cp850",
}
DECIMALS = ("point", "comma")
FORM_KEYS = ("encoding", "delimiter", "decimal", "sheet", "header_rows")
_MOST_HEADER_ROWS = 5


@dataclass(frozen=True)
class Form:
    """What is declared? None: to be recognised, and said.

    Attributes
    ----------
    encoding
        One of `ENCODINGS`.
    delimiter
        The character itself.
    decimal
        One of `DECIMALS`.
    sheet
        Name of the sheet of a workbook.
    header_rows
        Rows that name the columns: what stands in them is joined by a space.
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    header_rows: int | None = None


def read_form(told: Mapping[str, object]) -> Form:
    """What do these keys of a profile say? Others are passed over.

    Raises
    ------
    BadProfile
        If a value is not known.
    """
    sheet = told.get("sheet")
    if sheet is not None and not isinstance(sheet, str):
        raise BadProfile(f"“sheet” is {shown(sheet)}.", "Write its name in quotation marks.")
    return Form(
        encoding=_one_of("encoding", told, tuple(ENCODINGS)),
        delimiter=_delimiter(told.get("delimiter")),
        decimal=_one_of("decimal", told, DECIMALS),
        sheet=sheet,
        header_rows=_header_rows(told.get("header_rows")),
    )


def _one_of(key: str, told: Mapping[str, object], known: tuple[str, ...]) -> str | None:
    value = told.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or value.strip().casefold() not in known:
        raise BadProfile(f"“{key}” is {shown(value)}.", f"Write one of {', '.join(known)}.")
    return value.strip().casefold()


def _delimiter(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        if value in DELIMITERS:
            return DELIMITERS[value]
        if len(value) == 1 and value.isascii() and not value.isalnum() and value not in '"\r\n\0 ':
            return value
    raise BadProfile(
        f"“delimiter” is {shown(value)}.",
        f"Write one of {', '.join(DELIMITERS)}, or the one character itself: no letter, digit, "
        "space or quotation mark, and none with an accent.",
    )


def _header_rows(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= _MOST_HEADER_ROWS:
        raise BadProfile(
            f"“header_rows” is {shown(value)}.", f"Write a number from 1 to {_MOST_HEADER_ROWS}."
        )
    return value
