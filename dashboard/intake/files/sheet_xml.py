"""What does the XML of a sheet say of its rows, counted without the workbook reader?

Runs in the process apart. The reader's rows are held against this count, and what the reader passes
over in silence (errors, formulas without a stored result) is counted.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from dashboard.intake.faults import UnreadableFile
from dashboard.intake.files.archive import WORKBOOK

_AGAIN = "Open it in a spreadsheet program, save it again as .xlsx, and import that file."
_PIECE = 1 << 22
_OPEN, _CLOSE = rb"<(?:\w+:)?", rb"</(?:\w+:)?"
_ROW_END = re.compile(_CLOSE + rb"row\s*>")
_CELL = _OPEN + rb"c\b[^>]*"
_ERROR = re.compile(_CELL + rb"\bt\s*=\s*[\"']e[\"']")
_FORMULA = re.compile(
    _OPEN + rb"c\b((?:[^>]*[^>/])?)>\s*" + _OPEN + rb"f\b(?:[^>]*/>|[^>]*>[^<]*" + _CLOSE + rb"f\s*>)\s*"
    rb"(?:" + _OPEN + rb"v\s*/>|" + _OPEN + rb"v\s*>\s*" + _CLOSE + rb"v\s*>)?\s*" + _CLOSE + rb"c\s*>"
)  # fmt: skip
_ANY_FORMULA = re.compile(_OPEN + rb"f[\s/>]")
_TEXT_RESULT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
# A number, a date or a truth value: sure to be seen by the reader. Text may be empty.
_SURE = re.compile(
    _OPEN + rb"c(?![^>]*\bt\s*=\s*[\"'](?:s|str|e|inlineStr)[\"'])(?:\s[^>]*)?>"
    rb"(?:\s*" + _OPEN + rb"f\b(?:[^>]*/>|[^>]*>[^<]*" + _CLOSE + rb"f\s*>))?\s*"
    + _OPEN + rb"v\s*>[^<]"
)  # fmt: skip
_ANY = re.compile(_OPEN + rb"(?:v|t)(?:\s[^>]*)?>[^<]")


@dataclass
class SheetCount:
    """How many rows hold a value (between `sure` and `possible`); how many cells hold none, and why?

    Attributes
    ----------
    errors
        Cells with an error (#N/A, #REF!, …).
    uncalculated
        Cells with a formula whose result is not stored.
    """

    sure: int = 0
    possible: int = 0
    errors: int = 0
    uncalculated: int = 0


def count_sheet(path: Path, sheet: str) -> SheetCount:
    """What does the XML of the sheet of this name say?

    Raises
    ------
    UnreadableFile
        If the workbook does not say in which part the sheet is, or the sheet is no well-formed XML: the reader
        goes on behind a fault, with whatever it then takes for values.
    """
    counted = SheetCount()
    parser = expat.ParserCreate()
    with zipfile.ZipFile(path) as archive, archive.open(_part_of(archive, sheet)) as part:
        held = b""
        while piece := part.read(_PIECE):
            _must_parse(parser, piece)
            held += piece
            start = 0
            for found in _ROW_END.finditer(held):
                sure = _SURE.search(held, start, found.end()) is not None
                counted.sure += sure
                counted.possible += sure or _ANY.search(held, start, found.end()) is not None
                start = found.end()
            _add_blank_cells(counted, held[:start])
            held = held[start:]
        _must_parse(parser, b"", last=True)
    return counted


def _must_parse(parser: expat.XMLParserType, piece: bytes, *, last: bool = False) -> None:
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        raise UnreadableFile(
            f"The workbook is damaged: its sheet cannot be read at line {error.lineno}, character {error.offset + 1}.",
            _AGAIN,
        ) from None


def _add_blank_cells(counted: SheetCount, rows: bytes) -> None:
    # Most sheets have neither, and looking at every cell takes longer than all the rest.
    if b'"e"' in rows or b"'e'" in rows:
        counted.errors += len(_ERROR.findall(rows))
    if _ANY_FORMULA.search(rows):
        for attributes in _FORMULA.findall(rows):
            counted.uncalculated += _TEXT_RESULT.search(attributes) is None


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Which member of the archive is the sheet?"""
    try:
        relation = next(
            _relation(element)
            for element in _parsed(archive, WORKBOOK).iter()
            if _is(element, "sheet") and element.get("name") == sheet
        )
        target = next(
            element.get("Target") or ""
            for element in _parsed(archive, "xl/_rels/workbook.xml.rels").iter()
            if _is(element, "Relationship") and element.get("Id") == relation
        )
        return archive.getinfo(target.lstrip("/") if target[:1] == "/" else f"xl/{target}").filename
    except (StopIteration, KeyError, ET.ParseError):
        raise UnreadableFile(
            "The workbook does not say where its sheet is.",
            _AGAIN,
        ) from None


def _parsed(archive: zipfile.ZipFile, name: str) -> ET.Element:
    # Entities of this XML are bounded by the limits of the process it is read in.
    return ET.fromstring(archive.read(name))  # noqa: S314


def _relation(element: ET.Element) -> str | None:
    """Which relation does a sheet name? Two editions of the format call its attribute differently."""
    return next(
        (value for name, value in element.attrib.items() if name[:1] == "{" and name[-3:] == "}id"),
        None,
    )


def _is(element: ET.Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name
