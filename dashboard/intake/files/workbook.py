"""How does a sheet of a workbook become plain text, one record a row? Runs in the process apart.

What comes out is CSV as `reading` takes it: the header on one line, then every row of the sheet, blank
ones included, so that the number of a record tells its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from dashboard import words
from dashboard.intake.doubled import NOTE
from dashboard.intake.faults import UnreadableFile, shown
from dashboard.intake.files.archive import check_archive
from dashboard.intake.files.cells import text_of
from dashboard.intake.files.form import Form
from dashboard.intake.files.merges import Downwards, merges_of
from dashboard.intake.files.origin import Origin
from dashboard.intake.files.plain import Plain
from dashboard.intake.files.sheet_xml import SheetCount, count_sheet
from dashboard.intake.files.sheets import Top, choose, listed

_AGAIN = "Open it in a spreadsheet program, save it again as .xlsx, and import that file."


def convert_workbook(path: Path, target: Path, form: Form, known: Set[str]) -> Origin:
    """Write the records of the workbook to `target` as plain CSV, and say what was found.

    Parameters
    ----------
    path, target
        The workbook; the file to write.
    form
        Sheet and header rows, where the profile declares them.
    known
        Column names that we or the profile know, folded.

    Raises
    ------
    UnreadableFile
        If it is no workbook, unsafe to unpack, damaged, or does not show which sheet is meant.
    """
    check_archive(path)
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            sheet, top = choose(workbook, form.sheet, form.header_rows, known)
            counted = count_sheet(path, sheet.name)
            filled, written = _write(sheet, top, target)
            sheets = listed(workbook)
    except CalamineError:
        raise UnreadableFile("The workbook cannot be read: it is damaged.", _AGAIN) from None
    if not counted.sure <= written <= counted.possible:
        raise UnreadableFile(
            "The workbook could not be read reliably: two independent counts of its rows differ.",
            _AGAIN,
        )
    return Origin(
        format="xlsx",
        sheet=sheet.name,
        sheets=sheets,
        header_rows=top.rows,
        first_row=top.row + top.rows + 1,
        notes=tuple(_notes(sheet.name, sheets, top, counted, filled, form)),
    )


def _write(sheet: CalamineSheet, top: Top, target: Path) -> tuple[int, int]:
    """Write the rows; how many cells did merged ones fill, and how many rows hold anything?"""
    start = sheet.start or (0, 0)
    body = top.row + top.rows
    downwards = Downwards(merges_of(sheet), body)
    written = 0
    with Plain(target) as plain:
        plain.write(top.names)
        for at, cells in enumerate(sheet.iter_rows()):
            row = [""] * start[1] + [text_of(cell) for cell in cells]
            written += any(row)
            if at >= body:
                downwards.fill(row, at)
                plain.write(row)
    return downwards.filled, written


def _notes(
    name: str, sheets: tuple[str, ...], top: Top, counted: SheetCount, filled: int, form: Form
) -> Iterator[str]:
    if len(sheets) > 1 and form.sheet is None:
        others = ", ".join(shown(one) for one in sheets if one != name)
        yield f"Sheet {shown(name)} was read: its columns fit best. Not read: {others}."
    if top.titles:
        told = words.count(top.titles, "row")
        yield f"{told} above the header {'was' if top.titles == 1 else 'were'} taken for a title."
    if top.guessed:
        yield NOTE
    if filled:
        yield f"{words.count(filled, 'cell')} got the value of the merged cell that covers them."
    if counted.errors:
        yield f"{words.count(counted.errors, 'cell')} with an error (as #N/A): read as blank."
    if counted.uncalculated:
        told = words.count(counted.uncalculated, "cell")
        yield (
            f"{told} with a formula whose result is not stored: read as blank. Open the workbook "
            "in a spreadsheet program and save it again, so that it calculates them."
        )
