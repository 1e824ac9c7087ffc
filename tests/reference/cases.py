"""Reads R's answers and the records on which R gave them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.estimates.counts import Counts, count_by_day

HERE = Path(__file__).resolve().parent


def available() -> list[str]:
    """Which answers are there?"""
    return sorted(path.stem for path in (HERE / "expected").glob("*.json"))


def listed(heading: str) -> dict[str, str]:
    """Which rows does the README's table under this heading have?"""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, flags=re.MULTILINE)
    return {name: said.strip("`") for name, said in rows}


@cache
def expected(name: str) -> Any:
    """What does R answer? NA is NaN where a number is expected: see `numbers`."""
    path = HERE / "expected" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))["results"]


def numbers(values: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Which numbers did R write? `null` is NaN, "Inf" infinity."""
    listed = values if isinstance(values, list) else [values]
    return np.array([np.nan if value is None else float(value) for value in listed])


@cache
def records(name: str) -> pd.DataFrame:
    """On which records did R give this answer?"""
    data = re.sub(r"^(cr|surv)_", "", name)
    return pd.read_csv(HERE / "data" / f"{data}.csv")


def frame_of(name: str, event: int = 1, competing: int = 2) -> pd.DataFrame:
    """What are the counts by arm and day, the arms in R's order?"""
    rows = records(name)
    status = rows["status_cr" if "status_cr" in rows and "surv_" not in name else "event"]
    kind = pd.Series("censored", index=rows.index)
    kind = kind.mask(status == event, "events").mask(status == competing, "competing")
    counted = pd.crosstab([rows["arm"], rows["time"]], kind).reset_index()
    for column in ("events", "competing", "censored"):
        if column not in counted:
            counted[column] = 0
    return counted.rename(columns={"arm": "group", "time": "day"})


def counts_of(name: str, event: int = 1, competing: int = 2) -> Counts:
    """What are those counts as arrays?"""
    return count_by_day(frame_of(name, event, competing))
