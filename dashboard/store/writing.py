"""Write so that a kill at any moment leaves the old or the new, and say it where the disk refuses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.errors import StoreFault


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Write `text` to `path`: a kill leaves the old file or the new one, whole and on the disk."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.touch(mode)
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make sure that what is in the file is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the names in `folder` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def writing_faults(what: str) -> Iterator[None]:
    """Within the block, what do a full disk, missing permissions and the like turn into?

    Raises
    ------
    StoreFault
        In place of the operating system's error, or the database's.
    """
    remedy = "Make room on the disk, or mend the permissions of the data folder."
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreFault(f"{what} cannot be written: {reason}.", remedy) from error
    except duckdb.IOException as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise StoreFault(f"{what} cannot be written: {reason}.", remedy) from error
    except duckdb.OutOfMemoryException:
        remedy = "Close other programs, or make room on the disk, and try again."
        raise StoreFault(f"{what} cannot be written: memory ran out.", remedy) from None
    except duckdb.Error as error:
        # Its text may quote values, so only its kind is told.
        remedy = "Report this: it is a fault of the program."
        raise StoreFault(f"{what} cannot be made ({type(error).__name__}).", remedy) from None
