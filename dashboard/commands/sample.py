"""`sample`: fill the data folder with the synthetic sample records."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.commands.layout import say
from dashboard.commands.options import DATA, folder_of
from dashboard.store import Built, Folder, build_sample, read_entry


@click.command("sample")
@DATA
def fill_with_sample(data: Path | None) -> None:
    """Fill the store with the sample records.

    Whatever was there before stays as an earlier release: `undo` brings it back.
    """
    folder = folder_of(data)
    before = folder.current()
    real = before is not None and not read_entry(folder, before)["synthetic"]
    built = build_sample(folder)
    say(f"Release {built.number} in {folder.root} holds the SYNTHETIC sample records.")
    say(f"{_episodes(built):,} episodes; made up, no figure speaks of real patients.")
    if real:
        say(
            f"The records of release {before} are no longer shown: "
            "“python -m dashboard undo” brings them back."
        )


def sample_where_empty(folder: Folder) -> None:
    """Fill an empty data folder with the sample records, and say so on standard error."""
    if folder.current() is not None:
        return
    built = build_sample(folder)
    say(
        f"There were no records in {folder.root}: filled it with the sample records "
        f"(release {built.number}). They are SYNTHETIC.",
        err=True,
    )


def _episodes(built: Built) -> int:
    return sum(file.accepted for file in built.summary.files if file.kind == "episodes")
