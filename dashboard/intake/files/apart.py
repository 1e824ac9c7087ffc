"""How is a file of strangers opened so that it cannot take the dashboard down with it?

In a process of its own (`parsing`), with limits on time, memory and what it writes. The two speak
through files in a folder that nobody else has: a task, an answer, and records as plain text. Where
that process dies, whatever of, the file is refused and nothing else happens.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard.intake import faults
from dashboard.intake.faults import UnreadableFile

# Seconds that every file may take, and more for each megabyte: ten times what an honest one needs.
SECONDS = 60.0
SECONDS_A_MEGABYTE = 1.0
# Address space. An honest workbook of 50 MB needs a third of it.
MEMORY = 3 << 30
TASK, ANSWER = "task.json", "answer.json"
_ROOT = Path(__file__).resolve().parents[3]
# By name, so that what comes back from the other process makes nothing else.
_REFUSALS = {
    kind.__name__: kind
    for kind in (
        faults.UnreadableFile,
        faults.BadProfile,
        faults.LooksLikeIdentity,
        faults.AmbiguousDates,
    )
}


def ask_apart(
    task: str, path: Path, folder: Path, details: Mapping[str, Any], *, seconds: float | None = None
) -> Mapping[str, Any]:
    """What does the process apart say to this task, one of `parsing.TASKS`, on the file at `path`?

    Parameters
    ----------
    folder
        An empty folder, for this task alone.
    details
        What else it needs to know: text, numbers, lists and mappings.
    seconds
        In place of what is allowed for a file of this size.

    Raises
    ------
    BadInput
        If it refuses the file, dies, or takes too long.
    """
    allowed = seconds or SECONDS + SECONDS_A_MEGABYTE * path.stat().st_size / 1e6
    given = {
        "task": task,
        "path": str(path.resolve()),
        "seconds": allowed,
        "memory": MEMORY,
        "details": details,
    }
    (folder / TASK).write_text(json.dumps(given), encoding="utf-8")
    known = os.environ.get("PYTHONPATH")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(_ROOT), known] if known else [str(_ROOT)]),
        "OPENBLAS_NUM_THREADS": "1",
    }
    try:
        ended = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "dashboard.intake.files.parsing", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=allowed,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_long(allowed) from None
    return _answer(folder, ended.returncode, allowed)


def _answer(folder: Path, status: int, allowed: float) -> Mapping[str, Any]:
    try:
        told = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = None
    if status != 0 or not isinstance(told, dict):
        # SIGXCPU: the limit on processor time.
        raise _too_long(allowed) if status == -24 else _gave_up()
    if "refused" in told:
        kind, what, remedy = told["refused"]
        raise _REFUSALS.get(kind, UnreadableFile)(what, remedy)
    answer: Mapping[str, Any] = told["answer"]
    return answer


def _too_long(allowed: float) -> UnreadableFile:
    return UnreadableFile(
        f"Reading it took longer than {allowed:,.0f} seconds, and was ended.",
        "Export fewer columns or years at a time, or export as CSV.",
    )


def _gave_up() -> UnreadableFile:
    return UnreadableFile(
        "The file could not be opened: it is damaged, or needs more memory than is allowed.",
        "Open it in the program that wrote it and save it again, or export the records as CSV.",
    )
