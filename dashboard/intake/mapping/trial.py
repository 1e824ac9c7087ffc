"""How would the first records of a file read in our terms? The import itself, on these alone, stored nowhere."""
# ruff: noqa: S608 - composed from the closed list of our tables.

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count, takewhile
from pathlib import Path

import duckdb

from dashboard import statements
from dashboard.intake.columns import KEYS, TABLES, Table
from dashboard.intake.files.form import read_form
from dashboard.intake.files.recognising import Preview, preview
from dashboard.intake.header import folded
from dashboard.intake.layouts.layouts import NUMBER
from dashboard.intake.mapping.draft import Draft, OwnFile
from dashboard.intake.mapping.writing import Filling, recipes_of, several
from dashboard.intake.profile import Profile
from dashboard.intake.summary import ImportRequest
from dashboard.intake.take import take_in

ROWS = 20
_SCHEMA = ("types", "episodes", "complications", "limits", "release")
# Whatever the salt: keys are not shown.
_SALT = b"trial"

_Files = Mapping[Table, tuple[Path, tuple[str, ...], Preview]]
_Form = tuple[tuple[str, str | int], ...]


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


def in_our_terms(path: Path, names: tuple[str, ...], draft: Draft) -> dict[Table, Trial]:
    """What would the first episodes of the file at `path` be, by this draft, and their complications?

    Where a record is a visit, all visits of the patients of the first ones are looked at.

    Parameters
    ----------
    names
        Their columns.

    Raises
    ------
    BadInput
        If the draft is not enough to read them; as the import would say it.
    """
    patient = _index(names, draft.columns, "patient_key") if draft.visits else None
    found = _read(path, names, draft, patient=patient)
    alone = _own(replace(draft, complications=None))
    return _taken(alone, {"episodes": (path, names, found)})


def harms_in_our_terms(
    path: Path, names: tuple[str, ...], draft: Draft, harms: Path, called: tuple[str, ...]
) -> Trial:
    """What would the first complications of a file of their own be, with the episodes that they name?

    Parameters
    ----------
    path, names
        The file of episodes, and its columns.
    harms, called
        The file of complications, and its columns.

    Raises
    ------
    BadInput
        As `in_our_terms` does.
    ValueError
        If the draft does not speak of such a file, or not of the keys that link the two.
    """
    own = draft.complications
    link = _index(names, draft.visits, "visit_key")
    link = _index(names, draft.columns, "episode_key") if link is None else link
    key = None if own is None else _index(called, own.columns, "episode_key")
    if own is None or key is None or link is None:
        raise ValueError("Nothing links the complications to their episodes.")
    told = _first(harms, _used(called, _sources(own)), tuple(own.form.items()))
    keys = (link, tuple(sorted(set(told.cells[key]))))
    patient = _index(names, draft.columns, "patient_key")
    found = _read(path, names, draft, patient=patient, keys=keys)
    if not told.lines or not found.lines:
        return Trial((), (), ())
    files: _Files = {"episodes": (path, names, found), "complications": (harms, called, told)}
    return _taken(_own(draft), files)["complications"]


def _own(draft: Draft) -> Draft:
    """How are records read that stand in files of our own making, and speak of no month in particular?"""
    own = draft.complications and replace(draft.complications, form={}, drop=())
    return replace(draft, form={}, drop=(), until="", complications=own)


def _index(names: Sequence[str], columns: Filling, name: str) -> int | None:
    """Which of their columns fills ours?"""
    if name not in columns:
        return None
    return names.index(several(columns[name])[0].source or "")


def _sources(own: OwnFile) -> frozenset[str]:
    return frozenset(recipe.source for recipe in recipes_of(own.columns) if recipe.source)


def _used(names: Sequence[str], sources: frozenset[str]) -> tuple[int, ...]:
    """Where are these columns (from 0), the numbered ones among them?"""
    have = {folded(name) for name in names}
    wanted = {folded(name) for name in sources if NUMBER not in name}
    for pattern in (name for name in sources if NUMBER in name):
        every = (folded(pattern.replace(NUMBER, str(number))) for number in count(1))
        wanted |= set(takewhile(have.__contains__, every))
    return tuple(index for index, name in enumerate(names) if folded(name) in wanted)


def _read(
    path: Path,
    names: tuple[str, ...],
    draft: Draft,
    *,
    patient: int | None,
    keys: tuple[int, tuple[str, ...]] | None = None,
) -> Preview:
    used = _used(names, draft.sources())
    return _first(path, used, tuple(draft.form.items()), patient=patient, keys=keys)


# Asked again at each choice of a person, who waits for it.
@lru_cache(maxsize=16)
def _first(
    path: Path,
    indexes: tuple[int, ...],
    form: _Form,
    *,
    patient: int | None = None,
    keys: tuple[int, tuple[str, ...]] | None = None,
) -> Preview:
    told = Profile(form=read_form(dict(form)))
    return preview(path, indexes, told, rows=ROWS, patient=patient, keys=keys)


def _taken(draft: Draft, files: _Files) -> dict[Table, Trial]:
    with tempfile.TemporaryDirectory(prefix="trial-") as place, duckdb.connect() as connection:
        written: dict[Table, Path] = {}
        for table, (path, names, found) in files.items():
            # Messages name the file.
            written[table] = Path(place) / table / path.with_suffix(".csv").name
            _write(written[table], {names[at]: cells for at, cells in found.cells.items()})
        profile = Path(place) / "profile.toml"
        profile.write_text(draft.toml(), encoding="utf-8")
        for name in _SCHEMA:
            connection.execute(statements.schema(name))
        request = ImportRequest(written["episodes"], written.get("complications"), profile)
        take_in(connection, request, _SALT)
        return {table: _trial(connection, table, written, files) for table in TABLES}


def _write(path: Path, cells: Mapping[str, tuple[str, ...]]) -> None:
    path.parent.mkdir()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(cells)
        writer.writerows(zip(*cells.values(), strict=True))


def _trial(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    written: Mapping[Table, Path],
    files: _Files,
) -> Trial:
    accepted = connection.execute(f"select * from accepted_{table}")
    names = [str(column[0]) for column in accepted.description or []]
    rows = accepted.fetchall()
    kept = [
        at
        for at, name in enumerate(names)
        if name not in KEYS and any(row[at] is not None for row in rows)
    ]
    rejected: list[tuple[int, str, str]] = []
    if table in written:
        found = connection.execute(
            "select line, column_name, message from rejected_records where file = $file order by line",
            {"file": written[table].name},
        ).fetchall()
        # The header stands on line 1 of our file.
        lines = files[table][2].lines
        rejected = [(lines[line - 2], str(column), str(why)) for line, column, why in found]
    return Trial(
        tuple(names[at] for at in kept),
        tuple(tuple(_written(row[at]) for at in kept) for row in rows),
        tuple(rejected),
    )


def _written(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m}" if hasattr(value, "strftime") else str(value)
