"""How fast is it, against plain DuckDB? `python -m tests.benchmarks.bench` writes docs/benchmarks.md.

Each part runs in a process of its own and is kept as soon as it is done, in a folder outside the
repository: a run that was stopped goes on where it was, and the folder goes when the document is written.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.store import Folder, build_sample
from tests.benchmarks import browser
from tests.benchmarks.document import written
from tests.running import browser_path

RESULT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
IMPORTED = 1_000_000
# A file of a gigabyte.
GIGABYTE = 4_150_000
# Like with like is compared among so many episodes of so many case mixes: the most that are told apart.
ALIKE, MIXES = 1_000_000, 50_000
# Gigabytes that the largest size needs on the disk.
ROOM = 8

Part = dict[str, Any]


class Bench:
    """The parts, and what came of those that are done."""

    def __init__(self, work: Path, runs: int) -> None:
        self.work = work
        self.runs = runs
        work.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(work).free < ROOM * 1e9:
            raise SystemExit(f"{work} has less than {ROOM} GB of room. Name another with --work.")

    def part(self, name: str, measure: Callable[[], Part]) -> Part:
        """What came of this part: measured now, or in a run that was stopped later?"""
        file = self.work / f"{name}.json"
        if not file.exists():
            print(f"{name} …", flush=True)
            file.write_text(json.dumps(measure()), encoding="utf-8")
        result: Part = json.loads(file.read_text(encoding="utf-8"))
        return result

    def answering(self, episodes: int) -> Part:
        """How long does the answer take on so many episodes, and which memory does a page need?"""

        def measure() -> Part:
            folder = self._fresh(f"store_{episodes}")
            _run("stores", episodes, folder)
            size = Folder(folder).database(1).stat().st_size / 1e6
            told = _told("answering", folder, "--runs", self.runs)
            memory = _told("serving", folder)
            shutil.rmtree(folder)
            return {**told, "file": size, "memory": memory}

        return self.part(f"answer_{episodes}", measure)

    def alike(self, episodes: int, mixes: int) -> Part:
        """How long does it take to compare like with like?"""

        def measure() -> Part:
            folder = self._fresh("alike")
            _run("stores", episodes, folder, "--mixes", mixes)
            told = _told("answering", folder, "--runs", min(self.runs, 3), "--alike")
            shutil.rmtree(folder)
            return told

        return self.part("alike", measure)

    def importing(self, episodes: int, rounds: int) -> Part:
        """How long do an import and a plain copy of the same file take, in turns?"""

        def measure() -> Part:
            file, folder = self.work / "import.csv", self.work / "imported"
            _run("stores", episodes, file, "--csv")
            taken: dict[str, list[Part]] = {"copy": [], "import": []}
            for _ in range(rounds):
                taken["copy"].append(_told("importing", file, self._fresh(folder.name), "--plain"))
                taken["import"].append(_told("importing", file, self._fresh(folder.name)))
            megabytes = file.stat().st_size / 1e6
            file.unlink()
            shutil.rmtree(folder)
            medians = {name: _medians(told) for name, told in taken.items()}
            return {"episodes": episodes, "file": megabytes, "rounds": rounds, **medians}

        return self.part("import", measure)

    def gigabyte(self, episodes: int) -> Part:
        """How long does one import of a file of this size take, and how much memory?"""

        def measure() -> Part:
            file, folder = self.work / "large.csv", self._fresh("large")
            _run("stores", episodes, file, "--csv")
            taken = _told("importing", file, folder)
            megabytes = file.stat().st_size / 1e6
            file.unlink()
            shutil.rmtree(folder)
            return {"episodes": episodes, "file": megabytes, **taken}

        return self.part(f"import_{episodes}", measure)

    def changing_filters(self) -> Part:
        """How long does a filter change take in a browser? Empty where there is none."""

        def measure() -> Part:
            if browser_path() is None:
                return {}
            data = self._fresh("sample")
            build_sample(Folder(data))
            changes = browser.measure(data, self.work / "empty.log")
            shutil.rmtree(data)
            ratios = {
                "ratio": changes.ratio,
                "ratio_to_same_charts": changes.ratio_to_same_charts,
            }
            return {**asdict(changes), **ratios}

        return self.part("browser", measure)

    def _fresh(self, name: str) -> Path:
        folder = self.work / name
        if folder.exists():
            shutil.rmtree(folder)
        return folder


def main() -> None:
    """Measure what is not measured yet, and write the document."""
    arguments = _arguments()
    bench = Bench(arguments.work, arguments.runs)
    answers = [bench.answering(episodes) for episodes in arguments.sizes]
    alike = bench.alike(arguments.alike, MIXES)
    imported = bench.importing(arguments.imported, arguments.rounds)
    imported["large"] = bench.gigabyte(arguments.large)
    changes = bench.changing_filters()
    text = written(answers, alike, imported, changes, arguments.runs)
    arguments.out.write_text(text, encoding="utf-8")
    shutil.rmtree(arguments.work)
    print(f"Written to {arguments.out.name}.")


def _arguments() -> argparse.Namespace:
    work = Path(tempfile.gettempdir()) / "milia-bench"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--alike", type=int, default=ALIKE, help="episodes for like with like")
    parser.add_argument("--imported", type=int, default=IMPORTED, help="rows of the imported file")
    parser.add_argument("--large", type=int, default=GIGABYTE, help="rows of the largest file")
    parser.add_argument("--runs", type=int, default=7, help="runs of each question, after one more")
    parser.add_argument("--rounds", type=int, default=3, help="imports, and plain copies")
    parser.add_argument("--work", type=Path, default=work, help="a folder with room")
    parser.add_argument("--out", type=Path, default=RESULT, help="the document")
    return parser.parse_args()


def _run(module: str, *arguments: object) -> str:
    """What does a part of this bench print, run as a process of its own?"""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{module} failed:\n{ended.stderr}")
    return ended.stdout


def _told(module: str, *arguments: object) -> Part:
    told: Part = json.loads(_run(module, *arguments))
    return told


def _medians(told: list[Part]) -> Part:
    return {name: statistics.median(one[name] for one in told) for name in told[0]}


if __name__ == "__main__":
    main()
