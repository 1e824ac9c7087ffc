"""Give every record keys that nothing links to: how does a release forget who is who?"""
# ruff: noqa: S608 - composed from the closed list of tables and keys.

from __future__ import annotations

import secrets
from pathlib import Path

import duckdb

# Table → its keys.
_KEYS = {
    "episodes": ("patient_key", "episode_key"),
    "complications": ("episode_key",),
    "cutoffs": (),
    "release": (),
}


def copy_with_new_keys(connection: duckdb.DuckDBPyConnection, source: Path) -> None:
    """Fill the empty tables of `connection` from the release file `source`, under new keys.

    Each key is hashed with a secret that is drawn here and never kept, patients and episodes alike
    wherever they stand: episodes of one patient stay together, and nobody, not even with the files
    that were imported and the salt, can say which keys they had. Neither does the order of the rows
    tell: they are put in that of the new keys. A copy, because a database file keeps the blocks of
    rows that were changed.

    Parameters
    ----------
    connection
        Open on a database with the tables of `queries/schema`, empty.
    source
        A release file whose tables are in place; read only.
    """
    secret = secrets.token_bytes(32)
    quoted = str(source).replace("'", "''")
    connection.execute(f"attach '{quoted}' as known (read_only)")
    for table, keys in _KEYS.items():
        new = ", ".join(f"left(sha256($secret || encode({key})), 32) as {key}" for key in keys)
        columns = f"* replace ({new})" if keys else "*"
        order = f" order by {keys[-1]}" if keys else ""
        connection.execute(
            f"insert into {table} by name select {columns} from known.{table}{order}",
            {"secret": secret} if keys else None,
        )
    connection.execute("detach known")
