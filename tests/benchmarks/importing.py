"""How long does an import take, against the database's plain `copy` of the same file?

`python -m tests.benchmarks.importing FILE FOLDER` imports once and prints what it took as JSON;
`--plain` copies instead. Each in a process of its own, for the sake of its memory.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import duckdb

from dashboard import statements
from dashboard.intake.summary import ImportRequest
from dashboard.store import Folder, build
from tests.benchmarks.machine import peak_megabytes


def import_file(file: Path, folder: Path) -> int:
    """Read, check, hash nothing, store, derive, publish: everything an import does."""
    built = build(Folder(folder), ImportRequest(file, until="2026-09"))
    return built.summary.files[0].accepted


def copy_file(file: Path, folder: Path) -> int:
    """Only read the file into the typed table `episodes`, key and all, and write it to the disk."""
    folder.mkdir(parents=True)
    with file.open(encoding="utf-8") as opened:
        columns = opened.readline().strip()
    quoted = str(file).replace("'", "''")
    with duckdb.connect(str(folder / "plain.duckdb")) as connection:
        connection.execute(statements.schema("types"))
        connection.execute(statements.schema("episodes"))
        connection.execute(
            f"copy episodes ({columns}) from '{quoted}' (header, dateformat '%Y-%m')"
        )
        connection.execute("checkpoint")
        counted = connection.execute("select count(*) from episodes").fetchone()
    return int(counted[0]) if counted else 0


def main() -> None:
    """Take the file in once and print the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("--plain", action="store_true")
    arguments = parser.parse_args()
    take = copy_file if arguments.plain else import_file
    clock, processors = time.perf_counter(), time.process_time()
    rows = take(arguments.file, arguments.folder)
    seconds, of_processors = time.perf_counter() - clock, time.process_time() - processors
    told = {"rows": rows, "seconds": seconds, "processor_seconds": of_processors}
    print(json.dumps({**told, "peak": peak_megabytes()}))


if __name__ == "__main__":
    main()
