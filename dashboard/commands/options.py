"""Which options do several commands share?"""

from __future__ import annotations

from pathlib import Path

import click

from dashboard.settings import data_folder
from dashboard.store import Folder

# Whether a file is there and can be read is said by whoever reads it, in one kind of message.
FILE: click.Path = click.Path(path_type=Path)

DATA = click.option(
    "--data",
    type=FILE,
    metavar="DIR",
    help="The data folder.  [default: DASHBOARD_DATA, or data]",
)


def folder_of(data: Path | None) -> Folder:
    """Which data folder is meant: the one given, `DASHBOARD_DATA`, or `data/`?"""
    return Folder(data_folder(data))
