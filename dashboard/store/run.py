"""Put a question to a release by its name: open read-only, locked down, one cursor a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from dashboard import statements, words
from dashboard.errors import StoreFault
from dashboard.store.folder import Folder

# A clinic's machine fetches nothing, and a database loads nothing that came with a file.
NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
# An answer works on hundreds of frames of a few rows: there text as Python's own takes two thirds of the
# time of text as Arrow's, which is made for many rows.
pd.set_option("mode.string_storage", "python")
# The files that are open, the longest unused first. Two threads that open one at once would both try
# to lock its settings.
_OPENED: dict[Path, tuple[int, duckdb.DuckDBPyConnection]] = {}
_OPENING = Lock()
_MOST_OPEN = 8


@dataclass(frozen=True)
class Release:
    """Which release is asked? Immutable; equal where the file is the same, so that it can key a cache.

    `made`: when the file was written, in nanoseconds. A data folder restored from a backup may have
    another file under a number that was asked before.
    """

    number: int
    path: Path
    made: int

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """What does the query `name` count, as a frame with the columns of its header?

        Raises
        ------
        StoreFault
            If the database cannot answer (disk full, file damaged, out of memory).
        """
        cursor = _cursor(self)
        try:
            return _as_text(cursor.execute(_parsed(name), dict(parameters or {})).df())
        except duckdb.Error as error:
            raise StoreFault(
                f"Release {self.number} did not answer “{name}”: {_first_line(error)}.",
                "Run “python -m dashboard check”.",
            ) from error
        finally:
            cursor.close()

    @cached_property
    def about(self) -> About:
        """What is this release: when made, synthetic or not, from when to when, how large?"""
        row = self.run("release/months_by_release").iloc[0]
        return About(
            number=int(row["number"]),
            created=row["created"].to_pydatetime(),
            synthetic=bool(row["synthetic"]),
            software_version=str(row["software_version"]),
            first_month=_month(row["first_month"]),
            last_month=_month(row["last_month"]),
            first_cutoff=_month(row["first_cutoff"]),
            last_cutoff=_month(row["last_cutoff"]),
            episodes=int(row["episodes"]),
            patients=int(row["patients"]),
        )

    @cached_property
    def known(self) -> dict[str, tuple[str, ...]]:
        """Which values does each dimension know: its closed list, or for clinic and year what the records hold?"""
        labels = self.run("release/labels_by_list")
        lists = {str(name): tuple(rows["value"]) for name, rows in labels.groupby("list")}
        lists["delicate_site"] = lists["yes_no"]
        for name in ("deep", "clustered", "spreading", "inflamed_at_start"):
            lists[name] = lists["yes_no"]
        for name in ("clinic", "start_year"):
            lists[name] = tuple(value for value in self.held[name] if value != words.NOT_RECORDED)
        return {name: lists[name] for name in words.DIMENSIONS}

    @cached_property
    def held(self) -> dict[str, dict[str, int]]:
        """How many patients have each value of each dimension?"""
        counts = self.run("release/values_by_dimension")
        return {
            name: {
                str(value): int(patients)
                for value, patients in zip(rows["value"], rows["patients"], strict=True)
            }
            for name, rows in (
                (dimension, counts[counts["dimension"] == dimension])
                for dimension in words.DIMENSIONS
            )
        }


@dataclass(frozen=True)
class About:
    """What does a release say of itself? Months are ``YYYY-MM``, empty where there is no record."""

    number: int
    created: dt.datetime
    synthetic: bool
    software_version: str
    first_month: str
    last_month: str
    first_cutoff: str
    last_cutoff: str
    episodes: int
    patients: int


def open_release(folder: Folder, number: int | None = None) -> Release:
    """Which release is current (or has this number), ready to be asked?

    Raises
    ------
    StoreFault
        If the folder is empty, or the file is missing or damaged.
    """
    chosen = folder.current() if number is None else number
    if chosen is None:
        raise StoreFault(
            f"There are no records in {folder.root}.",
            "Import some, or run “python -m dashboard sample”.",
        )
    path = folder.database(chosen)
    try:
        return _release(chosen, path.resolve(), path.stat().st_mtime_ns)
    except OSError as error:
        raise StoreFault(
            f"Release {chosen} cannot be read: {error.strerror}.",
            "Run “python -m dashboard check”, or “undo” to go back one release.",
        ) from error


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """What is a frame like, with the labels that the database counted by as text?

    They come as categories, of which a group_by would show those too that are not there.
    """
    labels = [
        str(name) for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)
    ]
    return frame.assign(**{name: np.asarray(frame[name].array) for name in labels})


@lru_cache(maxsize=256)
def _parsed(name: str) -> duckdb.Statement:
    """Which statement is the query `name`? Parsed once: on few records parsing takes half of the time."""
    (statement,) = duckdb.extract_statements(statements.load(name).sql)
    return statement


@lru_cache(maxsize=8)
def _release(number: int, path: Path, made: int) -> Release:
    return Release(number, path, made)


def _cursor(release: Release) -> duckdb.DuckDBPyConnection:
    """A cursor of its own for one question: threads that shared a connection got mixed answers."""
    with _OPENING:
        made, connection = _OPENED.pop(release.path, (0, None))
        if connection is not None and made != release.made:
            # As long as it is open, the database would go on answering from the file that was there.
            connection.close()
            connection = None
        if connection is None:
            connection = _open(release.path)
        _OPENED[release.path] = (release.made, connection)
        if len(_OPENED) > _MOST_OPEN:
            oldest = next(iter(_OPENED))
            _OPENED.pop(oldest)[1].close()
        return connection.cursor()


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=True, config=NO_EXTENSIONS)
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
    except duckdb.Error as error:
        raise StoreFault(
            f"The release {path.name} cannot be opened: {_first_line(error)}.",
            "Run “python -m dashboard check”, or “undo” to go back one release.",
        ) from error
    return connection


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")


def _month(day: Any) -> str:
    return "" if pd.isna(day) else f"{day.year:04d}-{day.month:02d}"
