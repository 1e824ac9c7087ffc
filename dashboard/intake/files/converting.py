"""How does a file that is no text become plain text, in this very process? Only in the one apart."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.intake.files.form import Form
from dashboard.intake.files.formats import Format
from dashboard.intake.files.origin import Origin


def convert(path: Path, folder: Path, details: Mapping[str, Any]) -> Mapping[str, Any]:
    """Which records does a workbook or a Parquet file hold? Written to `target` in `folder` as plain text."""
    form, known = Form(**details["form"]), frozenset(details["known"])
    return asdict(convert_here(details["format"], path, folder / details["target"], form, known))


def convert_here(kind: Format, path: Path, target: Path, form: Form, known: Set[str]) -> Origin:
    """Write the records at `path` to `target` as plain CSV, and say what was found.

    Only what the format needs is imported: the process that this runs in was started for one file.

    Raises
    ------
    UnreadableFile
        As `convert_workbook` and `convert_parquet` do.
    """
    if kind == "parquet":
        from dashboard.intake.files.parquet import convert_parquet

        return convert_parquet(path, target)
    from dashboard.intake.files.workbook import convert_workbook

    return convert_workbook(path, target, form, known)
