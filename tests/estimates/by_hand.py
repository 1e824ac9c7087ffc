"""Tables that a person can read and check, turned into frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.estimates.adjusted_cox import AdjustedCox, adjusted_cox
from dashboard.estimates.case_mix import coded
from dashboard.estimates.counts import STATUSES, Counts, count_by_day
from dashboard.estimates.design import Design, design
from dashboard.estimates.differences import pair_differences
from dashboard.estimates.ends import Ends


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


def designed(counts: pd.DataFrame, arms: Sequence[str], covariates: Sequence[str]) -> Design:
    """How do counts of a case mix enter the model?"""
    return design(coded(counts, arms, covariates))


def ends_of(frame: pd.DataFrame) -> Ends:
    """When and how did observation end in rows of day, status and patients? Each row is a cell."""
    status = [STATUSES.index(each) for each in frame["status"]]
    patients = frame["patients"].to_numpy(dtype=float)
    day = frame["day"].to_numpy(dtype=np.int64)
    return Ends(np.arange(len(frame)), day, np.array(status, dtype=np.int64), patients)


def cox_of(frame: pd.DataFrame, reference: str, covariates: Sequence[str]) -> AdjustedCox:
    """What does Cox's model say of rows of group, covariates, day, status and patients?"""
    others = [str(each) for each in frame["group"].unique() if each != reference]
    return adjusted_cox(coded(frame, [reference, *others], covariates), ends_of(frame))


def against(
    at: pd.DataFrame, reference: str, covariances: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The differences with one reference, of all pairs."""
    others = [str(group) for group in at["group"].unique() if group != reference]
    table = pair_differences(at, [reference, *others], covariances=covariances)
    return table[table["reference"] == reference].reset_index(drop=True)
