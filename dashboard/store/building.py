"""Build the next release: copy, take in, put in place, derive, check, write the ledger, move the pointer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import duckdb

import dashboard
from dashboard import statements
from dashboard.cohort import month_start
from dashboard.errors import BadInput, StoreFault
from dashboard.intake import ImportRequest, IntakeSummary, take_in
from dashboard.store.folder import Folder, sync_folder
from dashboard.store.ledger import read_entry, sha256_of, write_entry

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample_data"
_TABLES = ("types", "episodes", "complications", "limits", "release")
_DERIVED = ("facts", "held")


@dataclasses.dataclass(frozen=True)
class Built:
    """What came of an import: the release (None on a dry run), what was read, and what it changed?"""

    number: int | None
    summary: IntakeSummary
    changes: dict[str, int]
    rejects: list[tuple[Any, ...]]
    replaced_sample: bool = False


def build(
    folder: Folder,
    request: ImportRequest,
    *,
    replace: bool = False,
    dry_run: bool = False,
    forget_salt: bool = False,
    keep: int = 12,
    synthetic: bool = False,
) -> Built:
    """Make the next release from the files of `request`; the current one stays as it is until the last moment.

    Parameters
    ----------
    replace
        Start from empty instead of from the current release. Synthetic records are never mixed with others: where only
        one of the two is synthetic, the new release starts from empty as well.
    dry_run
        Read and check everything, change nothing.
    forget_salt
        Forget the secret of the hashed keys once the release stands.
    keep
        How many releases stay on the disk.

    Raises
    ------
    BadInput
        If the files cannot be taken in; the current release is untouched.
    StoreFault
        If the folder cannot be written, or the derived tables do not account for every episode.
    """
    with folder.writing():
        number = folder.next_number()
        synthetic = synthetic or _is_sample(request)
        current = folder.current()
        from_empty = replace or current is None
        mixes = not from_empty and bool(read_entry(folder, current or 0)["synthetic"]) != synthetic
        part = folder.releases / f"{number:04d}.building.duckdb"
        try:
            built, entry = _build_file(
                folder,
                part,
                request,
                number,
                None if from_empty or mixes else current,
                synthetic=synthetic,
                dry_run=dry_run,
            )
            if not dry_run:
                _publish(
                    folder,
                    part,
                    number,
                    {
                        **entry,
                        "previous": None if current is None else current,
                        "forgot_salt": forget_salt,
                    },
                )
        except OSError as error:
            raise StoreFault(
                f"The release could not be written: {error.strerror or error}.",
                "Make room on the disk, or mend the permissions of the data folder.",
            ) from error
        finally:
            for leftover in folder.releases.glob(f"{number:04d}.building*"):
                leftover.unlink()
        if dry_run:
            return dataclasses.replace(built, number=None, replaced_sample=mixes)
        if forget_salt:
            folder.forget_salt()
        _remove_old(folder, keep)
        return dataclasses.replace(built, replaced_sample=mixes)


def build_sample(folder: Folder) -> Built:
    """Fill the folder from the synthetic records of `sample_data/`."""
    return build(
        folder,
        ImportRequest(
            episodes=SAMPLE / "episodes.csv",
            complications=SAMPLE / "complications.csv",
            until=_sample_until(),
        ),
        replace=True,
        synthetic=True,
    )


def undo(folder: Folder) -> tuple[int, int]:
    """Go back to the release before the current one; returns (undone, now current).

    Raises
    ------
    BadInput
        If there is none, or the one before is no longer kept.
    """
    with folder.writing():
        number = folder.current()
        if number is None:
            raise BadInput(f"There are no records in {folder.root}.", "There is nothing to undo.")
        previous = read_entry(folder, number)["previous"]
        if previous is None or not folder.database(previous).is_file():
            raise BadInput(
                f"Release {number} has none before it that is still kept.",
                "There is nothing to go back to.",
            )
        folder.point_at(previous)
        folder.entry(number).replace(folder.entry(number, undone=True))
        folder.database(number).unlink()
        return number, previous


def _build_file(
    folder: Folder,
    part: Path,
    request: ImportRequest,
    number: int,
    base: int | None,
    *,
    synthetic: bool,
    dry_run: bool,
) -> tuple[Built, dict[str, Any]]:
    if base is not None:
        shutil.copyfile(folder.database(base), part)
    try:
        with duckdb.connect(
            str(part),
            config={
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
            },
        ) as connection:
            if base is None:
                for name in _TABLES:
                    connection.execute(statements.schema(name))
            summary = take_in(connection, request, folder.salt())
            rejects = connection.execute(
                "select * from rejected_records order by file, line, rule"
            ).fetchall()
            connection.execute(
                "create temp table this_import as select $brought as brought_complications",
                {"brought": request.complications is not None},
            )
            changes = dict(
                connection.execute(statements.load("release/episodes_by_change").sql).fetchall()
            )
            if not dry_run:
                _derive(connection, summary, number, synthetic=synthetic)
            tables = {
                name: {"rows": rows, "fingerprint": fingerprint}
                for name, rows, fingerprint in (
                    connection.execute(statements.load("release/rows_by_table").sql).fetchall()
                    if not dry_run
                    else []
                )
            }
            if not dry_run:
                connection.execute("checkpoint")
    except duckdb.IOException as error:
        raise StoreFault(
            f"The release could not be written: {str(error).splitlines()[0]}.",
            "Make room on the disk, or mend the permissions of the data folder.",
        ) from error
    entry = {
        "release": number,
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "software_version": dashboard.__version__,
        "duckdb_version": duckdb.__version__,
        "synthetic": synthetic,
        "tables": tables,
        "changes": changes,
        "intake": summary.to_dict(),
    }
    return Built(number, summary, changes, rejects=rejects), entry


def _derive(
    connection: duckdb.DuckDBPyConnection, summary: IntakeSummary, number: int, *, synthetic: bool
) -> None:
    connection.execute("begin")
    connection.execute(statements.schema("merge"))
    for clinic, month in summary.cutoffs.items():
        connection.execute(
            "insert into cutoffs values ($clinic, $month) on conflict (clinic) "
            "do update set until_month = greatest(until_month, excluded.until_month)",
            {"clinic": clinic, "month": month_start(month)},
        )
    connection.execute("delete from release")
    connection.execute(
        "insert into release values ($number, $created, $synthetic, $version)",
        {
            "number": number,
            "created": dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0),
            "synthetic": synthetic,
            "version": dashboard.__version__,
        },
    )
    for table in reversed(_DERIVED):
        connection.execute(f"drop table if exists {table}")
    for name in ("care", "recurrence_state"):
        connection.execute(f"drop type if exists {name}")
    for name in _DERIVED:
        connection.execute(statements.schema(name))
    counts = connection.execute(
        "select (select count(*) from episodes), (select count(*) from facts)"
    ).fetchone()
    if counts is None or counts[0] != counts[1]:
        raise StoreFault(
            f"The derived table does not account for every episode: {counts}.",
            "Report this: it is a fault of the program.",
        )
    connection.execute("commit")


def _publish(folder: Folder, part: Path, number: int, entry: dict[str, Any]) -> None:
    with part.open("rb") as file:
        os.fsync(file.fileno())
    path = folder.database(number)
    part.replace(path)
    sync_folder(path.parent)
    write_entry(folder, number, {**entry, "sha256": sha256_of(path)})
    folder.point_at(number)


def _remove_old(folder: Folder, keep: int) -> None:
    for number in folder.entries()[:-keep]:
        entry = read_entry(folder, number)
        if not entry.get("removed"):
            # The ledger says so first: a kill in between leaves a file too many, never a gap.
            write_entry(folder, number, {**entry, "removed": True})
        folder.database(number).unlink(missing_ok=True)


def _is_sample(request: ImportRequest) -> bool:
    shipped = SAMPLE / "episodes.csv"
    return bool(
        request.episodes
        and request.episodes.is_file()
        and shipped.is_file()
        and request.episodes.stat().st_size == shipped.stat().st_size
        and sha256_of(request.episodes) == sha256_of(shipped)
    )


def _sample_until() -> str:
    return (
        (SAMPLE / "until").read_text(encoding="utf-8").strip()
        if (SAMPLE / "until").is_file()
        else "2026-09"
    )
