"""One release after another: numbers, the pointer, going back, what is kept, what is cleared away."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.errors import BadInput, StoreFault
from dashboard.store import Folder, check, read_entry, undo
from dashboard.store.history import publish
from tests.store.keeping import EPISODES, Keeper


def _episodes(number: int) -> str:
    """A file of one episode, another one each time."""
    return f"""
        patient_key,start_month,treatment,last_seen_day,episode_key
        p{number},2026-01,peel,10,e{number}
    """


def _three(keeper: Keeper, **options: Any) -> None:
    for number in (1, 2, 3):
        assert keeper.bring(_episodes(number), **options).number == number


def test_a_release_never_changes(keeper: Keeper) -> None:
    keeper.bring(_episodes(1))
    first = keeper.folder.database(1).read_bytes()
    keeper.bring(_episodes(2))
    assert keeper.folder.database(1).read_bytes() == first
    assert keeper.rows("select count(*) from episodes", 1) == [(1,)]
    assert keeper.rows("select count(*) from episodes", 2) == [(2,)]
    assert keeper.rows("select number from release") == [(2,)]


def test_the_ledger_says_what_a_release_was_made_of(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    keeper.bring(_episodes(1))
    entry = read_entry(keeper.folder, 2)
    assert entry["previous"] == 1
    assert entry["changes"] == {"new": 1}
    assert entry["tables"]["episodes"]["rows"] == 5
    (file,) = entry["intake"]["files"]
    assert (file["read"], file["accepted"], file["rejected"], file["blank"]) == (1, 1, 0, 0)
    assert not entry["synthetic"]


def test_undo_goes_back_one_by_one(keeper: Keeper) -> None:
    _three(keeper)
    assert undo(keeper.folder) == (3, 2)
    assert undo(keeper.folder) == (2, 1)
    assert keeper.folder.current() == 1
    assert keeper.rows("select episode_key from episodes") == [("e1",)]
    with pytest.raises(BadInput, match="Release 1 has none before it"):
        undo(keeper.folder)
    assert keeper.folder.current() == 1
    assert check(keeper.folder) == []


def test_an_undone_number_is_never_used_again(keeper: Keeper) -> None:
    _three(keeper)
    undo(keeper.folder)
    undo(keeper.folder)
    assert keeper.bring(_episodes(9)).number == 4
    assert keeper.rows("select episode_key from episodes order by all") == [("e1",), ("e9",)]
    assert read_entry(keeper.folder, 4)["previous"] == 1
    assert undo(keeper.folder) == (4, 1)
    assert keeper.bring(_episodes(9)).number == 5


def test_of_an_undone_release_only_the_entry_stays(keeper: Keeper) -> None:
    _three(keeper)
    undo(keeper.folder)
    assert keeper.names() == {
        *("current.json", "lock", "salt"),
        *("releases/0001.duckdb", "releases/0001.json"),
        *("releases/0002.duckdb", "releases/0002.json"),
        "releases/0003.undone.json",
    }


def test_undo_in_an_empty_folder_is_refused(keeper: Keeper) -> None:
    with pytest.raises(BadInput, match="no records"):
        undo(keeper.folder)


def test_undo_helps_where_the_current_file_is_gone(keeper: Keeper) -> None:
    _three(keeper)
    keeper.folder.database(3).unlink()
    with pytest.raises(StoreFault, match="Release 3 is missing") as caught:
        keeper.folder.current()
    assert "undo" in caught.value.remedy
    assert undo(keeper.folder) == (3, 2)
    assert keeper.folder.current() == 2


def test_old_releases_are_removed_and_the_ledger_says_so(keeper: Keeper) -> None:
    _three(keeper, keep=1)
    assert not keeper.folder.database(1).exists()
    assert keeper.folder.database(2).exists()
    assert read_entry(keeper.folder, 1)["removed"]
    assert "removed" not in read_entry(keeper.folder, 2)
    assert check(keeper.folder) == []
    assert undo(keeper.folder) == (3, 2)
    with pytest.raises(BadInput, match="none before it that is still kept"):
        undo(keeper.folder)


# What a kill may leave, and what the next writer makes of it.


def _killed_between(keeper: Keeper, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import a second file and stop where the pointer or the ledger entry would be written."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moment, stop)
        with pytest.raises(KeyboardInterrupt):
            keeper.bring(_episodes(2))


@pytest.mark.parametrize(
    "moment",
    [
        "dashboard.store.history.sync_file",
        "dashboard.store.history.write_entry",
        "dashboard.store.folder.write_whole",
    ],
)
def test_before_the_pointer_moves_the_old_release_is_current(
    keeper: Keeper, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.bring(_episodes(1))
    before = keeper.names()
    _killed_between(keeper, moment, monkeypatch)
    assert keeper.folder.current() == 1
    assert check(keeper.folder) == []
    assert keeper.bring(_episodes(3)).number == 2
    assert keeper.names() == before | {"releases/0002.duckdb", "releases/0002.json"}
    assert keeper.rows("select episode_key from episodes order by all") == [("e1",), ("e3",)]


def test_leftovers_of_a_killed_import_are_swept_away(keeper: Keeper) -> None:
    keeper.bring(_episodes(1))
    before = keeper.names()
    releases = keeper.folder.releases
    for name in ("0002.building.duckdb", "0002.building.duckdb.wal", "0002.json.77.part"):
        (releases / name).write_text("half", encoding="utf-8")
    spilled = releases / "0002.building.duckdb.tmp"
    spilled.mkdir()
    (spilled / "blocks").write_text("half", encoding="utf-8")
    (keeper.folder.root / "current.json.77.part").write_text("half", encoding="utf-8")
    (releases / "0002.duckdb").write_text("never reached", encoding="utf-8")
    (releases / "0002.json").write_text("{}", encoding="utf-8")
    with keeper.folder.writing():
        pass
    assert keeper.names() == before
    assert not spilled.exists()


def test_an_undo_that_was_killed_is_finished(keeper: Keeper) -> None:
    keeper.bring(_episodes(1))
    keeper.bring(_episodes(2))
    keeper.folder.point_at(1)
    assert keeper.bring(_episodes(3)).number == 3
    assert keeper.folder.entries(undone=True) == [2]
    assert not keeper.folder.database(2).exists()
    assert check(keeper.folder) == []


def test_the_pointer_is_old_or_new_whatever_happens(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.bring(_episodes(1))
    pointer = keeper.folder.root / "current.json"
    before = pointer.read_text(encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", _refuse)
        with pytest.raises(OSError, match="no"):
            keeper.folder.point_at(2)
    assert pointer.read_text(encoding="utf-8") == before
    keeper.folder.point_at(2)
    assert json.loads(pointer.read_text(encoding="utf-8")) == {"release": 2, "last": 2}


def _refuse(*_: object) -> None:
    raise OSError("no")


def test_nothing_is_published_without_its_ledger_entry(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    part = keeper.file("part", "x")
    assert part is not None
    keeper.folder.releases.mkdir(parents=True)
    monkeypatch.setattr("dashboard.store.history.write_entry", lambda *_: order.append("entry"))
    monkeypatch.setattr(Folder, "point_at", lambda *_: order.append("pointer"))
    publish(keeper.folder, part, 1, {})
    assert order == ["entry", "pointer"]
    assert keeper.folder.database(1).exists()


@pytest.mark.parametrize("text", ["", "?", "{}", "[1]", '{"release": "x"}', '{"release": null}'])
def test_a_pointer_that_says_nothing_is_said(keeper: Keeper, text: str) -> None:
    keeper.bring(_episodes(1))
    (keeper.folder.root / "current.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreFault, match="cannot be read"):
        keeper.folder.current()
    with pytest.raises(StoreFault, match="cannot be read"):
        keeper.bring(_episodes(2))
    assert keeper.folder.database(1).exists()
