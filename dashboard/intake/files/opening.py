"""How does any file become text in UTF-8 that can be read as CSV, and what was found on the way?"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Set
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.intake.files.apart import ask_apart
from dashboard.intake.files.encodings import find_encoding, write_utf8
from dashboard.intake.files.form import Form
from dashboard.intake.files.formats import Format, format_of
from dashboard.intake.files.origin import Origin
from dashboard.intake.files.plain import DELIMITER

_FIRST = 4096
_GUESSED = (
    "It is not in UTF-8: read as Windows-1252. Where letters with accents look wrong, name the "
    "encoding in a profile (encoding = …)."
)
# DuckDB takes a path with one of these for a pattern that may mean several files.
PATTERN = "*?[{"

Convert = Callable[[Format, Path, Path, Form, Set[str]], Origin]


@dataclass(frozen=True)
class Text:
    """Where is the file as text?

    Attributes
    ----------
    path
        The file itself where it is text in UTF-8, else a copy.
    delimiter
        Known without looking: declared, or that of the copy.
    header_rows
        Records of `path` that name the columns; None where nobody declares it.
    """

    path: Path
    origin: Origin
    delimiter: str | None
    header_rows: int | None


def open_text(path: Path, form: Form, known: Set[str], folder: Path, convert: Convert) -> Text:
    """Turn the file at `path` into text in UTF-8, in `folder` where that needs a copy.

    Parameters
    ----------
    form
        What a profile declares.
    known
        Column names that we or the profile know, folded: they tell the sheet with the records.
    convert
        `convert_apart`; in the process apart itself, the function that does it.

    Raises
    ------
    UnreadableFile
        If it is in no format and encoding that can be read.
    """
    with path.open("rb") as file:
        kind = format_of(file.read(_FIRST))
    target = folder / "plain.csv"
    if kind != "csv":
        return Text(target, convert(kind, path, target, form, known), DELIMITER, 1)
    encoding = find_encoding(path, form.encoding)
    notes = (_GUESSED,) if encoding.guessed else ()
    origin = Origin("csv", encoding.said, header_rows=form.header_rows or 1, notes=notes)
    if encoding.name != "utf-8":
        write_utf8(path, encoding, target)
    here = path if encoding.name == "utf-8" else target
    return Text(here, origin, form.delimiter, form.header_rows)


def convert_apart(kind: Format, path: Path, target: Path, form: Form, known: Set[str]) -> Origin:
    """Do it in a process apart.

    Raises
    ------
    BadInput
        If that process refuses the file, dies, or takes too long.
    """
    with tempfile.TemporaryDirectory(prefix="apart-", dir=target.parent) as place:
        folder = Path(place)
        if any(character in str(path.resolve()) for character in PATTERN):
            path = Path(shutil.copyfile(path, folder / "given"))
        details = {
            "format": kind,
            "target": target.name,
            "form": asdict(form),
            "known": sorted(known),
        }
        told = dict(ask_apart("convert", path, folder, details))
        (folder / target.name).replace(target)
    return Origin(**{**told, "sheets": tuple(told["sheets"]), "notes": tuple(told["notes"])})


def fingerprint(path: Path) -> str:
    """What is the SHA-256 of the file?"""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
