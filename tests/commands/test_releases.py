from __future__ import annotations

import json
from pathlib import Path

import dashboard
from dashboard.store import Folder, read_entry
from dashboard.store.ledger import write_entry
from tests.commands.conftest import Run
from tests.made_up import add_release, made_up_episodes


def test_an_empty_folder_has_no_releases(run: Run, tmp_path: Path) -> None:
    result = run("releases", "--data", tmp_path / "new")

    assert result.exit_code == 0
    assert result.stdout == f"There are no releases in {tmp_path / 'new'}.\n"
    assert not (tmp_path / "new").exists()


def test_the_releases_are_listed_with_the_current_one_marked(run: Run, own_store: Folder) -> None:
    add_release(own_store, made_up_episodes()[:40], 2, synthetic=False)

    result = run("releases", "--data", own_store.root)

    assert result.exit_code == 0
    header, first, second = result.stdout.splitlines()
    assert header.split() == ["release", "built", "(UTC)", "episodes", "records", "software"]
    version = dashboard.__version__
    assert first.split() == ["1", "2026-10-01", "08:00", "459", "SYNTHETIC", version]
    assert second.split() == [
        *("2", "2026-10-01", "08:00", "40"),
        *("clinic's", "own", version, "current"),
    ]


def test_an_undone_release_stays_in_the_list_and_is_marked(run: Run, own_store: Folder) -> None:
    add_release(own_store, made_up_episodes()[:40], 2)
    run("undo", "--data", own_store.root)

    lines = run("releases", "--data", own_store.root).stdout.splitlines()

    assert [line.split()[-1] for line in lines[1:]] == ["current", "undone"]


def test_a_release_that_is_no_longer_kept_is_marked(run: Run, own_store: Folder) -> None:
    add_release(own_store, made_up_episodes()[:40], 2)
    write_entry(own_store, 1, {**read_entry(own_store, 1), "removed": True})

    lines = run("releases", "--data", own_store.root).stdout.splitlines()

    assert lines[1].endswith("no longer kept")


def test_what_a_killed_import_left_is_not_listed(run: Run, own_store: Folder) -> None:
    add_release(own_store, made_up_episodes()[:40], 2)
    own_store.point_at(1)

    assert len(run("releases", "--data", own_store.root).stdout.splitlines()) == 2


def test_an_undone_entry_that_cannot_be_read_is_said(run: Run, own_store: Folder) -> None:
    own_store.entry(2, undone=True).write_text("{", encoding="utf-8")

    result = run("releases", "--data", own_store.root)

    assert result.exit_code == 1
    assert "0002.undone.json cannot be read" in result.stderr


def test_a_pointer_to_nowhere_is_said(run: Run, own_store: Folder) -> None:
    (own_store.root / "current.json").write_text(json.dumps({"release": 9}), encoding="utf-8")

    result = run("releases", "--data", own_store.root)

    assert result.exit_code == 1
    assert "Release 9 is missing" in result.stderr
