"""In which encoding is a text file, and how does it become UTF-8? A short list, and no statistics.

A byte order mark says it; bytes that are UTF-8 throughout are UTF-8; else it is Windows-1252, as
programs for Windows write, and that is said. What that does not explain is refused: to guess would
be to change people's words.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.intake import faults
from dashboard.intake.faults import UnreadableFile
from dashboard.intake.files.form import ENCODINGS

_BLOCK = 1 << 22
_GUESS = "windows-1252"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Bytes that mean nothing in Windows-1252.
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Characters of several bytes in UTF-8: text in Windows-1252 has next to none of them by chance.
_SEVERAL = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|[\xf1-\xf4][\x80-\xbf]{3}"
)
_NAME_IT = (
    f"Save it as UTF-8, or name its encoding in a profile ({', '.join(ENCODINGS)}): "
    'encoding = "mac-roman".'
)


@dataclass(frozen=True)
class Encoding:
    """How are the bytes of a text file to be read?

    Attributes
    ----------
    name
        One of `form.ENCODINGS`.
    mark
        Length of the byte order mark, in bytes.
    guessed
        Neither a mark nor a profile says so, and it is not UTF-8.
    """

    name: str
    mark: int = 0
    guessed: bool = False

    @property
    def said(self) -> str:
        """How is it called in a summary?"""
        return f"{self.name} with byte order mark" if self.mark else self.name


def find_encoding(path: Path, declared: str | None) -> Encoding:
    """In which encoding is the file?

    Parameters
    ----------
    path
        A text file.
    declared
        What the profile says, one of `form.ENCODINGS`: taken, whatever the bytes say.

    Raises
    ------
    UnreadableFile
        If it is neither UTF-8, nor UTF-16 with a mark, nor without doubt Windows-1252.
    """
    with path.open("rb") as file:
        first = file.read(4096)
    found = next(((name, len(mark)) for mark, name in _MARKS if first.startswith(mark)), None)
    if declared is not None:
        agrees = found is not None and found[0].startswith(declared)
        return Encoding(found[0], found[1]) if found and agrees else Encoding(declared)
    if found is not None:
        return Encoding(*found)
    if _is_utf_16(first):
        raise UnreadableFile(
            "The file seems to be in UTF-16 without a byte order mark: every other byte is NUL.",
            _NAME_IT.replace("mac-roman", "utf-16-be" if first[0] == 0 else "utf-16-le"),
        )
    wrong = _first_wrong(path)
    if wrong is None:
        return Encoding("utf-8")
    _refuse_mixed(path, wrong)
    return Encoding(_GUESS, guessed=True)


def write_utf8(path: Path, encoding: Encoding, target: Path) -> None:
    """Write the text of the file to `target` in UTF-8, a block at a time.

    Raises
    ------
    UnreadableFile
        If its bytes are not in this encoding; the line is named.
    """
    decoder = codecs.getincrementaldecoder(ENCODINGS[encoding.name])("strict")
    line = 1
    with path.open("rb") as old, target.open("wb") as new:
        old.seek(encoding.mark)
        reading = True
        while reading:
            block = old.read(_BLOCK)
            reading = bool(block)
            try:
                text = decoder.decode(block, not reading)
                new.write(text.encode("utf-8"))
            except UnicodeError:
                raise UnreadableFile(
                    f"From line {line} on it holds bytes that are not {encoding.name}.", _NAME_IT
                ) from None
            line += text.count("\n")


def _is_utf_16(first: bytes) -> bool:
    """Is every other byte NUL, as in UTF-16 without a mark?"""
    even, odd = first[0:64:2], first[1:64:2]
    return len(odd) > 1 and (set(even) == {0}) != (set(odd) == {0})


def _first_wrong(path: Path) -> int | None:
    """On which line is the first byte that is not UTF-8? None: there is none."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    line = 1
    for block in _blocks(path):
        if not block or not block.isascii() or decoder.getstate()[0]:
            try:
                decoder.decode(block, not block)
            except UnicodeDecodeError as fault:
                return line + block[: fault.start].count(b"\n")
        line += block.count(b"\n")
    return None


def _refuse_mixed(path: Path, wrong: int) -> None:
    """Some bytes are not UTF-8: are all of them Windows-1252?"""
    line = 1
    for block in _blocks(path):
        found = _UNDEFINED.search(block)
        if found:
            at = line + block.count(b"\n", 0, found.start())
            raise UnreadableFile(
                f"The file is not in UTF-8 (line {wrong}), nor in Windows-1252 (line {at}).",
                _NAME_IT,
            )
        if _SEVERAL.search(block):
            raise UnreadableFile(
                f"{faults.not_utf8(wrong).what} Other lines are in UTF-8: it seems to be put "
                "together from files in different encodings.",
                "Export it again in one piece, or name its encoding in a profile.",
            )
        line += block.count(b"\n")


def _blocks(path: Path) -> Iterator[bytes]:
    """Give the bytes of the file, and at last an empty block."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
    yield b""
