from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.store import Folder, read_entry
from dashboard.store.ledger import write_entry
from tests.commands.conftest import Run, Start
from tests.made_up import add_release, made_up_episodes


def test_all_is_well_is_said(run: Run, own_store: Folder) -> None:
    result = run("check", "--data", own_store.root)

    assert result.exit_code == 0
    assert result.stdout == (
        f"All is well: 1 release in {own_store.root} as the ledger says; 1 is current.\n"
    )


def test_the_folder_may_come_from_the_environment(
    run: Run, own_store: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(own_store.root))

    assert str(own_store.root) in run("check").stdout


def test_an_empty_folder_has_nothing_to_check(run: Run, tmp_path: Path) -> None:
    result = run("check", "--data", tmp_path / "new")

    assert result.exit_code == 0
    assert "nothing to check" in result.stdout


def test_every_fault_is_told_and_the_status_is_1(run: Run, own_store: Folder) -> None:
    for number in (2, 3):
        add_release(own_store, made_up_episodes()[:40], number)
    own_store.database(1).unlink()
    with own_store.database(2).open("ab") as file:
        file.write(b"x")
    entry = read_entry(own_store, 3)
    entry["tables"]["episodes"]["rows"] = 41
    write_entry(own_store, 3, entry)

    result = run("check", "--data", own_store.root)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "Release 1: its file 0001.duckdb is missing.",
        "Release 2: its file 0002.duckdb is not the one that was written.",
        "Release 3: table episodes holds 40 rows, the ledger says 41.",
        "3 faults found. Restore the data folder from a backup, or undo.",
    ]


def test_a_pointer_that_cannot_be_read_is_a_fault(run: Run, own_store: Folder) -> None:
    (own_store.root / "current.json").write_text("?", encoding="utf-8")

    result = run("check", "--data", own_store.root)

    assert result.exit_code == 1
    assert "current.json cannot be read" in result.stderr


def test_started_as_a_program_it_leaves_with_1(start: Start, own_store: Folder) -> None:
    own_store.database(1).write_bytes(b"not a database")

    result = start("check", DASHBOARD_DATA=str(own_store.root))

    assert result.returncode == 1
    assert "not the one that was written" in result.stderr
    assert "Traceback" not in result.stderr
