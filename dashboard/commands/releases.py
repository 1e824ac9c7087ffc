"""`releases`: which releases are there, and which one is current?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from dashboard.commands.layout import in_columns, say
from dashboard.commands.options import DATA, folder_of
from dashboard.errors import StoreFault
from dashboard.store import Folder, read_entry

_HEADER = ("release", "built (UTC)", "episodes", "records", "software", "")


@click.command("releases")
@DATA
def list_releases(data: Path | None) -> None:
    """List the releases; one is current.

    With number, date, size, synthetic or not, and the software that built them.
    """
    folder = folder_of(data)
    current = folder.current()
    undone = folder.entries(undone=True)
    # An entry beyond the current release is of an import that was killed before it counted.
    kept = [number for number in folder.entries() if current is not None and number <= current]
    if not kept and not undone:
        say(f"There are no releases in {folder.root}.")
        return
    rows: list[tuple[object, ...]] = [_HEADER]
    for number in sorted([*kept, *undone]):
        if number in undone:
            rows.append(_row(number, _undone_entry(folder, number), "undone"))
        else:
            entry = read_entry(folder, number)
            rows.append(_row(number, entry, _state(entry, is_current=number == current)))
    for line in in_columns(rows):
        say(line)


def _state(entry: dict[str, Any], *, is_current: bool) -> str:
    if is_current:
        return "current"
    return "no longer kept" if entry.get("removed") else ""


def _row(number: int, entry: dict[str, Any], state: str) -> tuple[object, ...]:
    built = str(entry.get("created", ""))[:16].replace("T", " ")
    episodes = entry.get("tables", {}).get("episodes", {}).get("rows", "")
    records = "SYNTHETIC" if entry.get("synthetic") else "clinic's own"
    return (number, built, episodes, records, str(entry.get("software_version", "")), state)


def _undone_entry(folder: Folder, number: int) -> dict[str, Any]:
    path = folder.entry(number, undone=True)
    try:
        entry: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreFault(
            f"The ledger entry {path} cannot be read: {error}.",
            "Restore the data folder from a backup.",
        ) from error
    return entry
