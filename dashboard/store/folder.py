"""The data folder: where are the releases, which one is current, and who is writing?"""

from __future__ import annotations

import fcntl
import json
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import StoreFault
from dashboard.store.writing import write_whole, writing_faults

_RELEASE_FILE = re.compile(r"(?P<number>\d{4,})\.duckdb")
_LEDGER_FILE = re.compile(r"(?P<number>\d{4,})(?P<undone>\.undone)?\.json")
_RESTORE = "Restore the data folder from a backup."


@dataclass(frozen=True)
class Pointer:
    """Which release is current, and which number was the last to be used, undone ones included?"""

    release: int
    last: int


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

    def pointer(self) -> Pointer | None:
        """Where does the pointer point? None in an empty folder.

        Raises
        ------
        StoreFault
            If it cannot be read.
        """
        path = self.root / "current.json"
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return Pointer(int(told["release"]), int(told.get("last", told["release"])))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreFault(f"The pointer {path} cannot be read: {error}.", _RESTORE) from error

    def current(self) -> int | None:
        """Which release is current? None in an empty folder.

        Raises
        ------
        StoreFault
            If the pointer cannot be read, or points at a release that is not there.
        """
        pointer = self.pointer()
        if pointer is None:
            return None
        if not self.database(pointer.release).is_file():
            raise StoreFault(
                f"Release {pointer.release} is missing from {self.releases}.",
                f"{_RESTORE[:-1]}, or go back one release: “python -m dashboard undo”.",
            )
        return pointer.release

    def point_at(self, number: int) -> None:
        """Make release `number` the current one, at once and for good.

        A reader sees the old pointer or the new one.
        """
        before = self.pointer()
        last = max(number, before.last if before else 0)
        told = json.dumps({"release": number, "last": last})
        write_whole(self.root / "current.json", told + "\n")

    def entries(self, *, undone: bool = False) -> list[int]:
        """Which release numbers have a ledger entry, in order?"""
        found = (_LEDGER_FILE.fullmatch(path.name) for path in self.releases.glob("*.json"))
        return sorted(
            int(match["number"]) for match in found if match and bool(match["undone"]) == undone
        )

    def next_number(self) -> int:
        """Which number does the next release get? Never one that counted once, even if undone."""
        pointer = self.pointer()
        used = [pointer.last if pointer else 0, *self.entries(), *self.entries(undone=True)]
        return max(used) + 1

    def sweep(self) -> None:
        """Clear away what a killed program left: half-built files, what the pointer never reached.

        A release that the pointer did reach, and left, was being undone: its entry stays, as such.
        """
        pointer = self.pointer() or Pointer(0, 0)
        for path in [*self.root.glob("*.part"), *self.releases.iterdir()]:
            release = _RELEASE_FILE.fullmatch(path.name)
            entry = _LEDGER_FILE.fullmatch(path.name)
            if ".building" in path.name or path.name.endswith(".part"):
                remove(path)
            elif release and int(release["number"]) > pointer.release:
                path.unlink()
            elif entry and not entry["undone"] and int(entry["number"]) > pointer.release:
                number = int(entry["number"])
                if number <= pointer.last:
                    path.replace(self.entry(number, undone=True))
                else:
                    path.unlink()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder for writing, alone; whoever comes second is told so.

        Raises
        ------
        StoreFault
            If another process is importing, or the folder cannot be written.
        """
        with writing_faults(f"The data folder {self.root}"):
            self.releases.mkdir(parents=True, exist_ok=True)
            lock = (self.root / "lock").open("w", encoding="utf-8")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise StoreFault(
                    f"Another import is writing to {self.root}.",
                    "Wait until it has ended, then try again.",
                ) from error
            with writing_faults(f"The data folder {self.root}"):
                self.sweep()
            yield

    def salt(self) -> bytes:
        """Which secret keys the hashes of this folder? A new one each time, until one is kept.

        Raises
        ------
        StoreFault
            If the file of the salt cannot be read, or is no salt.
        """
        path = self.root / "salt"
        try:
            salt = bytes.fromhex(path.read_text(encoding="utf-8").strip())
        except FileNotFoundError:
            return secrets.token_bytes(32)
        except (OSError, ValueError) as error:
            raise StoreFault(f"The salt {path} cannot be read: {error}.", _RESTORE) from error
        if not salt:
            raise StoreFault(f"The salt {path} is empty.", _RESTORE)
        return salt

    def keep_salt(self, salt: bytes) -> None:
        """Keep the secret, so that later files link up; readable by the owner only."""
        path = self.root / "salt"
        if not path.is_file():
            self.root.mkdir(parents=True, exist_ok=True)
            write_whole(path, salt.hex() + "\n", mode=0o600)

    def forget_salt(self) -> None:
        """Forget the secret: no later file's hashed keys can equal those of the records."""
        (self.root / "salt").unlink(missing_ok=True)

    @property
    def pseudonymised(self) -> bool:
        """Can later files still be linked, because the salt of the hashed keys is kept?"""
        return (self.root / "salt").is_file()


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it (DuckDB's spilled blocks)."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
