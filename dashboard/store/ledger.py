"""The ledger: what came into each release, from which files, and do the files still agree with it?"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb

import dashboard
from dashboard.errors import StoreFault
from dashboard.store.deriving import Tables, derivation
from dashboard.store.folder import Folder, Pointer
from dashboard.store.run import open_release
from dashboard.store.writing import write_whole


def sha256_of(path: Path) -> str:
    """What is the SHA-256 of the file at `path`, in hexadecimal?"""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entry_of(number: int, tables: Tables, *, synthetic: bool) -> dict[str, Any]:
    """What does the ledger say of every release: when, by what, and what it holds?"""
    return {
        "release": number,
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "software_version": dashboard.__version__,
        "duckdb_version": duckdb.__version__,
        "derivation": derivation(),
        "synthetic": synthetic,
        "tables": tables,
    }


def write_entry(folder: Folder, number: int, entry: dict[str, Any]) -> None:
    """Write down what release `number` was made of, before the pointer moves."""
    write_whole(
        folder.entry(number), json.dumps(entry, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    )


def read_entry(folder: Folder, number: int) -> dict[str, Any]:
    """What does the ledger say of release `number`?"""
    path = folder.entry(number)
    try:
        entry: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreFault(
            f"The ledger entry {path} cannot be read: {error}.",
            "Restore the data folder from a backup.",
        ) from error
    return entry


def check(folder: Folder) -> list[str]:
    """Do the releases agree with the ledger? One sentence for each that does not, else none.

    What lies beyond the pointer never counted: it was left by a kill, or is being written.
    """
    pointer = folder.pointer() or Pointer(0, 0)
    known = {*folder.entries(), *folder.entries(undone=True)}
    faults = [
        f"Release {number}: its ledger entry {folder.entry(number).name} is missing."
        for number in range(1, pointer.last + 1)
        if number not in known
    ]
    for number in folder.entries():
        if number <= pointer.release:
            faults += _faults_of(folder, number)
    return faults


def _faults_of(folder: Folder, number: int) -> list[str]:
    entry = read_entry(folder, number)
    path = folder.database(number)
    if entry.get("removed"):
        return []
    if not path.is_file():
        return [f"Release {number}: its file {path.name} is missing."]
    if sha256_of(path) != entry["sha256"]:
        return [f"Release {number}: its file {path.name} is not the one that was written."]
    held = open_release(folder, number).run("release/rows_by_table")
    rows = dict(zip(held["table_name"], held["table_rows"], strict=True))
    return [
        f"Release {number}: table {name} holds {rows.get(name)} rows, "
        f"the ledger says {want['rows']}."
        for name, want in entry["tables"].items()
        if rows.get(name) != want["rows"]
    ]
