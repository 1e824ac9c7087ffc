"""How does a file that is no text become plain text, in this very process? Only in the one apart."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from dashboard.intake.files.form import Form
from dashboard.intake.files.formats import Format
from dashboard.intake.files.origin import Origin
from dashboard.intake.files.parquet import convert_parquet
from dashboard.intake.files.workbook import convert_workbook


def convert_here(kind: Format, path: Path, target: Path, form: Form, known: Set[str]) -> Origin:
    """Write the records at `path` to `target` as plain CSV, and say what was found.

    Raises
    ------
    UnreadableFile
        As `convert_workbook` and `convert_parquet` do.
    """
    if kind == "parquet":
        return convert_parquet(path, target)
    return convert_workbook(path, target, form, known)
