"""Why can a file not be taken in at all, and what does its owner do about it?

No message repeats text of the file, except where RECORDS asks for it: the two readings of a date.
"""

from __future__ import annotations

from dashboard.errors import BadInput

# A value shown anywhere is cut there.
LONGEST_SHOWN = 60
SAVE_AS_UTF8 = "Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”) and import it again."
_QUOTE_ALL = "Quote the whole field and double the quotation marks inside it, or take them out."


class UnreadableFile(BadInput):
    """What about its bytes makes this file unreadable?"""


class BadProfile(BadInput):
    """What is wrong with this profile, or does not fit the file it is used on?"""


class LooksLikeIdentity(BadInput):
    """Which column seems to name people?"""


class AmbiguousDates(BadInput):
    """Which dates can be read both ways?"""


def shown(value: object) -> str:
    """How is a value of a profile or an option quoted in a message?"""
    text = str(value)
    return f"“{text[:LONGEST_SHOWN]}…”" if len(text) > LONGEST_SHOWN else f"“{text}”"


def not_utf8(line: int) -> UnreadableFile:
    """What is said of bytes that are not UTF-8?"""
    return UnreadableFile(
        f"Line {line} holds bytes that are not UTF-8 text; the file may be in Latin-1.",
        SAVE_AS_UTF8,
    )


def stray_quote(line: int, *, opens: bool) -> UnreadableFile:
    """What is said of a quote in the middle of a field?"""
    if opens:
        return UnreadableFile(f"On line {line} a quotation mark opens inside a field.", _QUOTE_ALL)
    return UnreadableFile(
        f"The quotation mark opened on line {line} is closed inside a field.", _QUOTE_ALL
    )


def open_quote(line: int) -> UnreadableFile:
    """What is said of a quote that is never closed?"""
    return UnreadableFile(
        f"The quotation mark opened on line {line} is never closed.",
        "Close it; the export may also have been cut short: make it again.",
    )
