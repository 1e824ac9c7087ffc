"""What did a report say? Read a folder or bundle back, and see that nobody has changed it."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.answers.answer import SHAPES, WEIGHTINGS, Choices
from dashboard.cohort import Cohort, make_cohort
from dashboard.errors import BadInput
from dashboard.exports.csv import csv_to_table
from dashboard.exports.metadata import FORMAT, sha256
from dashboard.exports.report import METADATA

# What the bytes of a damaged or hostile archive make `zipfile` raise.
_DAMAGED = (OSError, NotImplementedError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)
# Larger than any report: ten thousand groups and days in every table.
_LARGEST = 200 * 1024 * 1024
_REMEDY = "Choose a report that this program has written and nobody has changed."


@dataclass(frozen=True, eq=False)
class Reopened:
    """What does a report hold?

    Attributes
    ----------
    metadata
        All of `report.json`.
    tables
        Topic → shape → table, with the columns and types that the answer had.
    """

    metadata: Mapping[str, Any]
    cohort: Cohort
    choices: Choices
    synthetic: bool
    tables: Mapping[str, Mapping[str, pd.DataFrame]]


def reopen(path: Path) -> Reopened:
    """What does the report at `path` (its folder, its `report.json` or its bundle) hold?

    Raises
    ------
    BadInput
        If it is not a report, a file is missing or is not the one that was written, or what it
        says makes no sense.
    """
    folder = path.parent if path.name == METADATA else path
    if folder.is_dir():
        return _reopened(_Folder(folder))
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput(f"{path} is too large for a report.", _REMEDY)
        return reopen_bundle(path.read_bytes(), str(path))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.", _REMEDY) from error


def reopen_bundle(data: bytes, name: str = "The bundle") -> Reopened:
    """What does a bundle hold, given as bytes (an upload)? As `reopen`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise BadInput(
            f"{name} is neither the folder nor the ZIP file of a report.", _REMEDY
        ) from error
    with archive:
        return _reopened(_Bundle(archive, name))


@dataclass(frozen=True)
class _Folder:
    folder: Path

    def read(self, name: str) -> bytes:
        path = self.folder / name
        try:
            if path.stat().st_size > _LARGEST:
                raise BadInput(f"{path} is too large for a report.", _REMEDY)
            return path.read_bytes()
        except FileNotFoundError as error:
            raise _missing(self.folder, name) from error
        except OSError as error:
            raise BadInput(f"{path} cannot be read: {error.strerror or error}.", _REMEDY) from error


@dataclass(frozen=True)
class _Bundle:
    archive: zipfile.ZipFile
    name: str

    def read(self, name: str) -> bytes:
        try:
            # The size a ZIP file claims is a limit too: zipfile stops reading there.
            if self.archive.getinfo(name).file_size > _LARGEST:
                raise BadInput(f"{name} in {self.name} is too large for a report.", _REMEDY)
            return self.archive.read(name)
        except KeyError as error:
            raise _missing(self.name, name) from error
        except _DAMAGED as error:
            raise BadInput(f"{name} in {self.name} is damaged.", _REMEDY) from error


def _missing(where: object, name: str) -> BadInput:
    return BadInput(f"{where} holds no {name}.", _REMEDY)


def _reopened(source: _Folder | _Bundle) -> Reopened:
    told = _metadata(source.read(METADATA))
    files = _mapping(told, "files")
    contents = {}
    for name, entry in files.items():
        if "/" in name or "\\" in name or name in ("..", METADATA):
            raise BadInput(f"{METADATA} names “{name}”, which is no file of a report.", _REMEDY)
        contents[name] = source.read(name)
        if not isinstance(entry, dict) or sha256(contents[name]) != entry.get("sha256"):
            raise BadInput(f"{name} is not the file that was written: its hash differs.", _REMEDY)
    return Reopened(
        metadata=told,
        cohort=_cohort(_mapping(told, "cohort")),
        choices=_choices(_mapping(told, "choices")),
        synthetic=bool(told.get("synthetic")),
        tables={
            topic: _tables(topic, entry, contents)
            for topic, entry in _mapping(told, "topics").items()
        },
    )


def _metadata(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{METADATA} is not readable JSON.", _REMEDY) from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BadInput(
            f"{METADATA} is not of the format {FORMAT}, which this version reads.",
            "Open it with the version of the program that wrote it.",
        )
    return told


def _tables(topic: str, entry: Any, contents: Mapping[str, bytes]) -> dict[str, pd.DataFrame]:
    tables = {}
    for shape, name in _mapping(entry, "tables").items():
        if shape not in SHAPES or name not in contents:
            raise BadInput(f"{METADATA} says nothing sound of the {shape} of {topic}.", _REMEDY)
        tables[shape] = csv_to_table(contents[name], shape, name)
    return tables


def _cohort(told: Mapping[str, Any]) -> Cohort:
    filters = {name: _texts(kept, name) for name, kept in _mapping(told, "filters").items()}
    # The values were known to the release that the report speaks of; it may be gone.
    return make_cohort(filters, filters, _text(told, "from_month"), _text(told, "to_month"))


def _choices(told: Mapping[str, Any]) -> Choices:
    horizons = told.get("horizons")
    if not isinstance(horizons, list) or not all(type(days) is int for days in horizons):
        raise BadInput(f"{METADATA}: “horizons” are not whole days.", _REMEDY)
    return Choices(
        group_by=_text(told, "group_by"),
        unit=_text(told, "unit"),
        definition=_text(told, "definition"),
        reference=_text(told, "reference"),
        horizons=tuple(horizons),
        policy=_text(told, "policy"),
        # Reports written before there was a choice do not have it.
        weighting=_text({"weighting": WEIGHTINGS[0], **told}, "weighting"),
    )


def _mapping(told: Any, key: str) -> dict[str, Any]:
    value = told.get(key) if isinstance(told, Mapping) else None
    if not isinstance(value, dict):
        raise BadInput(f"{METADATA} lacks “{key}”.", _REMEDY)
    return value


def _text(told: Mapping[str, Any], key: str) -> str:
    value = told.get(key)
    if not isinstance(value, str):
        raise BadInput(f"{METADATA} lacks “{key}”.", _REMEDY)
    return value


def _texts(value: Any, key: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise BadInput(f"{METADATA}: “{key}” is not a list of values.", _REMEDY)
    return value
