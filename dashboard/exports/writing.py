"""How do files reach a folder whole, or not at all?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from dashboard.errors import BadInput


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`: a kill at any moment leaves the old file or the new one, whole.

    Raises
    ------
    BadInput
        If it cannot be written there.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` (name → contents) into `folder`, in their order.

    The folder is made where it is not there. Files of the same names are replaced; others in the
    folder stay as they are.

    Raises
    ------
    BadInput
        If the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    for name, data in files.items():
        write_file(folder / name, data)


def _unwritable(path: Path, error: OSError) -> BadInput:
    return BadInput(
        f"{path} cannot be written: {error.strerror or error}.",
        "Choose another place, mend its permissions, or make room on the disk.",
    )
