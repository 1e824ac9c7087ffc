"""The process apart: `python -m dashboard.intake.files.parsing FOLDER` does the task in the folder.

Started by `apart` only. It sets its own limits before it opens anything, and answers in a file.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from dashboard.errors import BadInput
from dashboard.intake.files.apart import ANSWER, TASK
from dashboard.intake.files.plain import MOST_WRITTEN

Task: TypeAlias = Callable[[Path, Path, Mapping[str, Any]], Mapping[str, Any]]
# Between the limit at which the process is told and the one at which it is killed.
_GRACE = 5


# Each as module and function, imported when it is asked for: most of them need the database, which takes as
# long to load as an ordinary workbook takes to convert.
TASKS: Mapping[str, tuple[str, str]] = {
    "closeness": ("surveying", "closeness"),
    "convert": ("converting", "convert"),
    "preview": ("looking", "preview_of"),
    "recognise": ("looking", "look_at"),
    "survey": ("surveying", "survey"),
    "survey_cut": ("surveying", "survey_cut"),
}


def _task(name: str) -> Task:
    module, function = TASKS[name]
    task: Task = getattr(import_module(f"dashboard.intake.files.{module}"), function)
    return task


def main() -> None:
    """Do the task, and write the answer."""
    folder = Path(sys.argv[1])
    given = json.loads((folder / TASK).read_text(encoding="utf-8"))
    limit(seconds=given["seconds"], memory=given["memory"])
    try:
        answer = _task(given["task"])(Path(given["path"]), folder, given["details"])
        told: dict[str, Any] = {"answer": answer}
    except BadInput as refusal:
        told = {"refused": [type(refusal).__name__, refusal.what, refusal.remedy]}
    (folder / ANSWER).write_text(json.dumps(told), encoding="utf-8")


def limit(*, seconds: float, memory: int, written: int | None = MOST_WRITTEN) -> None:
    """Let this process have so much time and memory, and write so much, where the system can hold it to that.

    Windows cannot; there the clock of the process that waits is what remains.
    """
    try:
        import resource
    except ImportError:
        return
    for name, value in (
        ("RLIMIT_CPU", int(seconds) + 1),
        ("RLIMIT_AS", memory),
        ("RLIMIT_FSIZE", written),
        ("RLIMIT_CORE", 0),
    ):
        kind = getattr(resource, name, None)
        # macOS knows limits that it does not take.
        with contextlib.suppress(OSError, ValueError):
            if kind is not None and value is not None:
                resource.setrlimit(kind, (value, value + _GRACE))


if __name__ == "__main__":
    main()
