"""Records that an earlier version stored: derive anew what pages count from, as the next release."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import StoreFault
from dashboard.settings import KEEP_RELEASES
from dashboard.store.anonymity import for_ledger
from dashboard.store.deriving import derivation, derive, name_release
from dashboard.store.folder import Folder, remove
from dashboard.store.history import publish, remove_old
from dashboard.store.ledger import entry_of, read_entry
from dashboard.store.run import NO_EXTENSIONS, Release, open_release
from dashboard.store.writing import writing_faults


def is_behind(folder: Folder, number: int) -> bool:
    """Was what release `number` derives from its records derived by other rules than this version's?"""
    return bool(read_entry(folder, number).get("derivation") != derivation())


def open_current(folder: Folder, keep: int = KEEP_RELEASES) -> Release:
    """Which release is current, brought forward first if an earlier version built it?

    Raises
    ------
    StoreFault
        If there is none, it cannot be read, or it cannot be brought forward.
    """
    number = folder.current()
    if number is not None and is_behind(folder, number):
        bring_forward(folder, keep)
    return open_release(folder)


def bring_forward(folder: Folder, keep: int = KEEP_RELEASES) -> int:
    """Build the next release from the records of the current one, derived by this version's rules.

    The records are the same, and nothing that was left behind changes: `undo` goes back.

    Returns
    -------
    int
        The number of the release that is now current.

    Raises
    ------
    StoreFault
        If the folder cannot be written, or the records lack a column that this version needs.
    """
    with folder.writing():
        current = folder.current()
        if current is None or not is_behind(folder, current):
            return current or 0
        number = folder.next_number()
        old = read_entry(folder, current)
        part = folder.releases / f"{number:04d}.building.duckdb"
        try:
            with writing_faults("The release"):
                shutil.copyfile(folder.database(current), part)
                entry = {**old, **_derive_anew(part, number, old)}
                publish(folder, part, number, {**entry, "previous": current})
                remove_old(folder, keep)
        finally:
            for leftover in part.parent.glob(f"{number:04d}.building*"):
                remove(leftover)
        return number


def _derive_anew(part: Path, number: int, old: dict[str, Any]) -> dict[str, Any]:
    synthetic = bool(old["synthetic"])
    try:
        with duckdb.connect(str(part), config=NO_EXTENSIONS) as connection:
            name_release(connection, number, synthetic=synthetic)
            tables = derive(connection)
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise StoreFault(
            f"Release {old['release']} was built by version {old['software_version']}, and this "
            f"version cannot count from it: {str(error).splitlines()[0].rstrip('.')}.",
            "Import the clinic’s files once more with “import --replace”.",
        ) from error
    return {
        **entry_of(number, tables, synthetic=synthetic),
        # Forgetting was done by the release before, which is kept.
        "forgot_salt": False,
        "changes": {"unchanged": tables["episodes"]["rows"]},
        "anonymity": for_ledger(part),
        "brought_forward": True,
    }


def before(release: Release) -> Release | None:
    """Which release did this one follow, if it is kept and was derived by the same rules?"""
    folder = Folder(release.path.parent.parent)
    number = _followed(folder, release.number)
    return None if number is None or is_behind(folder, number) else open_release(folder, number)


def before_by_other_rules(release: Release) -> int | None:
    """Which release did this one follow that is kept, but was derived by other rules?"""
    folder = Folder(release.path.parent.parent)
    number = _followed(folder, release.number)
    return number if number is not None and is_behind(folder, number) else None


def _followed(folder: Folder, release: int) -> int | None:
    """Which release did this one follow, if it is kept?"""
    entry = read_entry(folder, release)
    number: int | None = entry["previous"]
    if number is None or not folder.database(number).is_file():
        return None
    # Made-up records and real ones are two stories, not two chapters of one.
    same = read_entry(folder, number)["synthetic"] == entry["synthetic"]
    return number if same else None
