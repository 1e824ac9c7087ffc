"""Forgetting the salt: afterwards no later file can be linked, and nothing of before is left."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dashboard.errors import BadInput, StoreFault
from dashboard.store import check, read_entry, undo
from tests.store.keeping import COMPLICATIONS, EPISODES, Keeper

HASHING = """
    hash = ["patient_key", "episode_key"]
"""
KEYS = "select patient_key, episode_key from episodes"
# Everything but the keys, and which complications an episode has.
CONTENTS = """
    select episodes.* exclude (patient_key, episode_key), list(complication order by complication)
    from episodes left join complications on complications.episode_key = episodes.episode_key
    group by all order by all
"""
HEX = 32


def test_hashed_keys_link_while_the_salt_is_kept(keeper: Keeper) -> None:
    keeper.bring(EPISODES, profile=HASHING)
    assert keeper.folder.pseudonymised
    assert {len(key) for row in keeper.rows(KEYS) for key in row} == {HEX}
    assert keeper.bring(EPISODES, profile=HASHING).changes == {"unchanged": 4}


def test_only_the_owner_reads_the_salt(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    mode = (keeper.folder.root / "salt").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.parametrize("profile", [None, HASHING], ids=["as given", "hashed"])
def test_after_forgetting_no_file_links(keeper: Keeper, profile: str | None) -> None:
    keeper.bring(EPISODES, profile=profile)
    before = {key for row in keeper.rows(KEYS) for key in row}
    assert keeper.bring(EPISODES, profile=profile, forget_salt=True).changes == {"unchanged": 4}
    assert not keeper.folder.pseudonymised
    after = {key for row in keeper.rows(KEYS) for key in row}
    assert not before & after
    assert not {"anna", "ben", "a1"} & after
    # The same file is not recognised: its episodes are new beside those that were there.
    assert keeper.bring(EPISODES, profile=profile).changes == {"new": 4}
    assert keeper.rows("select count(*) from episodes") == [(8,)]


def test_what_the_records_say_stays(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS)
    contents = keeper.rows(CONTENTS)
    facts = keeper.rows("select * exclude (patient, episode) from facts order by all")
    keeper.bring(EPISODES, COMPLICATIONS, forget_salt=True)
    assert keeper.rows(CONTENTS) == contents
    assert keeper.rows("select * exclude (patient, episode) from facts order by all") == facts
    # Episodes of one patient stay together.
    of_patients = "select count(*) from episodes group by patient_key order by all"
    assert keeper.rows(of_patients) == [(1,), (1,), (2,)]


def test_new_keys_are_drawn_anew_each_time(keeper: Keeper) -> None:
    keeper.bring(EPISODES, forget_salt=True)
    first = {key for row in keeper.rows(KEYS) for key in row}
    keeper.bring(EPISODES, forget_salt=True, replace=True)
    assert not first & {key for row in keeper.rows(KEYS) for key in row}


def test_the_order_of_the_rows_tells_nothing(keeper: Keeper) -> None:
    keeper.bring(EPISODES, COMPLICATIONS, forget_salt=True)
    episodes = keeper.rows("select episode_key from episodes order by rowid")
    complications = keeper.rows("select episode_key from complications order by rowid")
    assert episodes == sorted(episodes)
    assert complications == sorted(complications)


def test_no_old_key_is_left_on_the_disk(keeper: Keeper) -> None:
    # Long enough not to be compressed away, and not to be there by chance.
    marked = EPISODES.replace("anna", "anna-of-the-long-key").replace("a1", "episode-a1-long-key")
    keeper.bring(marked)
    assert any(b"of-the-long-key" in path.read_bytes() for path in _files(keeper))
    keeper.bring(marked, forget_salt=True)
    for path in _files(keeper):
        assert b"of-the-long-key" not in path.read_bytes()
        assert b"a1-long-key" not in path.read_bytes()


def test_releases_before_are_removed_and_the_ledger_says_why(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    keeper.bring(EPISODES)
    spilled = keeper.folder.releases / "0001.duckdb.tmp"
    spilled.mkdir()
    (spilled / "blocks").write_text("of a dashboard that was killed", encoding="utf-8")
    keeper.bring(EPISODES, forget_salt=True)
    assert keeper.names() == {
        *("current.json", "lock"),
        *("releases/0001.json", "releases/0002.json"),
        *("releases/0003.json", "releases/0003.duckdb"),
    }
    assert read_entry(keeper.folder, 1)["removed"] == "the salt was forgotten"
    assert read_entry(keeper.folder, 3)["forgot_salt"]
    assert check(keeper.folder) == []


def test_there_is_nothing_to_go_back_to(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    keeper.bring(EPISODES, forget_salt=True)
    with pytest.raises(BadInput, match="forgot the salt") as caught:
        undo(keeper.folder)
    assert "nothing to go back to" in caught.value.remedy
    # What comes after it can be undone as ever.
    keeper.bring(EPISODES)
    assert undo(keeper.folder) == (3, 2)


def test_a_kill_before_the_rest_was_forgotten_is_made_up_for(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.bring(EPISODES)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("dashboard.store.folder.Folder.forget_salt", stop)
        with pytest.raises(KeyboardInterrupt):
            keeper.bring(EPISODES, forget_salt=True)
    assert keeper.folder.current() == 2
    # Until then the old word stands, and it is true.
    assert "salt" in keeper.names()
    with pytest.raises(BadInput, match="forgot the salt"):
        undo(keeper.folder)
    assert keeper.names().isdisjoint({"salt", "releases/0001.duckdb"})


def test_a_salt_that_is_forgotten_at_once_is_never_written(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bytes] = []
    monkeypatch.setattr(
        "dashboard.store.folder.Folder.keep_salt", lambda _, salt: kept.append(salt)
    )
    keeper.bring(EPISODES, profile=HASHING, forget_salt=True)
    assert kept == []
    keeper.bring(EPISODES, profile=HASHING)
    assert len(kept) == 1


def test_a_refused_import_keeps_no_salt(keeper: Keeper) -> None:
    keeper.bring(EPISODES, forget_salt=True)
    with pytest.raises(BadInput):
        keeper.bring("what,is,this\n1,2,3\n")
    keeper.bring(EPISODES, dry_run=True)
    assert not keeper.folder.pseudonymised


@pytest.mark.parametrize("text", ["", "not hexadecimal\n"])
def test_a_salt_that_is_none_is_said(keeper: Keeper, text: str) -> None:
    keeper.bring(EPISODES)
    (keeper.folder.root / "salt").write_text(text, encoding="utf-8")
    with pytest.raises(StoreFault, match="salt"):
        keeper.bring(EPISODES)
    assert keeper.folder.current() == 1


def _files(keeper: Keeper) -> list[Path]:
    return [path for path in keeper.folder.root.rglob("*") if path.is_file()]
