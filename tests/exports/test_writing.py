from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.errors import BadInput
from dashboard.exports.writing import write_file, write_files


def test_files_are_written_into_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"

    write_files(folder, {"a.csv": b"a", "b.csv": b"b"})

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "a.csv": b"a",
        "b.csv": b"b",
    }


def test_files_of_the_same_name_are_replaced_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    (tmp_path / "mine.txt").write_bytes(b"mine")

    write_files(tmp_path, {"a.csv": b"new"})

    assert (tmp_path / "a.csv").read_bytes() == b"new"
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


def test_a_failed_write_leaves_the_old_file_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BadInput, match="No space left on device"):
        write_file(tmp_path / "a.csv", b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")

    with pytest.raises(BadInput, match="out cannot be written") as caught:
        write_files(tmp_path / "out", {"a.csv": b"a"})

    assert caught.value.exit_status == 2


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written: No such file or directory"):
        write_file(tmp_path / "no" / "a.csv", b"a")
