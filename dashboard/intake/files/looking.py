"""What does a file look like, for somebody who is to say what its columns mean? In the process apart."""
# ruff: noqa: S608 - composed from positional column names only.

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from dashboard.intake.decimals import commas_among
from dashboard.intake.files.converting import convert_here
from dashboard.intake.files.form import Form
from dashboard.intake.files.parquet import CONFIG
from dashboard.intake.reading import Source, find_source, load


def look_at(path: Path, folder: Path, details: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is to be recognised (`recognising.Recognised`)?"""
    source = source_of(path, folder, details)
    origin, header = source.origin, source.header
    with duckdb.connect(config=CONFIG) as connection:
        load(connection, source)
        form = Form(**details["form"])
        every = list(range(len(header.names)))
        commas = commas_among(connection, source, every, form.decimal)
    return {
        "format": origin.format,
        "encoding": origin.encoding,
        "delimiter": header.delimiter if origin.format == "csv" else "",
        "decimal": "comma" if commas.columns else "point",
        "commas": sorted(commas.columns),
        "sheet": origin.sheet,
        "sheets": list(origin.sheets),
        "header_rows": origin.header_rows,
        "names": list(header.names),
        "records": source.read,
        "blank": source.blank,
        "unreadable": source.read - source.blank - int(source.loaded.size),
        "notes": [*origin.notes, *commas.notes],
    }


def preview_of(path: Path, folder: Path, details: Mapping[str, Any]) -> Mapping[str, Any]:
    """What stands in the first records, in the columns asked for and no others?"""
    source = source_of(path, folder, details)
    columns: list[int] = details["columns"]
    first = "select rowid from raw order by rowid limit $rows"
    told: dict[str, Any] = {"rows": details["rows"]}
    if "key" in details:
        key = f"trim(c{details['key']})"
        first = f"select rowid from raw where {key} in (select unnest($keys)) limit $rows"
        told["keys"] = details["keys"]
    if details["patient"] is not None:
        patient = f"trim(c{details['patient']})"
        those = f"select {patient} from raw where rowid in ({first})"
        first = f"select rowid from raw where rowid in ({first}) or {patient} in ({those})"
    with duckdb.connect(config=CONFIG) as connection:
        load(connection, source)
        texts = ", ".join(f"coalesce(trim(c{index}), '')" for index in columns)
        rows = connection.execute(
            f"select rowid, {texts} from raw where rowid in ({first}) order by rowid", told
        ).fetchall()
    lines = source.scan.lines[source.loaded[[row[0] for row in rows]]].tolist() if rows else []
    cells = {str(index): [row[at] for row in rows] for at, index in enumerate(columns, 1)}
    return {"lines": lines, "cells": cells}


def source_of(path: Path, folder: Path, details: Mapping[str, Any]) -> Source:
    """How is the file to be read that the task is about?"""
    known = frozenset(details["known"])
    return find_source(path, known, Form(**details["form"]), folder, convert=convert_here)
