"""The long campaign: thousands of malformed files, hundreds of kills. `python -m tests.soak`.

Its result is written to docs/soak.md, faults and all; the exit status is 1 where there were any.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import platform
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import duckdb

import dashboard
from tests.benchmarks.machine import describe
from tests.campaign.killing import Killed, kill
from tests.campaign.throwing import Thrown, throw, throw_at_command

RESULT = Path(__file__).resolve().parent.parent / "docs" / "soak.md"
_FIRST_AT_COMMAND = 1_000_000
_MOST_FAULTS = 50
_OF_A_FOLDER = 250


def main() -> int:
    """Run the campaign, write down what came of it, and say so."""
    arguments = _arguments()
    started = time.perf_counter()
    work = Path(tempfile.mkdtemp(prefix="milia-soak-"))
    try:
        seeds = range(arguments.seed, arguments.seed + arguments.files)
        thrown = _thrown(seeds, work, arguments.processes)
        print(f"{thrown.files} files: {len(thrown.faults)} faults", flush=True)
        first = arguments.seed + _FIRST_AT_COMMAND
        commanded = throw_at_command(range(first, first + arguments.commands), work)
        print(f"{commanded.files} files by command: {len(commanded.faults)} faults", flush=True)
        killed = kill(arguments.kills, arguments.seed, work)
        print(f"{killed.kills} kills: {len(killed.faults)} faults", flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    minutes = (time.perf_counter() - started) / 60
    RESULT.write_text(_document(arguments, thrown, commanded, killed, minutes), encoding="utf-8")
    return 1 if thrown.faults or commanded.faults or killed.faults else 0


def _thrown(seeds: range, work: Path, processes: int) -> Thrown:
    """What came of the files? So many go to a folder of its own: an import looks through all those before it."""
    starts = range(0, len(seeds), _OF_A_FOLDER)
    shares = [(seeds[start : start + _OF_A_FOLDER], work / str(start)) for start in starts]
    together = Thrown()
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        for share in pool.map(_share, shares):
            together.add(share)
    return together


def _share(share: tuple[range, Path]) -> Thrown:
    seeds, work = share
    work.mkdir()
    return throw(seeds, work)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000, help="malformed files")
    parser.add_argument("--commands", type=int, default=50, help="of them by the command line")
    parser.add_argument("--kills", type=int, default=200, help="imports killed")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="that throw files at once"
    )
    parser.add_argument("--seed", type=int, default=10_000, help="the first seed")
    return parser.parse_args()


def _document(
    arguments: argparse.Namespace, thrown: Thrown, commanded: Thrown, killed: Killed, minutes: float
) -> str:
    seed, faults = arguments.seed, [*thrown.faults, *commanded.faults, *killed.faults]
    records = thrown.records
    outcome = "No fault." if not faults else f"{len(faults)} faults."
    first = seed + _FIRST_AT_COMMAND
    return f"""# The long campaign

Written by `make soak` on {dt.datetime.now(dt.UTC):%d %B %Y}. Software {dashboard.__version__}, \
DuckDB {duckdb.__version__}, Python {platform.python_version()}; {describe()}; {minutes:.0f} min.

**{outcome}**

## Malformed files

`tests/intake/malformed.py` makes each from its seed, as text, as a workbook or as Parquet: wrong delimiters,
unterminated quotes, NULs, other encodings, doubled headers, fields of 5 MB, ambiguous dates, formulas, empty
and truncated files, flipped bits, bombs, entities, merged and distant cells, titles, other sheets, odd types.
A file must be refused with a message, the store unchanged, or taken in with read = accepted + rejected +
blank, the records of short files counted once more in another way ({_taken_in(thrown)}).

| | files | seeds | refused | taken in | records read | accepted | rejected | blank | faults |
|---|---|---|---|---|---|---|---|---|---|
| without the command line | {thrown.files:,} | {seed}–{seed + arguments.files - 1} | {thrown.refused:,} \
| {thrown.files - thrown.refused:,} | {records["read"]:,} | {records["accepted"]:,} \
| {records["rejected"]:,} | {records["blank"]:,} | {len(thrown.faults)} |
| by the command line | {commanded.files:,} | {first}–{first + arguments.commands - 1} \
| {commanded.refused:,} | {commanded.files - commanded.refused:,} | | | | | {len(commanded.faults)} |

## Kills

An import of about 24,000 episodes onto a release of about 6,000 is killed (SIGKILL): half of the times at
any moment of its work, else just after its file is in place, its ledger entry is written or the pointer
has moved. Afterwards the store must open with the old release or the new one, rows and fingerprints as
they were; `check` must find nothing; the next import must work and clear away what was left.

| kills | seed | old release | new release | came too late | faults |
|---|---|---|---|---|---|
| {killed.kills:,} | {seed} | {killed.old:,} | {killed.new:,} | {killed.too_late:,} | {len(killed.faults)} |
{_listed(faults)}"""


def _taken_in(thrown: Thrown) -> str:
    told = [f"{count:,} of {kind.upper()}" for kind, count in thrown.taken_in.items()]
    return f"taken in: {', '.join(told)}"


def _listed(faults: list[str]) -> str:
    if not faults:
        return ""
    lines = "\n".join(f"- {fault[:300]}" for fault in faults[:_MOST_FAULTS])
    return f"\n## Faults\n\n{lines}\n"


if __name__ == "__main__":
    sys.exit(main())
