"""Build the next release: copy, take in, put in place, derive, check, and hand over to history."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from typing import Any

import duckdb

from dashboard import statements
from dashboard.intake.summary import ImportRequest, IntakeSummary
from dashboard.intake.take import take_in
from dashboard.settings import KEEP_RELEASES
from dashboard.store import anonymity, deriving, judging
from dashboard.store.anonymising import copy_with_new_keys
from dashboard.store.folder import Folder, remove
from dashboard.store.history import finish_forgetting, publish, remove_old
from dashboard.store.ledger import entry_of, read_entry, sha256_of
from dashboard.store.run import NO_EXTENSIONS
from dashboard.store.writing import writing_faults

SAMPLE = Path(__file__).resolve().parent.parent.parent / "sample_data"
# What the database may hold in memory while it builds; what does not fit waits on the disk, beside the
# file. With it, an import of a file of a gigabyte stays below two, all the rest included.
_MEMORY = "1GB"
_TABLES = ("types", "episodes", "complications", "limits", "release")


@dataclasses.dataclass(frozen=True)
class Built:
    """What came of an import: the release (None on a dry run), what was read, and what it changed?

    `replaced_sample`: synthetic records were left behind for real ones, or the other way round.
    """

    number: int | None
    summary: IntakeSummary
    changes: dict[str, int]
    rejects: list[tuple[Any, ...]]
    replaced_sample: bool = False


@dataclasses.dataclass(frozen=True)
class _Plan:
    """Which release is built from what: on top of which one (None: from empty), in which file?"""

    number: int
    part: Path
    base: Path | None
    synthetic: bool
    forget_salt: bool
    dry_run: bool


def build(
    folder: Folder,
    request: ImportRequest,
    *,
    replace: bool = False,
    dry_run: bool = False,
    forget_salt: bool = False,
    keep: int = KEEP_RELEASES,
    synthetic: bool = False,
) -> Built:
    """Make the next release from `request`; the current one stays until the last moment.

    Parameters
    ----------
    replace
        Start from empty instead of from the current release. Synthetic records are never mixed
        with others: where only one of the two is synthetic, the new release starts from empty.
    dry_run
        Read and check everything, change nothing.
    forget_salt
        Anonymise: the new release has new random keys, the salt of the hashed keys is forgotten,
        and the releases before, whose keys could still be linked, are removed from the disk. No
        later file can be linked to these records, whether or not its keys are hashed; and there
        is nothing to go back to.
    keep
        How many releases before the new one stay on the disk.
    synthetic
        The records are made up; a profile may say so as well.

    Raises
    ------
    BadInput
        If the files cannot be taken in, or nothing of them was accepted (starting from empty: no
        episode); the current release is untouched.
    StoreFault
        If the folder cannot be written, or the derived tables do not account for every episode.
    """
    with folder.writing():
        finish_forgetting(folder)
        number = folder.next_number()
        current = folder.current()
        was_synthetic = current is not None and bool(read_entry(folder, current)["synthetic"])
        plan = _Plan(
            number=number,
            part=folder.releases / f"{number:04d}.building.duckdb",
            base=None if replace or current is None else folder.database(current),
            synthetic=synthetic or _is_sample(request),
            forget_salt=forget_salt,
            dry_run=dry_run,
        )
        salt = folder.salt()
        try:
            with writing_faults("The release"):
                built, entry = _apart(plan, request, salt, was_synthetic=was_synthetic)
                if not dry_run:
                    if not forget_salt:
                        folder.keep_salt(salt)
                    publish(folder, plan.part, number, {**entry, "previous": current})
        finally:
            _clear(plan)
        if not dry_run:
            with writing_faults(f"Release {number} is in place, but the data folder"):
                finish_forgetting(folder)
                remove_old(folder, keep)
        return built


def build_sample(folder: Folder) -> Built:
    """Fill the folder from the synthetic records of `sample_data/`."""
    request = ImportRequest(
        episodes=SAMPLE / "episodes.csv",
        complications=SAMPLE / "complications.csv",
        until=_sample_until(),
    )
    return build(folder, request, replace=True, synthetic=True)


def _apart(
    plan: _Plan, request: ImportRequest, salt: bytes, *, was_synthetic: bool
) -> tuple[Built, dict[str, Any]]:
    """Build with synthetic and other records kept apart: never on top of the other kind."""
    mixes = plan.base is not None and plan.synthetic != was_synthetic
    built, entry = _build_file(
        dataclasses.replace(plan, base=None) if mixes else plan, request, salt
    )
    if built.summary.synthetic and not plan.synthetic:
        # Only the profile said so: once more, now that it is known.
        _clear(plan)
        known = dataclasses.replace(plan, synthetic=True)
        return _apart(known, request, salt, was_synthetic=was_synthetic)
    return dataclasses.replace(built, replaced_sample=mixes), entry


def _build_file(plan: _Plan, request: ImportRequest, salt: bytes) -> tuple[Built, dict[str, Any]]:
    # What is anonymised at the end is built in another file first: none of its blocks may remain.
    file = plan.part.with_suffix(".linkable.duckdb") if plan.forget_salt else plan.part
    if plan.base is not None:
        shutil.copyfile(plan.base, file)
    with _open(file) as connection:
        if plan.base is None:
            _make_tables(connection)
        summary = take_in(connection, request, salt)
        rejects = connection.execute(
            "select * from rejected_records order by file, line, rule"
        ).fetchall()
        brought = any(file.kind == "complications" for file in summary.files)
        changes = deriving.count_changes(connection, brought=brought)
        notes = (*summary.notes, *judging.cutoffs_that_stay(connection, summary))
        refused = judging.refusal(summary, from_empty=plan.base is None)
        if plan.dry_run:
            notes = (*notes, *([f"{refused} The import would be refused."] if refused else []))
            return Built(None, dataclasses.replace(summary, notes=notes), changes, rejects), {}
        if refused:
            raise judging.NothingAccepted(refused, rejects)
        summary = dataclasses.replace(summary, notes=notes)
        request.progress("Storing the records", 0.0)
        deriving.put_in_place(connection, summary, plan.number, synthetic=plan.synthetic)
        if not plan.forget_salt:
            tables = deriving.derive(connection)
    if plan.forget_salt:
        tables = _anonymise(file, plan.part)
    entry = {
        **entry_of(plan.number, tables, synthetic=plan.synthetic),
        "forgot_salt": plan.forget_salt,
        "changes": changes,
        "anonymity": anonymity.for_ledger(plan.part),
        "intake": summary.to_dict(),
    }
    return Built(plan.number, summary, changes, rejects), entry


def _clear(plan: _Plan) -> None:
    for leftover in plan.part.parent.glob(f"{plan.number:04d}.building*"):
        remove(leftover)


def _anonymise(source: Path, target: Path) -> deriving.Tables:
    with _open(target) as connection:
        _make_tables(connection)
        copy_with_new_keys(connection, source)
        return deriving.derive(connection)


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), config={**NO_EXTENSIONS, "memory_limit": _MEMORY})


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    for name in _TABLES:
        connection.execute(statements.schema(name))


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
