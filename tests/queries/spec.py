"""Small tables as a person writes them, put into a database and read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from dashboard import statements
from dashboard.store.deriving import DERIVED

DEFAULTS = {
    "patient_key": None,
    "start_month": "2025-01-01",
    "treatment": "extraction",
    "last_seen_day": "0",
}


def rows(table: str) -> list[dict[str, str | None]]:
    """Which rows does a table of text hold: a header line, then one line a row, columns separated by `|`?"""
    header, *lines = [
        [cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()
    ]
    return [{name: cell or None for name, cell in zip(header, line, strict=True)} for line in lines]


@contextmanager
def release(
    table: str, until: str = "2026-09-01", complications: str = ""
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A release in memory that holds these episodes (keys e01, e02, … where none are given), with its facts.

    `complications` is a statement that puts rows into that table.
    """
    with duckdb.connect() as connection:
        for name in ("types", "episodes", "complications", "limits", "release"):
            connection.execute(statements.schema(name))
        clinics = set()
        for number, row in enumerate(rows(table), start=1):
            values = {
                **DEFAULTS,
                "patient_key": f"p{number}",
                "episode_key": f"e{number:02}",
                **{key: value for key, value in row.items() if value is not None},
            }
            clinics.add(values.get("clinic") or "")
            names = ", ".join(values)
            marks = ", ".join(f"${name}" for name in values)
            statement = f"insert into episodes ({names}) values ({marks})"  # noqa: S608 - our own names
            connection.execute(statement, values)
        for clinic in clinics:
            connection.execute(
                "insert into cutoffs values ($clinic, $until)", {"clinic": clinic, "until": until}
            )
        if complications:
            connection.execute(complications)
        for name in DERIVED:
            connection.execute(statements.schema(name))
        yield connection
