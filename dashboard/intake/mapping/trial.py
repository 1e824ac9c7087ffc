"""How would the first records of a file read in our terms? The import itself, on these alone, stored nowhere."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import duckdb

from dashboard import statements
from dashboard.intake.columns import KEYS
from dashboard.intake.files.form import read_form
from dashboard.intake.files.recognising import Preview, preview
from dashboard.intake.mapping.draft import Draft
from dashboard.intake.profile import Profile
from dashboard.intake.summary import ImportRequest
from dashboard.intake.take import take_in

ROWS = 20
_SCHEMA = ("types", "episodes", "complications", "limits", "release")
# Whatever the salt: keys are not shown.
_SALT = b"trial"


@dataclass(frozen=True)
class Trial:
    """What became of the first records?

    Attributes
    ----------
    columns, rows
        Accepted records as they would be stored, without their keys, blank columns left out.
    rejected
        Line in the file, our column, and why.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rejected: tuple[tuple[int, str, str], ...]


def in_our_terms(path: Path, names: tuple[str, ...], draft: Draft) -> Trial:
    """What would the first episodes of the file at `path` be, by this draft?

    Parameters
    ----------
    names
        Their columns.

    Raises
    ------
    BadInput
        If the draft is not enough to read them; as the import would say it.
    """
    used = {filled.source for filled in draft.columns.values()}
    indexes = [index for index, name in enumerate(names) if name in used]
    with tempfile.TemporaryDirectory(prefix="trial-") as place:
        folder = Path(place)
        found = _first(path, tuple(indexes), tuple(draft.form.items()))
        cells = {names[index]: values for index, values in found.cells.items()}
        file, profile = folder / path.with_suffix(".csv").name, folder / "profile.toml"
        _write(file, cells)
        # These records stand in a file of our own making, and speak of no month in particular.
        own = replace(draft, form={}, drop=(), until="")
        profile.write_text(own.toml(), encoding="utf-8")
        return _taken(ImportRequest(file, None, profile), found.lines)


# Asked again at each choice of a person, who waits for it.
@lru_cache(maxsize=8)
def _first(
    path: Path, indexes: tuple[int, ...], form: tuple[tuple[str, str | int], ...]
) -> Preview:
    return preview(path, indexes, Profile(form=read_form(dict(form))), rows=ROWS)


def _write(path: Path, cells: Mapping[str, tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(cells)
        writer.writerows(zip(*cells.values(), strict=True))


def _taken(request: ImportRequest, lines: tuple[int, ...]) -> Trial:
    with duckdb.connect() as connection:
        for name in _SCHEMA:
            connection.execute(statements.schema(name))
        take_in(connection, request, _SALT)
        accepted = connection.execute("select * from accepted_episodes")
        names = [str(column[0]) for column in accepted.description or []]
        rows = accepted.fetchall()
        rejected = connection.execute(
            "select line, column_name, message from rejected_records order by line"
        ).fetchall()
    kept = [
        at
        for at, name in enumerate(names)
        if name not in KEYS and any(row[at] is not None for row in rows)
    ]
    return Trial(
        tuple(names[at] for at in kept),
        tuple(tuple(_written(row[at]) for at in kept) for row in rows),
        # The header stands on line 1 of our file.
        tuple((lines[line - 2], str(column), str(why)) for line, column, why in rejected),
    )


def _written(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m}" if hasattr(value, "strftime") else str(value)
