"""What stands in the columns of a file that nobody has described yet? In the process apart.

Of a column that looks like identity nothing is told but that; of one with many different values only
how its dates may be read. What is told is for suggestions, and for the columns that a person maps.
"""
# ruff: noqa: S608 - composed from positional column names only.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard.intake.files.looking import source_of
from dashboard.intake.files.parquet import CONFIG
from dashboard.intake.identity import seems
from dashboard.intake.layouts.layouts import GAP
from dashboard.intake.looks import named_like
from dashboard.intake.reading import load

# More different values than any closed list has with its synonyms: a column of free text, numbers or dates.
MOST_VALUES = 60
_MOST_DATES = 400
# So many of the values must be dates of a format for it to be offered.
_MOSTLY = 0.9
_DAYS = ("%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%Y/%m/%d")
_ORDERS = [day.replace("/", mark) for mark in "/-. " for day in _DAYS]
_NAMED = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d %Y", "%d%b%Y")
_MONTHS = ("%Y-%m", "%m/%Y", "%b %Y", "%B %Y", "%b-%y", "%m-%Y")
_TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S")
# Formats know no other "d" and "m" than day and month.
_SWAPPED = str.maketrans("dm", "md")
# What may stand between several values in a cell. A stroke with spaces around is not the one in “N/A”.
MARKS = (";", "|", " / ", " + ", " & ", "\n", "/", "+", "&", ",")
FORMATS = (*(day + time for time in _TIMES for day in (*_ORDERS, *_NAMED)), *_MONTHS)


def survey(path: Path, folder: Path, details: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is told of each column (`recognising.Surveyed`)?"""
    source = source_of(path, folder, details)
    with duckdb.connect(config=CONFIG) as connection:
        load(connection, source)
        every = range(len(source.header.names))
        hidden = {index: named_like(source.header.names[index]) for index in every}
        kept = [index for index in every if hidden[index] is None]
        hidden |= seems(connection, kept)
        return {"columns": [_told(connection, index, hidden.get(index)) for index in every]}


def survey_cut(path: Path, folder: Path, details: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is told of these columns where their cells are cut at these marks (`recognising.Surveyed`)?"""
    source = source_of(path, folder, details)
    first, *others = details["marks"]
    told: dict[str, Any] = {}
    with duckdb.connect(config=CONFIG) as connection:
        load(connection, source)
        connection.execute("alter table raw rename to whole")
        for index in details["columns"]:
            text = f"c{index}"
            for at in range(len(others)):
                text = f"replace({text}, $mark{at}, $mark)"
            connection.execute(
                f"create or replace temp table raw as "
                f"select unnest(string_split({text}, $mark)) as c{index} from whole",
                {"mark": first, **{f"mark{at}": mark for at, mark in enumerate(others)}},
            )
            # Whole cells may not look like identity, and what they are made of may.
            hidden = named_like(source.header.names[index]) or seems(connection, [index]).get(index)
            told[str(index)] = _told(connection, index, hidden)
    return {"columns": told}


def closeness(path: Path, folder: Path, details: Mapping[str, Any]) -> Mapping[str, Any]:
    """What share of the records has another of the same patient on another day close by (`GAP`)?"""
    source = source_of(path, folder, details)
    patient, date = (f"trim(c{details[name]})" for name in ("patient", "date"))
    with duckdb.connect(config=CONFIG) as connection:
        load(connection, source)
        rows = connection.execute(
            f"with days as (select {patient} as patient, "
            f"cast(try_strptime({date}, $format) as date) as day, count(*) as records "
            f"from raw where {patient} <> '' group by all having day is not null), "
            f"near as (select records, day - lag(day) over own <= $gap "
            f"or lead(day) over own - day <= $gap as close from days "
            f"window own as (partition by patient order by day)) "
            f"select coalesce(sum(records) filter (where close) / sum(records), 0) from near",
            {"format": details["format"], "gap": GAP},
        ).fetchall()
    return {"share": float(rows[0][0])}


def _told(
    connection: duckdb.DuckDBPyConnection, index: int, withheld: str | None
) -> Mapping[str, Any]:
    if withheld is not None:
        return {"withheld": withheld}
    rows = connection.execute(
        f"select trim(c{index}) as value, count(*) as records from raw where trim(c{index}) <> '' "
        f"group by 1 order by 2 desc, 1 limit {_MOST_DATES}"
    ).fetchall()
    texts = [str(value) for value, _ in rows]
    formats = date_formats(texts)
    few = len(rows) <= MOST_VALUES and not formats
    return {
        "withheld": None,
        "values": [[value, records] for value, records in rows] if few else None,
        "formats": formats,
        "doubtful": doubtful(texts, formats),
        "marks": [] if formats else marks(texts),
    }


def marks(values: Sequence[str]) -> list[str]:
    """What stands between several values in a cell? A comma only where nothing else does."""
    told = [value for value in values if value.casefold() != "n/a"]
    found = [mark for mark in MARKS if any(mark in value for value in told)]
    plain = {mark.strip() for mark in found if mark != mark.strip()}
    # With spaces around here and there, it is always meant with them.
    found = [mark for mark in found if mark not in plain]
    return [mark for mark in found if mark != ","] or found


def date_formats(values: Sequence[str]) -> list[str]:
    """In which formats can nearly all of these values be read as dates? The likeliest first."""
    if not values:
        return []
    read = {form: sum(_read(value, form) is not None for value in values) for form in FORMATS}
    found = [form for form in FORMATS if read[form] >= _MOSTLY * len(values)]
    return sorted(found, key=lambda form: -read[form])


def doubtful(values: Sequence[str], formats: Sequence[str]) -> str:
    """Which value is another date where day and month change places? Empty: none is."""
    # With the year first nobody writes the day before the month.
    for form in (form for form in formats if not form.startswith("%Y")):
        other = form.translate(_SWAPPED)
        for value in values:
            one, two = _read(value, form), _read(value, other)
            if one is not None and two is not None and one != two:
                return value
    return ""


def _read(value: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(value, form)  # noqa: DTZ007 - a day of the clinic's calendar
    except ValueError:
        return None
