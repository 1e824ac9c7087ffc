"""The releases one after another: put the next in place, go back one, remove what is not kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard.errors import BadInput
from dashboard.store.folder import Folder, remove
from dashboard.store.ledger import read_entry, sha256_of, write_entry
from dashboard.store.writing import sync_file, sync_folder, writing_faults


def publish(folder: Folder, part: Path, number: int, entry: dict[str, Any]) -> None:
    """Put the finished file `part` in place as release `number`, and make it the current one.

    First the file, then its ledger entry, last the pointer: a kill in between leaves the release
    before as the current one, and the next import sweeps away what was left.
    """
    path = folder.database(number)
    sync_file(part)
    part.replace(path)
    sync_folder(path.parent)
    write_entry(folder, number, {**entry, "sha256": sha256_of(path)})
    folder.point_at(number)


def undo(folder: Folder) -> tuple[int, int]:
    """Go back to the release before the current one; returns (undone, now current).

    Raises
    ------
    BadInput
        If there is none, or the one before is no longer kept.
    StoreFault
        If the folder cannot be written.
    """
    with folder.writing():
        finish_forgetting(folder)
        pointer = folder.pointer()
        if pointer is None:
            raise BadInput(f"There are no records in {folder.root}.", "There is nothing to undo.")
        number = pointer.release
        entry = read_entry(folder, number)
        previous = entry["previous"]
        if entry.get("forgot_salt") and previous is not None:
            raise BadInput(
                f"Release {number} forgot the salt: those before it, which had linkable keys, "
                "were removed.",
                "There is nothing to go back to.",
            )
        if previous is None or not folder.database(previous).is_file():
            raise BadInput(
                f"Release {number} has none before it that is still kept.",
                "There is nothing to go back to.",
            )
        with writing_faults(f"The data folder {folder.root}"):
            folder.point_at(previous)
            # The pointer has moved: what lies beyond it is cleared away as after a kill.
            folder.sweep()
        return number, previous


def remove_old(folder: Folder, keep: int) -> None:
    """Keep the `keep` latest releases before the current one, and remove the files of the others."""
    before = [number for number in folder.entries() if number != folder.current()]
    _remove(folder, before[:-keep] if keep else before, "old")


def finish_forgetting(folder: Folder) -> None:
    """If the current release forgot the salt: forget it, and remove the releases before.

    Their keys can still be linked. Done after the pointer has moved, and again by whoever writes
    next, in case a kill came in between.
    """
    pointer = folder.pointer()
    if pointer is None or not read_entry(folder, pointer.release).get("forgot_salt"):
        return
    folder.forget_salt()
    before = [number for number in folder.entries() if number < pointer.release]
    _remove(folder, before, "the salt was forgotten")


def _remove(folder: Folder, numbers: list[int], reason: str) -> None:
    for number in numbers:
        entry = read_entry(folder, number)
        if not entry.get("removed"):
            # The ledger says so first: a kill in between leaves a file too many, never a gap.
            write_entry(folder, number, {**entry, "removed": reason})
        # With what a killed dashboard may have spilled beside it.
        for file in folder.releases.glob(f"{number:04d}.duckdb*"):
            remove(file)
