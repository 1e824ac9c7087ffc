"""Workbooks written part by part, so that a test can say exactly what is in them, or what is wrong.

A cell is None, a text, a number, a truth value, a date, or `Raw`: its XML as it stands.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
# Positions in the styles below.
_DATE, _TIME_OF_DAY = 1, 2
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/>'
    f'<xf numFmtId="22"/></cellXfs></styleSheet>'
)


@dataclass(frozen=True)
class Raw:
    """Attributes and contents of a cell, as XML: `t="e"`, `<v>#N/A</v>`."""

    attributes: str
    contents: str


Value = None | str | float | bool | dt.date | Raw
ERROR = Raw('t="e"', "<v>#N/A</v>")
NOT_CALCULATED = Raw("", "<f>A1+1</f>")


@dataclass(frozen=True)
class Sheet:
    """Rows from the top, merged ranges ("A1:B1"), and how the sheet is shown."""

    rows: Sequence[Sequence[Value]]
    merged: Sequence[str] = ()
    state: str = "visible"
    first: int = 1


def book(sheets: Mapping[str, Sheet] | Sheet, more: Mapping[str, bytes] | None = None) -> bytes:
    """Write a workbook with these sheets, and `more` parts besides."""
    named = {"Sheet1": sheets} if isinstance(sheets, Sheet) else sheets
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(named),
        "xl/_rels/workbook.xml.rels": _relations(
            [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(named) + 1)]
            + [("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
    }
    for at, sheet in enumerate(named.values(), 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = sheet_xml(sheet)
    return zipped({name: text.encode() for name, text in parts.items()} | dict(more or {}))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Pack the parts, the same bytes for the same parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unzipped(packed: bytes) -> dict[str, bytes]:
    """Which parts are in a workbook?"""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_xml(sheet: Sheet) -> str:
    """Write one sheet."""
    rows = "".join(
        f'<row r="{at}">' + "".join(_cell(value, at, column) for column, value in enumerate(row))
        + "</row>"
        for at, row in enumerate(sheet.rows, sheet.first)
    )  # fmt: skip
    merged = "".join(f'<mergeCell ref="{one}"/>' for one in sheet.merged)
    merged = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{merged}</worksheet>'


def letters(column: int) -> str:
    """How is the column (from 0) called in a sheet?"""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _cell(value: Value, row: int, column: int) -> str:
    if value is None:
        return ""
    place = f'r="{letters(column)}{row}"'
    if isinstance(value, Raw):
        return f"<c {place} {value.attributes}>{value.contents}</c>"
    if isinstance(value, bool):
        return f'<c {place} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.date):
        style = _TIME_OF_DAY if isinstance(value, dt.datetime) else _DATE
        return f'<c {place} s="{style}"><v>{_serial(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f"<c {place}><v>{value!r}</v></c>"
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _serial(day: dt.date) -> float:
    if isinstance(day, dt.datetime):
        return (day - _EPOCH) / dt.timedelta(days=1)
    return (day - _EPOCH.date()).days


def _workbook(named: Mapping[str, Sheet]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" state="{sheet.state}" r:id="r{at}"/>'
        for at, (name, sheet) in enumerate(named.items(), 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _relations(targets: list[tuple[str, str]]) -> str:
    several = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{several}</Relationships>'


def _types() -> str:
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    )
