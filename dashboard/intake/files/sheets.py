"""Which sheet of a workbook holds the records, and which of its rows are the header?"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dashboard.intake.doubled import is_doubled, names_in
from dashboard.intake.faults import UnreadableFile, shown
from dashboard.intake.files.cells import Cell, text_of
from dashboard.intake.files.merges import Merge, across, spread
from dashboard.intake.header import MOST_COLUMNS, folded

_LOOKED_AT = 30


@dataclass(frozen=True)
class Top:
    """Where does the header of a sheet stand?

    Attributes
    ----------
    row, rows
        Its first row (from 0) and how many rows it has.
    names
        What stands in them, by column, joined by a space.
    titles
        Rows above it that hold a title.
    guessed
        Two rows, because cells are merged in the first one or it is plain; no profile says so.
    """

    row: int
    rows: int
    names: tuple[str, ...]
    titles: int = 0
    guessed: bool = False


def listed(workbook: CalamineWorkbook) -> tuple[str, ...]:
    """Which sheets are there to choose from: those that a person sees?"""
    return tuple(
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    )


def choose(
    workbook: CalamineWorkbook, named: str | None, header_rows: int | None, known: Set[str]
) -> tuple[CalamineSheet, Top]:
    """Which sheet is meant: the one named, the only one, or the one whose columns are known best?

    Raises
    ------
    UnreadableFile
        If there is no such sheet, no sheet holds anything, or several fit equally well.
    """
    names = listed(workbook)
    if named is not None:
        every = [sheet.name for sheet in workbook.sheets_metadata]
        names = tuple(name for name in every if folded(name) == folded(named))
        if not names:
            raise UnreadableFile(
                f"The workbook has no sheet {shown(named)}.", f"It has {_told(tuple(every))}."
            )
    filled = []
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        top = find_top(sheet, header_rows, known)
        if top is not None:
            filled.append((sum(folded(one) in known for one in top.names), sheet, top))
    if not filled:
        raise UnreadableFile("The workbook holds no records.", "Export it again.")
    best = max(score for score, _, _ in filled)
    fitting = [(sheet, top) for score, sheet, top in filled if score == best]
    if len(fitting) > 1:
        raise UnreadableFile(
            "The workbook has several sheets, and it does not show which holds the records.",
            f"Name one of them in a profile (sheet = …): {_told(names)}.",
        )
    return fitting[0]


def find_top(sheet: CalamineSheet, header_rows: int | None, known: Set[str]) -> Top | None:
    """Where is the header of this sheet? None: the sheet is empty.

    Rows above it that hold one text, in the first column or merged over the whole width, are taken
    for a title; where a profile says that the header has several rows, only the latter are: the
    first of these may name one column alone. Without `header_rows`, a header whose first row has
    cells merged over several columns has two rows, and so has one where that is plain (`doubled`).

    Raises
    ------
    UnreadableFile
        If the sheet has more columns than can be read.
    """
    if sheet.start is None or sheet.end is None:
        return None
    width = sheet.end[1] + 1
    if width > MOST_COLUMNS:
        raise UnreadableFile(
            f"A sheet has {width:,} columns; at most {MOST_COLUMNS:,} can be read.",
            "Export only the columns that are needed.",
        )
    looked_at = sheet.start[0] + _LOOKED_AT
    merges = [merge for merge in across(sheet) if merge.row <= looked_at]
    rows = [_texts(row) for row in sheet.to_python(skip_empty_area=False, nrows=looked_at)]
    first, titles = sheet.start[0], 0
    alone = header_rows is None or header_rows == 1
    while first < len(rows) - 1 and _is_title(rows[first], first, merges, width, alone=alone):
        titles += any(text.strip() for text in rows[first])
        first += 1
    grouped = any(merge.row == merge.last_row == first for merge in merges)
    doubled = (grouped and first + 1 < len(rows)) or is_doubled(rows[first:], known)
    count = header_rows or (2 if doubled else 1)
    header = [spread(rows[row], row, merges) for row in range(first, min(first + count, len(rows)))]
    return Top(
        first, len(header), names_in(header), titles, guessed=header_rows is None and doubled
    )


def _is_title(row: list[str], at: int, merges: list[Merge], width: int, *, alone: bool) -> bool:
    filled = [index for index, text in enumerate(row) if text.strip()]
    if width == 1 or not filled:
        return not filled
    whole = any(
        merge.row == at and merge.last_column - merge.column + 1 >= width for merge in merges
    )
    return len(filled) == 1 and (whole or (alone and filled[0] == 0))


def _texts(row: Sequence[Cell]) -> list[str]:
    return [text_of(cell) for cell in row]


def _told(names: tuple[str, ...]) -> str:
    return ", ".join(shown(name) for name in names)
