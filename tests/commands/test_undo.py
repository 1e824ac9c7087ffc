from __future__ import annotations

from pathlib import Path

from dashboard.store import Folder
from tests.commands.conftest import Run
from tests.made_up import add_release, made_up_episodes


def test_undoing_goes_back_one_release(run: Run, own_store: Folder) -> None:
    add_release(own_store, made_up_episodes()[:40], 2)

    result = run("undo", "--data", own_store.root)

    assert result.exit_code == 0
    assert result.stdout == "Release 2 is undone; release 1 is current.\n"
    assert own_store.current() == 1


def test_the_first_release_cannot_be_undone(run: Run, own_store: Folder) -> None:
    result = run("undo", "--data", own_store.root)

    assert result.exit_code == 2
    assert "none before it" in result.stderr
    assert own_store.current() == 1


def test_an_empty_folder_has_nothing_to_undo(run: Run, tmp_path: Path) -> None:
    result = run("undo", "--data", tmp_path / "new")

    assert result.exit_code == 2
    assert "nothing to undo" in result.stderr
