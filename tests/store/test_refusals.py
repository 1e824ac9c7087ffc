"""Where the folder cannot be written: one message with what to do, and the release as it was."""

from __future__ import annotations

import errno
import multiprocessing
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import BadInput, StoreFault
from dashboard.intake.summary import ImportRequest
from dashboard.store import Folder, build, build_apart, check, undo
from dashboard.store.writing import writing_faults
from tests.store.keeping import EPISODES, Keeper

# A process that shares nothing with this one, above all not its locks.
_PROCESSES = multiprocessing.get_context("spawn")


def _hold(root: Path, said: Connection) -> None:
    """Hold the folder for writing until told to let go."""
    with Folder(root).writing():
        said.send("held")
        said.recv()


@contextmanager
def _held(root: Path) -> Iterator[None]:
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_hold, args=(root, theirs))
    process.start()
    # With our copy closed, a process that dies is noticed: else its word would be waited for in vain.
    theirs.close()
    try:
        assert ours.recv() == "held"
        yield
    finally:
        ours.send("let go")
        process.join()


def test_a_second_writer_is_told(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    with _held(keeper.folder.root):
        for attempt in (keeper.bring, lambda: undo(keeper.folder)):
            with pytest.raises(StoreFault, match="Another import is writing") as caught:
                attempt()
            assert "Wait" in caught.value.remedy
        # Readers are not held up.
        assert keeper.folder.current() == 1
        assert check(keeper.folder) == []
    assert keeper.bring(EPISODES).number == 2


def _import_with_room_for(size: int, request: ImportRequest, root: Path, said: Connection) -> None:
    """Import where no file may grow beyond `size` bytes: what a full disk does, without one."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        build(Folder(root), request)
    except StoreFault as fault:
        said.send(str(fault))
    else:
        said.send("")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_a_full_disk_leaves_the_release_as_it_was(keeper: Keeper, share: float) -> None:
    keeper.bring(EPISODES)
    before = {name: (keeper.folder.root / name).read_bytes() for name in keeper.names()}
    rows = [f"p{number},2026-01,peel,10,e{number}" for number in range(5_000)]
    header = "patient_key,start_month,treatment,last_seen_day,episode_key"
    file = keeper.file("many.csv", "\n".join([header, *rows, ""]).encode())
    # What the release would take: by share of it the disk fills up early or late.
    room = int(share * 2_400_000)
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(
        target=_import_with_room_for,
        args=(room, ImportRequest(file, until="2026-09"), keeper.folder.root, theirs),
    )
    process.start()
    theirs.close()
    message = ours.recv()
    process.join()
    assert "written" in message
    assert "disk" in message
    assert {name: (keeper.folder.root / name).read_bytes() for name in keeper.names()} == before
    assert check(keeper.folder) == []
    assert keeper.bring(EPISODES).number == 2


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreFault, match="cannot be written") as caught:
        build(Folder(tmp_path / "file" / "data"), ImportRequest(tmp_path / "none.csv"))
    assert "permissions" in caught.value.remedy


@pytest.mark.parametrize(
    "call",
    ["dashboard.store.building.shutil.copyfile", "dashboard.store.history.write_entry"],
)
def test_a_full_disk_while_copying_or_publishing_is_said(
    keeper: Keeper, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.bring(EPISODES)
    with monkeypatch.context() as patch:
        patch.setattr(call, _no_room)
        with pytest.raises(StoreFault, match="No space left on device"):
            keeper.bring(EPISODES)
    assert keeper.folder.current() == 1
    assert keeper.bring(EPISODES).number == 2


def test_a_release_in_place_is_told_apart_from_one_that_is_not(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.bring(EPISODES)
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.store.building.remove_old", _no_room)
        with pytest.raises(StoreFault, match="Release 2 is in place, but"):
            keeper.bring(EPISODES)
    assert keeper.folder.current() == 2


def test_what_the_database_says_of_values_is_not_told() -> None:
    with pytest.raises(StoreFault, match="ConstraintException") as caught, writing_faults("It"):
        raise duckdb.ConstraintException("Duplicate key: anna")
    assert "anna" not in str(caught.value)
    assert caught.value.__suppress_context__


def _no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


HEADER = "patient_key,start_month,treatment,last_seen_day,episode_key\n"
HARM = "episode_key,complication\na1,scar\n"
NOTHING: dict[str, tuple[str | None, str | None]] = {
    "header alone": (HEADER, None),
    "all rejected": (HEADER + "anna,2026-13,laser,3,a1\n", None),
    "all rejected, with complications": (HEADER + "anna,2026-13,laser,3,x1\n", HARM),
}


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("files", NOTHING)
def test_an_import_of_nothing_leaves_the_release_as_it_was(
    keeper: Keeper, files: str, *, replace: bool
) -> None:
    keeper.bring(EPISODES)
    before = {name: (keeper.folder.root / name).read_bytes() for name in keeper.names()}
    with pytest.raises(BadInput, match=r"No episodes were accepted \(0 of [01] records") as caught:
        keeper.bring(*NOTHING[files], replace=replace)
    assert "Nothing was changed" in caught.value.remedy
    assert {name: (keeper.folder.root / name).read_bytes() for name in keeper.names()} == before
    dry = keeper.bring(*NOTHING[files], replace=replace, dry_run=True)
    assert dry.summary.notes[-1].endswith("The import would be refused.")


def test_complications_alone_are_no_release_of_their_own(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    with pytest.raises(BadInput, match="No episodes were accepted"):
        keeper.bring(None, HARM, replace=True)
    with pytest.raises(BadInput, match=r"No complications were accepted.*no episode with this key"):
        keeper.bring(None, HARM.replace("a1", "x1"))
    assert keeper.bring(None, HARM).changes == {"changed": 1}


def test_sample_records_give_way_to_no_empty_release(keeper: Keeper) -> None:
    keeper.bring(EPISODES, synthetic=True)
    with pytest.raises(BadInput, match="No episodes were accepted"):
        keeper.bring(HEADER)
    assert keeper.folder.current() == 1


def test_the_process_apart_refuses_an_import_of_nothing(keeper: Keeper) -> None:
    keeper.bring(EPISODES)
    file = keeper.file("none.csv", HEADER)
    with pytest.raises(BadInput, match="No episodes were accepted"):
        build_apart(keeper.folder, ImportRequest(file), dry_run=False, keep=3)
    assert keeper.folder.current() == 1
