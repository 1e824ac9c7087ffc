"""What was found of the way in which a file is written?"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.intake.files.formats import Format


@dataclass(frozen=True)
class Origin:
    """How was the file written, before its records became plain text in UTF-8?

    Attributes
    ----------
    encoding
        As a summary calls it; empty where the format leaves no choice.
    sheet, sheets
        The sheet of a workbook that was read, and those that are there.
    header_rows
        Rows that name the columns; 0 where the format names them apart from its rows.
    first_row
        Row of the first record (from 1), where records are rows; 0 where they stand on lines.
    rows
        Records that the file says it holds, where it does; what is read is held against it.
    notes
        What a person should know: whole sentences.
    """

    format: Format = "csv"
    encoding: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header_rows: int = 1
    first_row: int = 0
    rows: int | None = None
    notes: tuple[str, ...] = ()
