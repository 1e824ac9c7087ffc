"""Which columns of a file look as if they name people?

By their names, or because four in five of their values do. Such a file is refused, unless the
profile drops or converts the column, or says under `not_identifying` that it only looks like it.
"""
# ruff: noqa: S608 - composed from positional column names only.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from dashboard import statements
from dashboard.intake.binding import Binding
from dashboard.intake.columns import Column
from dashboard.intake.faults import LooksLikeIdentity
from dashboard.intake.header import Header, folded
from dashboard.intake.looks import KINDS, PERHAPS_NAMES, label, named_like, patterns

# Share of the values that must look like identity (RECORDS).
SHARE = 0.8
# At most so many records are looked at, evenly spread over the file.
SAMPLE = 20_000
# What may be a name (two capitalised words) is taken for one only where nothing says what a column
# holds, and where it differs: in its first word and in its last, for in “North Wing” and “South
# Wing” only one does. So many different words are enough; of fewer values, a third of them.
_ENOUGH_WORDS, _OF_VALUES = 8, 1 / 3


@dataclass(frozen=True)
class _Names:
    """From which share of different values on, and how many words, may a column hold names?"""

    different: float
    words: int


# Patients come again, and no key is written like a name; the name of a clinic repeats, and few differ.
_KEY, _IGNORED, _CLINIC = _Names(0.0, 3), _Names(0.5, 5), _Names(0.5, _ENOUGH_WORDS)


@dataclass(frozen=True)
class _Kind:
    """How many values look like something: records, different values, first and last words?"""

    records: int
    different: int
    first_words: int
    last_words: int


@dataclass(frozen=True)
class _Found:
    """Which share of a column's values looks like identity, and like what mostly?"""

    share: float
    kind: str


def refuse_identity(
    connection: duckdb.DuckDBPyConnection,
    header: Header,
    binding: Binding,
    columns: tuple[Column, ...],
    not_identifying: tuple[str, ...],
) -> None:
    """Does any column of the records in `raw` look like identity?

    Columns that the profile drops or converts are not looked at, nor those in `not_identifying`.
    Our own column names are fine as names; their values are looked at like all others.

    Raises
    ------
    LooksLikeIdentity
        Naming the column by its number, and by its name where that is safe to show.
    """
    spared = {folded(name) for name in not_identifying}
    own = {column.name for column in columns}
    passed = binding.dropped | binding.converted
    examined = [
        index
        for index, name in enumerate(header.names)
        if index not in passed and folded(name) not in spared
    ]
    for index in examined:
        what = named_like(header.names[index])
        if what and folded(header.names[index]) not in own:
            raise _refusal(header, index, f"is called as if it held {what}")
    free = _free_text(header, binding, columns)
    for index, kinds in _count_kinds(connection, examined).items():
        found = _share(kinds, free.get(index))
        if found.share >= SHARE:
            raise _refusal(header, index, f"seems to hold {KINDS[found.kind]}")


def seems(connection: duckdb.DuckDBPyConnection, indexes: list[int]) -> Mapping[int, str]:
    """Which of these columns of `raw` seem to hold what names people? Column (from 0) → what it seems to hold.

    As strict as with columns of free text: nothing says yet what any of them may hold.
    """
    shares = {
        index: _share(kinds, _IGNORED) for index, kinds in _count_kinds(connection, indexes).items()
    }
    return {index: KINDS[found.kind] for index, found in shares.items() if found.share >= SHARE}


def _refusal(header: Header, index: int, why: str) -> LooksLikeIdentity:
    column = label(header.names, index)
    return LooksLikeIdentity(
        f"{column[0].upper()}{column[1:]} {why}.",
        "Leave it out of the export, or drop or hash it in a profile; "
        "if it only looks like it, name it under “not_identifying” there.",
    )


def _free_text(
    header: Header, binding: Binding, columns: tuple[Column, ...]
) -> Mapping[int, _Names]:
    """Which columns may hold anything (ignored ones, keys, clinics), and when are they names?"""
    kept = {
        bound.source: _CLINIC if column.name == "clinic" else _KEY
        for column in columns
        if column.kind == "text"
        for bound in binding.columns.get(column.name, ())
        if bound.source is not None
    }
    return {**dict.fromkeys(binding.unused(header), _IGNORED), **kept}


def _count_kinds(
    connection: duckdb.DuckDBPyConnection, indexes: list[int]
) -> Mapping[int, Mapping[str, _Kind]]:
    """How many values, and how many different ones, look like what? By column and kind."""
    if not indexes:
        return {}
    (rows,) = connection.execute("select count(*) from raw").fetchall()[0]
    step = max(1, -(-rows // SAMPLE))
    names = ", ".join(f"trim(c{index}) as c{index}" for index in indexes)
    connection.execute(
        f"create or replace temp table sampled as select {names} from raw where rowid % {step} = 0"
    )
    cells = " union all ".join(
        f"select 'c{index}' as column_name, c{index} as value, count(*) as records "
        f"from sampled where c{index} <> '' group by c{index}"
        for index in indexes
    )
    # A table: through a view every pattern would be compiled once a column.
    connection.execute(f"create or replace temp table examined_values as {cells}")
    question = statements.load("intake/identifying_values_by_column")
    found = connection.execute(question.sql, dict(patterns())).fetchall()
    connection.execute("drop table examined_values")
    connection.execute("drop table sampled")
    by_column: dict[int, dict[str, _Kind]] = {}
    for column, kind, *counts in found:
        by_column.setdefault(int(column[1:]), {})[kind] = _Kind(*counts)
    return by_column


def _share(kinds: Mapping[str, _Kind], names: _Names | None) -> _Found:
    """None: the column holds what only a closed list or a number may be."""
    total = sum(kind.records for kind in kinds.values())
    counted = {name: kind.records for name, kind in kinds.items() if name in KINDS}
    if names is None or not _are_names(kinds, names):
        counted = {name: records for name, records in counted.items() if name not in PERHAPS_NAMES}
    if not counted:
        return _Found(0.0, "")
    return _Found(sum(counted.values()) / total, max(counted, key=lambda kind: counted[kind]))


def _are_names(kinds: Mapping[str, _Kind], names: _Names) -> bool:
    """Do the values that may be names differ as names of people do?"""
    found = [kinds[name] for name in ("person", *PERHAPS_NAMES) if name in kinds]
    records, different = sum(one.records for one in found), sum(one.different for one in found)
    words = min(sum(one.first_words for one in found), sum(one.last_words for one in found))
    enough = max(names.words, min(_ENOUGH_WORDS, _OF_VALUES * different))
    return words >= enough and different >= names.different * records
