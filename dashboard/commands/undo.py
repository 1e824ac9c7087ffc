"""`undo`: go back to the release before the current one."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.commands.layout import say
from dashboard.commands.options import DATA, folder_of
from dashboard.store import undo


@click.command("undo")
@DATA
def undo_release(data: Path | None) -> None:
    """Go back one release.

    The undone one is removed; its ledger entry stays.
    """
    undone, current = undo(folder_of(data))
    say(f"Release {undone} is undone; release {current} is current.")
