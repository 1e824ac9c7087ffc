"""The data folder: where are the releases, which one is current, and who is writing?"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import StoreFault

_RELEASE_FILE = re.compile(r"(?P<number>\d{4,})\.duckdb")
_LEDGER_FILE = re.compile(r"(?P<number>\d{4,})(?P<undone>\.undone)?\.json")


@dataclass(frozen=True)
class Folder:
    """Which files make up the store below `root`?

    ``current.json`` points at the current release; ``releases/NNNN.duckdb`` is a release and
    ``NNNN.json`` its ledger entry (``NNNN.undone.json`` after `undo`); ``salt`` keys the hashes;
    ``lock`` is held by whoever writes.
    """

    root: Path

    @property
    def releases(self) -> Path:
        """Where do the releases and their ledger entries lie?"""
        return self.root / "releases"

    def database(self, number: int) -> Path:
        """Which file is release `number`?"""
        return self.releases / f"{number:04d}.duckdb"

    def entry(self, number: int, *, undone: bool = False) -> Path:
        """Which file is the ledger entry of release `number`?"""
        return self.releases / f"{number:04d}{'.undone' if undone else ''}.json"

    def current(self) -> int | None:
        """Which release is current? None in an empty folder.

        Raises
        ------
        StoreFault
            If the pointer cannot be read, or points at a release that is not there.
        """
        pointer = self.root / "current.json"
        try:
            number = int(json.loads(pointer.read_text(encoding="utf-8"))["release"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreFault(
                f"The pointer {pointer} cannot be read: {error}.",
                "Restore the data folder from a backup.",
            ) from error
        if not self.database(number).is_file():
            raise StoreFault(
                f"Release {number} is missing from {self.releases}.",
                "Restore the data folder from a backup.",
            )
        return number

    def point_at(self, number: int) -> None:
        """Make release `number` the current one, at once and for good: a reader sees the old pointer or the new one."""
        write_whole(self.root / "current.json", json.dumps({"release": number}) + "\n")

    def entries(self, *, undone: bool = False) -> list[int]:
        """Which release numbers have a ledger entry, in order?"""
        found = (_LEDGER_FILE.fullmatch(path.name) for path in self.releases.glob("*.json"))
        return sorted(
            int(match["number"]) for match in found if match and bool(match["undone"]) == undone
        )

    def next_number(self) -> int:
        """Which number does the next release get? Never one that was used before, even by an undone release."""
        used = [self.current() or 0, *self.entries(), *self.entries(undone=True)]
        return max(used) + 1

    def sweep(self) -> None:
        """Remove what a killed import left behind: half-built files, and releases that the pointer never reached."""
        acknowledged = self.current() or 0
        for path in self.releases.iterdir():
            release = _RELEASE_FILE.fullmatch(path.name)
            entry = _LEDGER_FILE.fullmatch(path.name)
            orphan = (release and int(release["number"]) > acknowledged) or (
                entry and not entry["undone"] and int(entry["number"]) > acknowledged
            )
            if orphan or ".building" in path.name or path.name.endswith(".part"):
                path.unlink()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder for writing, alone; whoever comes second is told so.

        Raises
        ------
        StoreFault
            If another process is importing, or the folder cannot be written.
        """
        try:
            self.releases.mkdir(parents=True, exist_ok=True)
            lock = (self.root / "lock").open("w", encoding="utf-8")
        except OSError as error:
            raise StoreFault(
                f"The data folder {self.root} cannot be written: {error.strerror}.",
                "Choose another with --data, or mend its permissions.",
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise StoreFault(
                    f"Another import is writing to {self.root}.",
                    "Wait until it has ended, then try again.",
                ) from error
            self.sweep()
            yield

    def salt(self) -> bytes:
        """Which secret keys the hashes of this folder? Made at the first call; readable by the owner only."""
        path = self.root / "salt"
        if not path.is_file():
            self.root.mkdir(parents=True, exist_ok=True)
            write_whole(path, secrets.token_hex(32) + "\n", mode=0o600)
        return bytes.fromhex(path.read_text(encoding="utf-8").strip())

    def forget_salt(self) -> None:
        """Forget the secret: from now on no later file can be linked to these records."""
        (self.root / "salt").unlink(missing_ok=True)

    @property
    def pseudonymised(self) -> bool:
        """Can later files still be linked, because the salt of the hashed keys is kept?"""
        return (self.root / "salt").is_file()


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Write `text` to `path`: a kill at any moment leaves the old file or the new one, whole and on the disk."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.touch(mode)
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in `folder` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
