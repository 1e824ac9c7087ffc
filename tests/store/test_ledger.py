"""What `check` finds: each way in which the files and the ledger can disagree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dashboard.errors import StoreFault
from dashboard.store import Folder, check, read_entry
from dashboard.store.ledger import sha256_of, write_entry
from tests.made_up import add_release, made_up_episodes

CHANGED = ["Release 1: its file 0001.duckdb is not the one that was written."]


@pytest.fixture
def database(own_store: Folder) -> Path:
    assert check(own_store) == []
    return own_store.database(1)


@pytest.mark.parametrize("seed", range(8))
def test_a_single_flipped_bit_is_found(own_store: Folder, database: Path, seed: int) -> None:
    content = bytearray(database.read_bytes())
    dice = random.Random(seed)  # noqa: S311 - not for secrecy
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    database.write_bytes(content)
    assert check(own_store) == CHANGED


@pytest.mark.parametrize("left", [0, 1, 4096, -1])
def test_a_truncated_file_is_found(own_store: Folder, database: Path, left: int) -> None:
    database.write_bytes(database.read_bytes()[:left])
    assert check(own_store) == CHANGED


def test_a_longer_file_is_found(own_store: Folder, database: Path) -> None:
    with database.open("ab") as file:
        file.write(b"\0")
    assert check(own_store) == CHANGED


def test_a_missing_file_is_found(own_store: Folder, database: Path) -> None:
    database.unlink()
    assert check(own_store) == ["Release 1: its file 0001.duckdb is missing."]


@pytest.mark.parametrize("table", ["episodes", "complications", "facts"])
def test_other_numbers_of_rows_are_found(own_store: Folder, table: str) -> None:
    entry = read_entry(own_store, 1)
    held = entry["tables"][table]["rows"]
    entry["tables"][table]["rows"] = held + 1
    write_entry(own_store, 1, entry)
    assert check(own_store) == [
        f"Release 1: table {table} holds {held} rows, the ledger says {held + 1}."
    ]


def test_another_release_in_its_place_is_found(own_store: Folder, database: Path) -> None:
    add_release(own_store, made_up_episodes()[:40], 2)
    database.write_bytes(own_store.database(2).read_bytes())
    assert check(own_store) == CHANGED


def test_a_missing_entry_is_found(own_store: Folder) -> None:
    add_release(own_store, made_up_episodes()[:40], 2)
    own_store.entry(1).unlink()
    assert check(own_store) == ["Release 1: its ledger entry 0001.json is missing."]


def test_what_never_counted_is_no_fault(own_store: Folder) -> None:
    write_entry(own_store, 2, {"sha256": "of a file that a kill prevented"})
    assert check(own_store) == []


def test_an_entry_that_cannot_be_read_is_said(own_store: Folder) -> None:
    own_store.entry(1).write_text("{", encoding="utf-8")
    with pytest.raises(StoreFault, match=r"0001\.json cannot be read"):
        check(own_store)


def test_an_empty_folder_has_no_faults(tmp_path: Path) -> None:
    assert check(Folder(tmp_path / "nothing")) == []


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "abc"
    file.write_bytes(b"abc")
    # FIPS 180-4, the first example.
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_of(file) == expected
