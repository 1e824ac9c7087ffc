"""As what was the file recognised, and should it be read otherwise?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.intake.columns import Table
from dashboard.intake.files.form import ENCODINGS, read_form
from dashboard.intake.files.recognising import Recognised, Surveyed, recognise, survey
from dashboard.intake.looks import label
from dashboard.intake.profile import Profile
from dashboard.widgets.importing.files import once
from dashboard.widgets.reading import as_text

_FORMATS = {"csv": "CSV", "xlsx": "workbook (XLSX)", "parquet": "Parquet"}
_BETWEEN = {"comma": "commas", "semicolon": "semicolons", "tab": "tabs", "pipe": "vertical bars"}
_MARKS = {"": "as recognised", **_BETWEEN}


@dataclass(frozen=True)
class Looked:
    """A file that was looked at.

    `form`: how it is to be read, as a profile says it, where a person said so or it was recognised.
    `key`: by what it is told from another file, or from another reading of the same.
    """

    path: Path
    form: Mapping[str, str | int]
    recognised: Recognised
    columns: tuple[Surveyed, ...]
    key: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What are their columns called?"""
        return self.recognised.names

    def called(self, index: int) -> str:
        """How is their column called on the page?"""
        return label(self.names, index)

    def values(self) -> dict[int, tuple[str, ...]]:
        """Which different values have those of their columns that have few?"""
        return {
            index: tuple(column.values)
            for index, column in enumerate(self.columns)
            if column.values is not None
        }


def look(path: Path, key: str, table: Table = "episodes") -> Looked:
    """What is in the file, as it is to be read?

    Raises
    ------
    BadInput
        If it cannot be read so.
    """
    with st.expander("Is it read wrongly? Say how it is written"):
        told = _corrections(key, once(f"sheets:{table}", key, lambda: _sheets(path)))
    asked = (key, tuple(told.items()))
    profile = Profile(form=read_form(told))
    with st.spinner("Looking at the file…"):
        found = once(f"recognised:{table}", asked, lambda: recognise(path, profile, table))
        columns = once(f"surveyed:{table}", asked, lambda: survey(path, profile, table))
    _say(path, found)
    return Looked(path, {**_read_as(found), **told}, found, columns, key)


def _sheets(path: Path) -> tuple[str, ...]:
    return recognise(path).sheets


def _corrections(key: str, sheets: tuple[str, ...]) -> dict[str, str | int]:
    told: dict[str, str | int] = {}
    if len(sheets) > 1:
        sheet = st.selectbox("Sheet", ["", *sheets], format_func=_or_recognised, key=f"{key}:sheet")
        told["sheet"] = sheet
    else:
        encoding = st.selectbox(
            "Encoding", ["", *ENCODINGS], format_func=_or_recognised, key=f"{key}:encoding"
        )
        delimiter = st.selectbox(
            "Between the columns stand",
            list(_MARKS),
            format_func=_MARKS.__getitem__,
            key=f"{key}:mark",
        )
        told |= {"encoding": encoding, "delimiter": delimiter}
    rows = st.selectbox(
        "Rows that name the columns",
        [0, 1, 2, 3],
        format_func=lambda number: str(number) if number else "as recognised",
        key=f"{key}:rows",
    )
    told["header_rows"] = rows
    return {name: value for name, value in told.items() if value}


def _or_recognised(value: str) -> str:
    return value or "as recognised"


def _read_as(found: Recognised) -> dict[str, str | int]:
    """What of it must a profile say, so that the next file is read in the same way?"""
    told: dict[str, str | int] = {"delimiter": found.delimiter} if found.format == "csv" else {}
    if found.encoding not in ("", "utf-8") and found.encoding in ENCODINGS:
        told["encoding"] = found.encoding
    if len(found.sheets) > 1:
        told["sheet"] = found.sheet
    if found.header_rows > 1:
        told["header_rows"] = found.header_rows
    return told


def _say(path: Path, found: Recognised) -> None:
    parts = [_FORMATS[found.format], found.encoding]
    if found.format == "csv":
        parts.append(f"{_BETWEEN.get(found.delimiter, found.delimiter)} between the columns")
    if found.sheet:
        parts.append(f"sheet “{found.sheet}”")
    parts.append(f"{len(found.names)} columns")
    blank = f", {found.blank:,} of them blank" if found.blank else ""
    parts.append(f"{found.records:,} records{blank}")
    if found.unreadable:
        parts.append(f"{found.unreadable:,} that cannot be read")
    st.markdown(as_text(f"{path.name}: {' · '.join(part for part in parts if part)}."))
    for note in found.notes:
        st.caption(as_text(note))
