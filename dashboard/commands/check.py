"""`check`: do the releases on the disk agree with the ledger?"""

from __future__ import annotations

from pathlib import Path

import click

from dashboard import words
from dashboard.commands.layout import say
from dashboard.commands.options import DATA, folder_of
from dashboard.store import check


@click.command("check")
@DATA
def check_releases(data: Path | None) -> None:
    """Compare the releases with the ledger.

    The exit status is 1 where something differs.
    """
    folder = folder_of(data)
    current = folder.current()
    faults = check(folder)
    if faults:
        for fault in faults:
            say(fault, err=True)
        said = words.count(len(faults), "fault")
        say(f"{said} found. Restore the data folder from a backup, or undo.", err=True)
        click.get_current_context().exit(1)
    if current is None:
        say(f"There are no records in {folder.root}: nothing to check.")
        return
    checked = words.count(len(folder.entries()), "release")
    say(f"All is well: {checked} in {folder.root} as the ledger says; {current} is current.")
