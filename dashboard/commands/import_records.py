"""`import`: take record files in, build the next release, say what became of every record."""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.commands.layout import say
from dashboard.commands.options import DATA, FILE, folder_of
from dashboard.commands.progress import shown_progress
from dashboard.commands.summary import summary_lines
from dashboard.errors import BadInput
from dashboard.exports import rows_to_csv, write_file
from dashboard.intake.summary import ImportRequest
from dashboard.settings import read_settings
from dashboard.store import Folder, NothingAccepted, build, read_entry

_REJECTS = ("file", "line", "column", "value", "rule", "message")


@click.command("import")
@click.argument("episodes", required=False, type=FILE)
@click.option("--complications", type=FILE, metavar="FILE", help="Complications of episodes.")
@click.option("--profile", type=FILE, metavar="FILE", help="Which column of theirs is ours (TOML).")
@click.option("--until", metavar="YYYY-MM", help="Last month that the records speak of.")
@click.option("--rejects", type=FILE, metavar="FILE", help="Where rejected records go, as CSV.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, change nothing.")
@click.option("--replace", is_flag=True, help="Start from empty instead of adding.")
@click.option("--forget-salt", is_flag=True, help="Anonymise: no later file can be linked.")
@DATA
def import_records(  # noqa: PLR0913 - one parameter an option
    *,
    episodes: Path | None,
    complications: Path | None,
    profile: Path | None,
    until: str | None,
    rejects: Path | None,
    dry_run: bool,
    replace: bool,
    forget_salt: bool,
    data: Path | None,
) -> None:
    """Add the records of a file to the store.

    The records in EPISODES (CSV, XLSX or Parquet) become part of the next release. EPISODES may be
    left out where --complications is given: they then replace the complications of the episodes
    they name.
    """
    if episodes is None and complications is None:
        raise BadInput("No file was given.", "Give a file of episodes, or --complications FILE.")
    if rejects is not None:
        _check_place(rejects, [file for file in (episodes, complications, profile) if file])
    folder = folder_of(data)
    settings = read_settings(folder.root)
    was_synthetic = _is_synthetic(folder)
    try:
        with shown_progress() as progress:
            built = build(
                folder,
                ImportRequest(episodes, complications, profile, until, progress),
                replace=replace,
                dry_run=dry_run,
                forget_salt=forget_salt,
                keep=settings.keep_releases,
            )
    except NothingAccepted as refused:
        if rejects is None:
            raise
        write_file(rejects, rows_to_csv(_REJECTS, refused.rejects))
        remedy = f"Nothing was changed. What is wrong with each record stands in {rejects}."
        raise BadInput(refused.what, remedy) from refused
    for line in summary_lines(built, folder, was_synthetic=was_synthetic):
        say(line)
    if rejects is not None:
        write_file(rejects, rows_to_csv(_REJECTS, built.rejects))
        say(f"Rejected records: written to {rejects}")


def _check_place(rejects: Path, read: list[Path]) -> None:
    """Say before the import, not after, that the rejected records cannot go there."""
    if rejects.is_dir() or not rejects.parent.is_dir():
        raise BadInput(f"{rejects} cannot be written.", "Name a file in a folder that is there.")
    if any(rejects.exists() and file.exists() and rejects.samefile(file) for file in read):
        raise BadInput(f"{rejects} is one of the files to read.", "Name another for the rejects.")


def _is_synthetic(folder: Folder) -> bool:
    current = folder.current()
    return current is not None and bool(read_entry(folder, current)["synthetic"])
