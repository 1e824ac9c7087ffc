"""A data folder with a release of made-up episodes, made inside the database: ten million fit.

`python -m tests.benchmarks.stores EPISODES FOLDER` makes one; `--csv FILE` writes the episodes as a
file to import instead; `--mixes N` lets patients have at most N different case mixes.
In a process of its own, so that its memory is not counted with the answer's.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

import dashboard
from dashboard import statements
from dashboard.store import Folder, open_release
from dashboard.store.deriving import derive
from dashboard.store.ledger import entry_of, sha256_of, write_entry
from dashboard.store.run import _cursor

SEED = 20261101
_EPISODES = (Path(__file__).parent / "episodes.sql").read_text(encoding="utf-8")
_COMPLICATIONS = (Path(__file__).parent / "complications.sql").read_text(encoding="utf-8")
_TABLES = ("types", "episodes", "complications", "limits", "release")


def make_store(folder: Folder, episodes: int, mixes: int = 0) -> None:
    """Build release 1 as an import would leave it, patients of so many case mixes (0: as it comes)."""
    folder.releases.mkdir(parents=True, exist_ok=True)
    part = folder.releases / "0001.building.duckdb"
    part.unlink(missing_ok=True)
    with duckdb.connect(str(part)) as connection:
        for name in _TABLES:
            connection.execute(statements.schema(name))
        connection.execute(
            f"insert into episodes by name {_EPISODES}",
            {"episodes": episodes, "seed": SEED, "mixes": mixes or max(episodes, 1)},
        )
        connection.execute(f"insert into complications by name {_COMPLICATIONS}", {"seed": SEED})
        connection.execute(
            "insert into cutoffs select distinct clinic, date '2026-09-01' from episodes"
        )
        connection.execute(
            "insert into release values (1, timestamp '2026-10-01 08:00:00', true, $1)",
            [dashboard.__version__],
        )
        tables = derive(connection)
    part.replace(folder.database(1))
    entry = {
        **entry_of(1, tables, synthetic=True),
        "previous": None,
        "sha256": sha256_of(folder.database(1)),
    }
    write_entry(folder, 1, entry)
    folder.point_at(1)


def write_complications(file: Path, folder: Folder) -> None:
    """Write the complications of a store as a CSV file."""
    # Over the store's own connection: one process may not open a file twice with different settings.
    cursor = _cursor(open_release(folder))
    cursor.execute("from complications").df().astype("object").to_csv(file, index=False)


def write_csv(file: Path, episodes: int) -> None:
    """Write the same episodes as a CSV file with all columns, months as `YYYY-MM`."""
    with duckdb.connect() as connection:
        connection.execute(
            "create temp table made_up as select * replace "  # noqa: S608 - our own file
            f"(strftime(start_month, '%Y-%m') as start_month) from ({_EPISODES})",
            {"episodes": episodes, "seed": SEED, "mixes": max(episodes, 1)},
        )
        quoted = str(file).replace("'", "''")
        connection.execute(f"copy made_up to '{quoted}' (header)")


def main() -> None:
    """Make what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("episodes", type=int)
    parser.add_argument("place", type=Path, help="the data folder, or the file with --csv")
    parser.add_argument("--csv", action="store_true")
    parser.add_argument("--mixes", type=int, default=0, help="so many different case mixes")
    arguments = parser.parse_args()
    if arguments.csv:
        write_csv(arguments.place, arguments.episodes)
    else:
        make_store(Folder(arguments.place), arguments.episodes, arguments.mixes)


if __name__ == "__main__":
    main()
