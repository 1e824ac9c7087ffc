"""How do the records of a Parquet file become plain text? Runs in the process apart."""
# ruff: noqa: S608 - composed from positional column names only.

from __future__ import annotations

from pathlib import Path

import duckdb

from dashboard.intake.faults import UnreadableFile
from dashboard.intake.files.origin import Origin
from dashboard.intake.files.plain import DELIMITER, Plain
from dashboard.intake.header import MOST_COLUMNS
from dashboard.intake.looks import label

MOST_ROWS = 50_000_000
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "1GB",
    "threads": 2,
}
_WHOLE = "1e15"
_FLOATS = ("FLOAT", "DOUBLE")


def convert_parquet(path: Path, target: Path) -> Origin:
    """Write the records of the Parquet file to `target` as plain CSV.

    Numbers, dates and truth values are written as those of a workbook are (`cells`).

    Raises
    ------
    UnreadableFile
        If it is damaged, has nested or binary columns (they are named), or is beyond all measure.
    """
    with duckdb.connect(config=CONFIG) as connection:
        try:
            connection.execute("set timezone = 'UTC'")
            names, rows = _contents(connection, path)
            types = _types(connection, path, names)
            _write(connection, path, target, names, types)
        except duckdb.Error:
            # Its text may quote values.
            raise UnreadableFile(
                "The Parquet file cannot be read: it is damaged, or written in an unusual way.",
                "Write it again, or export the records as CSV.",
            ) from None
    return Origin(format="parquet", header_rows=0, first_row=1, rows=rows)


def _contents(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[tuple[str, ...], int]:
    """Which columns does it say it has, and how many rows?"""
    found = connection.execute(
        "select name, num_children from parquet_schema($path)", {"path": str(path)}
    ).fetchall()
    names = tuple(str(name) for name, _ in found[1:])
    nested = [index for index, (_, children) in enumerate(found[1:]) if children]
    if nested:
        raise _unusable(names, nested[0], "is nested")
    if len(names) > MOST_COLUMNS:
        raise UnreadableFile(
            f"It has {len(names):,} columns; at most {MOST_COLUMNS:,} can be read.",
            "Export only the columns that are needed.",
        )
    (rows,) = connection.execute(
        "select num_rows from parquet_file_metadata($path)", {"path": str(path)}
    ).fetchall()[0]
    if rows > MOST_ROWS:
        raise UnreadableFile(
            f"It says that it holds {rows:,} rows; at most {MOST_ROWS:,} are read at a time.",
            "Export fewer years at a time.",
        )
    return names, int(rows)


def _types(
    connection: duckdb.DuckDBPyConnection, path: Path, names: tuple[str, ...]
) -> tuple[str, ...]:
    found = connection.execute(
        "select column_type from (describe from read_parquet($path))", {"path": str(path)}
    ).fetchall()
    types = tuple(str(kind) for (kind,) in found)
    for index, kind in enumerate(types):
        if kind == "BLOB" or kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION")):
            raise _unusable(names, index, "holds binary or nested values")
    return types


def _write(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    target: Path,
    names: tuple[str, ...],
    types: tuple[str, ...],
) -> None:
    columns = ", ".join(f"c{index}" for index in range(len(types)))
    texts = ", ".join(_text(f"c{index}", kind) for index, kind in enumerate(types))
    body = target.with_suffix(".body")
    quoted = str(body).replace("'", "''")
    connection.execute(
        f"copy (select {texts} from read_parquet($path) as given({columns})) "
        f"to '{quoted}' (format csv, header false, delimiter '{DELIMITER}', force_quote *)",
        {"path": str(path)},
    )
    with Plain(target) as plain:
        plain.write(names)
    with target.open("ab") as whole, body.open("rb") as rows:
        while piece := rows.read(1 << 22):
            whole.write(piece)
    body.unlink()


def _text(column: str, kind: str) -> str:
    """Which expression writes a value of this type?"""
    text = f"cast({column} as varchar)"
    if kind == "BOOLEAN":
        return f"case when {column} then 'yes' when not {column} then 'no' end"
    if kind in _FLOATS:
        whole = f"{column} = trunc({column}) and abs({column}) < {_WHOLE}"
        return (
            f"case when isnan({column}) then null "
            f"when {whole} then cast(cast({column} as bigint) as varchar) else {text} end"
        )
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace({text}, '( 00:00:00)?([+]00)?$', '')"
    return text


def _unusable(names: tuple[str, ...], index: int, why: str) -> UnreadableFile:
    column = label(names, index)
    return UnreadableFile(
        f"{column[0].upper()}{column[1:]} {why}, and cannot be read.",
        "Leave it out of the export, or write it as plain columns.",
    )
