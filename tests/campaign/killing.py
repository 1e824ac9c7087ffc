"""Kill an import at random moments: is the store whole afterwards, with the old or the new release?"""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.intake.summary import ImportRequest
from dashboard.store import Folder, build, check, open_release
from tests.campaign.throwing import PLAIN, import_command

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "episodes.csv"
# Copies of the sample records in the file that is imported: 24,000 rows.
COPIES = 4
# Rows and fingerprint of each table of a release.
Contents = list[tuple[str, int, str]]


@dataclass
class Killed:
    """What was found after the kills? `faults` is empty where the store was whole each time.

    `old`, `new`: after how many kills which release was current; `too_late`: the import had ended.
    """

    kills: int = 0
    old: int = 0
    new: int = 0
    too_late: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Trial:
    """What is tried: a folder with a release, a file to import, and what each release holds."""

    base: Folder
    file: Path
    plain: Path
    old: Contents
    new: Contents
    # Seconds after its start at which the import begins to write, and at which it ends.
    begins: float
    ends: float


def kill(times: int, seed: int, work: Path) -> Killed:
    """Start an import and kill it (SIGKILL), so many times, each in a fresh copy of the folder.

    Half of the kills come at any moment of its work; the others just after one of the steps that
    count: the release is in place, its ledger entry is written, the pointer has moved.
    """
    dice = random.Random(seed)  # noqa: S311 - not for secrecy
    killed = Killed()
    trial = _prepare(work)
    for number in range(times):
        folder = Folder(Path(shutil.copytree(trial.base.root, work / f"killed_{number}")))
        _kill_once(trial, folder, dice, killed)
        shutil.rmtree(folder.root)
    return killed


def _kill_once(trial: _Trial, folder: Folder, dice: random.Random, killed: Killed) -> None:
    step = dice.choice((None, None, None, *_STEPS))
    # From a little before it opens the folder to its end; or within three milliseconds of a step.
    wait = dice.uniform(0.9 * trial.begins, trial.ends) if step is None else dice.uniform(0, 0.003)
    process = _start(trial.file, folder)
    while step and process.poll() is None and not step(folder):
        time.sleep(0.0002)
    time.sleep(wait)
    process.kill()
    killed.kills += 1
    killed.too_late += process.wait() >= 0
    where = f"kill {killed.kills}, {wait:.4f} s after {step.__name__ if step else 'its start'}"
    try:
        found = _contents(folder)
        killed.old += found == trial.old
        killed.new += found == trial.new
        if found not in (trial.old, trial.new):
            killed.faults.append(f"{where}: neither the old release nor the new: {found}")
        _go_on(trial, folder, where, killed)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not happen
        killed.faults.append(f"{where}: {type(error).__name__}: {error}")


def in_place(folder: Folder) -> bool:
    """Is the file of the new release in place?"""
    return folder.database(2).exists()


def entered(folder: Folder) -> bool:
    """Is its ledger entry written?"""
    return folder.entry(2).exists()


def pointed_at(folder: Folder) -> bool:
    """Has the pointer moved?"""
    pointer = folder.pointer()
    return pointer is not None and pointer.release == 2


_STEPS = (in_place, entered, pointed_at)


def _go_on(trial: _Trial, folder: Folder, where: str, killed: Killed) -> None:
    """All agrees with the ledger, the next import works, and nothing half-built is left."""
    killed.faults += [f"{where}: {fault}" for fault in check(folder)]
    before = folder.current() or 0
    built = build(folder, ImportRequest(trial.plain, until="2026-09"))
    if built.changes != {"new": 2} or built.number != before + 1:
        killed.faults.append(f"{where}: the next import made of it {built}")
    killed.faults += [f"{where}, next import: {fault}" for fault in check(folder)]
    left = [path.name for path in folder.root.rglob("*") if ".building" in path.name]
    left += [path.name for path in folder.root.rglob("*.part")]
    if left:
        killed.faults.append(f"{where}: left behind: {left}")


def _prepare(work: Path) -> _Trial:
    header, *rows = SAMPLE.read_text(encoding="utf-8").splitlines()
    keys = [header.split(",").index(name) for name in ("patient_key", "episode_key")]
    base, whole = Folder(work / "base"), Folder(work / "whole")
    first, many = work / "first.csv", work / "many.csv"
    first.write_text("\n".join([header, *_copies(rows, keys, 1), ""]), encoding="utf-8")
    many.write_text("\n".join([header, *_copies(rows, keys, COPIES), ""]), encoding="utf-8")
    plain = work / "plain.csv"
    plain.write_bytes(PLAIN)
    build(base, ImportRequest(first, until="2026-09"))
    shutil.copytree(base.root, whole.root)
    begins, ends = _time(many, whole)
    return _Trial(base, many, plain, _contents(base), _contents(whole), begins, ends)


def _copies(rows: list[str], keys: list[int], copies: int) -> list[str]:
    """The rows under other keys, several times: records of nobody, and not the shipped sample."""
    lines = []
    for number in range(copies):
        for row in rows:
            cells = row.split(",")
            for key in keys:
                cells[key] = f"{number}{cells[key]}"
            lines.append(",".join(cells))
    return lines


def _time(file: Path, folder: Folder) -> tuple[float, float]:
    """After how many seconds does an import that is left alone begin to write, and end?"""
    started = time.perf_counter()
    process = _start(file, folder)
    begins = 0.0
    while process.poll() is None:
        if not begins and list(folder.releases.glob("*.building*")):
            begins = time.perf_counter() - started
        time.sleep(0.002)
    if process.returncode:
        raise RuntimeError(f"The import ended with {process.returncode}.")
    return begins, time.perf_counter() - started


def _start(file: Path, folder: Folder) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        import_command(file, folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _contents(folder: Folder) -> Contents:
    rows = open_release(folder).run("release/rows_by_table")
    return [
        (str(name), int(number), str(mark))
        for name, number, mark in rows.itertuples(index=False, name=None)
    ]
