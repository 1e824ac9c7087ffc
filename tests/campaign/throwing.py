"""Throw malformed files at the import: is each refused with a message, or accounted for?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.errors import BadInput
from dashboard.intake.summary import ImportRequest
from dashboard.store import Built, Folder, build
from tests.campaign.counting import count_records
from tests.intake.malformed import malformed_file

PLAIN = b"""patient_key,start_month,treatment,last_seen_day,episode_key
p1,2026-01,laser,30,first1
p2,2026-02,peel,40,first2
"""


@dataclass
class Thrown:
    """What came of the files? `faults` is empty where everything is as it must be."""

    files: int = 0
    refused: int = 0
    taken_in: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("csv", "xlsx", "parquet"), 0)
    )
    records: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("read", "accepted", "rejected", "blank"), 0)
    )
    faults: list[str] = field(default_factory=list)

    def fault(self, seed: int, what: str) -> None:
        """Note what was wrong with the file of this seed."""
        self.faults.append(f"seed {seed}: {what}")

    def add(self, more: Thrown) -> None:
        """Add what came of other files."""
        self.files += more.files
        self.refused += more.refused
        self.faults += more.faults
        for told, added in ((self.taken_in, more.taken_in), (self.records, more.records)):
            for name, number in added.items():
                told[name] += number


def throw(seeds: Iterable[int], work: Path) -> Thrown:
    """Import the file of each seed, one after another, into one folder that begins with a release."""
    thrown = Thrown()
    folder = Folder(work / "thrown_at")
    build(folder, ImportRequest(_file(work, "plain.csv", PLAIN), until="2026-09"))
    for seed in seeds:
        thrown.files += 1
        before = _state(folder)
        try:
            built = build(folder, _request(seed, work), keep=1)
        except BadInput as refusal:
            thrown.refused += 1
            if _state(folder) != before:
                thrown.fault(seed, "refused, but the store has changed")
            if not refusal.what or not refusal.remedy:
                thrown.fault(seed, "refused without a word")
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not happen
            thrown.fault(seed, f"{type(error).__name__}: {error}")
        else:
            _account(thrown, seed, built, work)
    return thrown


def throw_at_command(seeds: Iterable[int], work: Path) -> Thrown:
    """The same through ``python -m dashboard import``, each in a process of its own."""
    thrown = Thrown()
    folder = Folder(work / "thrown_at_command")
    build(folder, ImportRequest(_file(work, "plain.csv", PLAIN), until="2026-09"))
    for seed in seeds:
        thrown.files += 1
        before = _state(folder)
        file = _file(work, "thrown.csv", malformed_file(seed))
        ended = run_import(file, folder)
        thrown.refused += ended.returncode == 2
        if ended.returncode not in (0, 2):
            thrown.fault(seed, f"exit status {ended.returncode}: {ended.stderr}")
        if "Traceback" in ended.stdout + ended.stderr:
            thrown.fault(seed, f"a traceback: {ended.stderr}")
        if ended.returncode == 2 and (_state(folder) != before or not ended.stderr.strip()):
            thrown.fault(seed, "refused without a word, or the store has changed")
        if ended.returncode == 0 and "read =" not in ended.stdout:
            thrown.fault(seed, f"taken in without an account: {ended.stdout}")
    return thrown


def import_command(file: Path, folder: Folder) -> list[str]:
    """Which command imports the file?"""
    options = ["--until", "2026-09", "--data", str(folder.root)]
    return [sys.executable, "-m", "dashboard", "import", str(file), *options]


def run_import(file: Path, folder: Folder) -> subprocess.CompletedProcess[str]:
    """How does the command end?"""
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    return subprocess.run(
        import_command(file, folder),
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=300,
    )


def _request(seed: int, work: Path) -> ImportRequest:
    """Every fourth time with complications that are malformed as well, every ninth with them alone."""
    episodes: Path | None = _file(work, "thrown.csv", malformed_file(seed))
    complications = None
    if seed % 4 == 0 or seed % 9 == 0:
        content = malformed_file(seed + 1_000_000, "complications")
        complications = _file(work, "thrown_complications.csv", content)
    if seed % 9 == 0:
        episodes = None
    # Every other time the file has to say itself up to when it speaks.
    return ImportRequest(episodes, complications, until="2026-09" if seed % 2 else None)


def _account(thrown: Thrown, seed: int, built: Built, work: Path) -> None:
    lines = {(name, line) for name, line, *_ in built.rejects}
    for file in built.summary.files:
        if file.read != file.accepted + file.rejected + file.blank:
            thrown.fault(seed, f"the account does not balance: {file}")
        told = sum(1 for name, _ in lines if name == file.name)
        if told != file.rejected:
            thrown.fault(seed, f"{file.rejected} records rejected, {told} of them listed")
        counted = count_records(work / file.name, file)
        if counted is not None and file.read != counted:
            thrown.fault(seed, f"{file.read} records read, counted one by one {counted}")
        thrown.taken_in[file.format] += 1
        for part in thrown.records:
            thrown.records[part] += getattr(file, part)
    if any(not message for *_, message in built.rejects):
        thrown.fault(seed, "a record was rejected without a reason")


def _file(work: Path, name: str, content: bytes) -> Path:
    path = work / name
    path.write_bytes(content)
    return path


def _state(folder: Folder) -> dict[str, tuple[int, int]]:
    """What is on the disk: every file with its size and when it was last written; but the lock."""
    return {
        path.name: (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.root.rglob("*")
        if path.is_file() and path.name != "lock"
    }
