"""Tables that a person can read and check, turned into frames."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.estimates.counts import Counts, count_by_day
from dashboard.estimates.differences import pair_differences


def table(text: str) -> pd.DataFrame:
    """Which frame does this table show? Columns are split at `|`; an empty cell is NaN."""
    lines = [line for line in text.strip().splitlines() if set(line.strip()) - set("-|+ ")]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    for column in frame:
        numbers = pd.to_numeric(frame[column].replace("", None), errors="coerce")
        if numbers.notna().sum() == (frame[column] != "").sum():
            frame[column] = numbers
    return frame


def row(frame: pd.DataFrame, **keys: Any) -> dict[str, Any]:
    """Which one row has these values?"""
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    (only,) = every_row(frame)
    return only


def every_row(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """What does each row say?"""
    return [{str(name): value for name, value in one.items()} for one in frame.to_dict("records")]


def patients(text: str) -> Counts:
    """What are the counts of these patients? One row each: group, day, status."""
    return count_rows(table(text))


def count_rows(rows: pd.DataFrame) -> Counts:
    """What are the counts of these rows: group, day, status?"""
    return count_by_day(frame_of_rows(rows))


def frame_of_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """What are the counts of these rows as a query would return them?"""
    kinds = {"event": "events", "competing": "competing", "censored": "censored"}
    counted = pd.DataFrame({"group": rows["group"], "day": rows["day"]})
    for status, column in kinds.items():
        counted[column] = (rows["status"] == status).astype(int)
    return counted.groupby(["group", "day"], sort=False).sum().reset_index()


def against(
    at: pd.DataFrame, reference: str, covariances: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The differences with one reference, of all pairs."""
    others = [str(group) for group in at["group"].unique() if group != reference]
    table = pair_differences(at, [reference, *others], covariances=covariances)
    return table[table["reference"] == reference].reset_index(drop=True)
