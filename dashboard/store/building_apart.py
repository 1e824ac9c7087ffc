"""The next release, built for somebody at a page: in a process apart, so that no file takes the dashboard down.

The two speak through files in a folder that nobody else has: a task, how far it has come, an answer. Where
that process dies, whatever of, the current release stays: a release takes its place only when it is whole.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dashboard.errors import BadInput, DashboardError, StoreFault
from dashboard.intake.files.parsing import limit
from dashboard.intake.summary import FileSummary, ImportRequest, IntakeSummary, RuleCount
from dashboard.intake.tallies import Tallies
from dashboard.store.building import Built, build
from dashboard.store.folder import Folder

# Seconds for the release that is there, and more for each megabyte of the file: many times what is needed.
SECONDS = 600.0
SECONDS_A_MEGABYTE = 10.0
# Address space; what a release of ten million episodes needs, and half as much again.
_MEMORY = 6 << 30
_TASK, _PROGRESS, _ANSWER = "task.json", "progress.json", "answer.json"
_ROOT = Path(__file__).resolve().parents[2]
_PAUSE = 0.1
# By name, so that what comes back from the other process makes nothing else.
_ERRORS: Mapping[str, type[DashboardError]] = {"BadInput": BadInput, "StoreFault": StoreFault}


def build_apart(
    folder: Folder,
    request: ImportRequest,
    *,
    dry_run: bool,
    keep: int,
    seconds: float | None = None,
) -> Built:
    """What would come, or came, of an import? As `build` says it, but for the tallies of the ledger.

    Parameters
    ----------
    seconds
        In place of what is allowed for files of this size.

    Raises
    ------
    BadInput
        If the files cannot be taken in, or the process dies of them or takes too long. The current release is
        untouched.
    StoreFault
        As `build` does.
    """
    files = [path for path in (request.episodes, request.complications, request.profile) if path]
    size = sum(path.stat().st_size for path in files)
    allowed = seconds or SECONDS + SECONDS_A_MEGABYTE * size / 1e6
    task = {
        "root": str(folder.root.resolve()),
        "files": [str(path.resolve()) if path else None for path in _files(request)],
        "until": request.until,
        "dry_run": dry_run,
        "keep": keep,
        "seconds": allowed,
    }
    with tempfile.TemporaryDirectory(prefix="build-") as place:
        (Path(place) / _TASK).write_text(json.dumps(task), encoding="utf-8")
        _wait(Path(place), request, allowed)
        return _answer(Path(place))


def _files(request: ImportRequest) -> tuple[Path | None, ...]:
    return request.episodes, request.complications, request.profile


def _wait(place: Path, request: ImportRequest, allowed: float) -> None:
    """Let the process apart do it, and tell how far it has come."""
    known = os.environ.get("PYTHONPATH")
    paths = [str(_ROOT), known] if known else [str(_ROOT)]
    started = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", __name__, str(place)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    ) as process:
        while process.poll() is None:
            if time.monotonic() - started > allowed:
                process.kill()
                raise BadInput(
                    f"Taking it in took longer than {allowed:,.0f} seconds, and was ended. Nothing was changed.",
                    "Export fewer columns or years at a time, or import it on the command line.",
                )
            _tell(place, request)
            time.sleep(_PAUSE)


def _tell(place: Path, request: ImportRequest) -> None:
    try:
        step, share = json.loads((place / _PROGRESS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return  # Not there yet, or just being written.
    request.progress(str(step), float(share))


def _answer(place: Path) -> Built:
    try:
        told = json.loads((place / _ANSWER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadInput(
            "The import was ended by the system: the file is damaged, or needs more memory than is allowed. "
            "Nothing was changed.",
            "Save the file anew in the program that wrote it, or import it on the command line.",
        ) from None
    if "refused" in told:
        kind, what, remedy = told["refused"]
        raise _ERRORS.get(kind, BadInput)(what, remedy)
    summary = told["summary"]
    lists = {name: tuple(summary[name]) for name in ("notes", "not_identifying")}
    files = tuple(_file(file) for file in summary["files"])
    rules = tuple(RuleCount(**rule) for rule in summary["rules"])
    return Built(
        told["number"],
        IntakeSummary(**{**summary, **lists, "files": files, "rules": rules, "tallies": Tallies()}),
        told["changes"],
        [tuple(row) for row in told["rejects"]],
        told["replaced_sample"],
    )


def _file(told: Mapping[str, Any]) -> FileSummary:
    lists = {name: tuple(told[name]) for name in ("ignored", "commas")}
    return FileSummary(**{**told, **lists})


def main() -> None:
    """In the process apart: do the task in the folder, and write the answer."""
    place = Path(sys.argv[1])
    task = json.loads((place / _TASK).read_text(encoding="utf-8"))
    limit(seconds=task["seconds"], memory=_MEMORY, written=None)

    def tell(step: str, share: float) -> None:
        (place / _PROGRESS).write_text(json.dumps([step, share]), encoding="utf-8")

    episodes, complications, profile = (Path(path) if path else None for path in task["files"])
    request = ImportRequest(episodes, complications, profile, task["until"], progress=tell)
    try:
        built = build(
            Folder(Path(task["root"])), request, dry_run=task["dry_run"], keep=task["keep"]
        )
        told = asdict(replace(built, summary=replace(built.summary, tallies=Tallies())))
    except DashboardError as refusal:
        kind = "StoreFault" if isinstance(refusal, StoreFault) else "BadInput"
        told = {"refused": [kind, refusal.what, refusal.remedy]}
    part = place / f"{_ANSWER}.part"
    part.write_text(json.dumps(told, default=str), encoding="utf-8")
    part.replace(place / _ANSWER)


if __name__ == "__main__":
    main()
