"""The process apart: `python -m dashboard.intake.files.parsing FOLDER` does the task in the folder.

Started by `apart` only. It sets its own limits before it opens anything, and answers in a file.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.errors import BadInput
from dashboard.intake.files.apart import ANSWER, TASK
from dashboard.intake.files.converting import convert_here
from dashboard.intake.files.form import Form
from dashboard.intake.files.looking import look_at, preview_of
from dashboard.intake.files.plain import MOST_WRITTEN
from dashboard.intake.files.surveying import closeness, survey, survey_cut

Answer = Mapping[str, Any]
# Between the limit at which the process is told and the one at which it is killed.
_GRACE = 5


def convert(path: Path, folder: Path, details: Mapping[str, Any]) -> Answer:
    """Which records does a workbook or a Parquet file hold? Written to `target` as plain text."""
    form, known = Form(**details["form"]), frozenset(details["known"])
    return asdict(convert_here(details["format"], path, folder / details["target"], form, known))


TASKS: Mapping[str, Callable[[Path, Path, Mapping[str, Any]], Answer]] = {
    "closeness": closeness,
    "convert": convert,
    "preview": preview_of,
    "recognise": look_at,
    "survey": survey,
    "survey_cut": survey_cut,
}


def main() -> None:
    """Do the task, and write the answer."""
    folder = Path(sys.argv[1])
    given = json.loads((folder / TASK).read_text(encoding="utf-8"))
    limit(seconds=given["seconds"], memory=given["memory"])
    try:
        answer = TASKS[given["task"]](Path(given["path"]), folder, given["details"])
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
