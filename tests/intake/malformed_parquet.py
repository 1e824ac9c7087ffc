"""Parquet files as nobody should send them."""
# ruff: noqa: S608 - composed of closed lists.

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import duckdb

_TYPES = [
    "varchar",
    "double",
    "integer",
    "date",
    "timestamp",
    "boolean",
    "blob",
    "varchar[]",
    "decimal(9,2)",
]


def malformed_parquet(draw: random.Random, columns: list[str], rows: list[list[str]]) -> bytes:
    """Which Parquet file comes of these rows? Types are drawn; what does not fit them is blank."""
    kinds = [draw.choice(_TYPES) if draw.random() < 0.15 else "varchar" for _ in columns]
    names = ", ".join(f"a{at}" for at in range(len(columns)))
    typed = ", ".join(
        f"try_cast(nullif(a{at}, '') as {kind}) as \"{name}\""
        for at, (name, kind) in enumerate(zip(columns, kinds, strict=True))
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(config={"threads": 1}) as connection,
    ):
        path = Path(folder, "x.parquet")
        connection.execute(
            "create table given ("
            + ", ".join(f"{name} varchar" for name in names.split(", "))
            + ")"
        )
        if rows:
            marks = ", ".join("?" for _ in columns)
            connection.executemany(f"insert into given values ({marks})", rows)
        connection.execute(f"copy (select {typed} from given) to '{path}' (format parquet)")
        content = bytearray(path.read_bytes())
    kind = draw.random()
    if kind < 0.3:
        for _ in range(draw.randrange(1, 6)):
            content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    elif kind < 0.4:
        del content[draw.randrange(len(content)) :]
    return bytes(content)
