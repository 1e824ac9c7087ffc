"""The same answers as `dashboard.intake.scan`, one character at a time: slow, and plain to read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """Where does a record begin, and what is in it?"""

    start: int
    line: int
    fields: int
    blank: bool
    nul: bool


class StrayQuoteError(Exception):
    """On which line did the quote open that is out of place, or is never closed?"""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


def slow_scan(content: bytes, delimiter: str) -> list[Record]:
    """Which records are in `content`?"""
    records, place, line = [], 0, 1
    while place < len(content):
        record, place, line = _record(content, place, line, ord(delimiter))
        records.append(record)
    return records


def _record(content: bytes, start: int, line: int, delimiter: int) -> tuple[Record, int, int]:
    first_line, fields, blank, nul, place = line, 0, True, False, start
    while True:
        fields += 1
        value, place, line = _field(content, place, line, delimiter)
        blank &= not value.strip(b" \t\r\n")
        nul |= b"\0" in value
        if place < len(content) and content[place] == delimiter:
            place += 1
            if place < len(content):
                continue
            fields += 1
        break
    if content[place : place + 2] == b"\r\n":
        place, line = place + 2, line + 1
    elif content[place : place + 1] in (b"\r", b"\n"):
        place, line = place + 1, line + 1
    return Record(start, first_line, fields, blank, nul), place, line


def _field(content: bytes, place: int, line: int, delimiter: int) -> tuple[bytes, int, int]:
    if content[place : place + 1] != b'"':
        end = place
        while end < len(content) and content[end] not in (delimiter, 10, 13):
            if content[end] == 34:
                raise StrayQuoteError(line)
            end += 1
        return content[place:end], end, line
    opened, value, place = line, b"", place + 1
    while place < len(content):
        if content[place : place + 2] == b'""':
            value, place = value + b'"', place + 2
        elif content[place] == 34:
            place += 1
            if place < len(content) and content[place] not in (delimiter, 10, 13):
                raise StrayQuoteError(opened)
            return value, place, line
        else:
            is_break = content[place] == 10 or (
                content[place] == 13 and content[place + 1 : place + 2] != b"\n"
            )
            line += is_break
            value, place = value + content[place : place + 1], place + 1
    raise StrayQuoteError(opened)
