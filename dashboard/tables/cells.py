"""What stands in a cell of a table: a figure with its interval, or in words why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.tables import formats

Row = dict[Any, Any]


def counted(row: Row) -> str:
    """How many does a figure rest on, or why is that not told?"""
    # A figure may be hidden although its denominator is not: too few are followed that far.
    hidden = pd.isna(row["episodes"])
    return formats.STATUS_WORDS[row["status"]] if hidden else f"{row['episodes']:,}"


def shares(
    rows: Sequence[Row], groups: Sequence[str], limits: Mapping[str, float] | None = None
) -> list[str]:
    """How are the shares of these groups written, one precision for all?

    `limits`: group → how large the share may be where nobody had the event.
    """
    by_group = {row["group"]: row for row in rows}
    places = formats.decimals(row["estimate"] for row in rows)
    return [
        share(by_group[group], places, (limits or {}).get(group)) if group in by_group else "–"
        for group in groups
    ]


def share(row: Row, places: int, limit: float | None = None) -> str:
    """How is one share written, with its interval?"""
    said = formats.with_interval(
        float(row["estimate"]), float(row["ci_lower"]), float(row["ci_upper"]), places
    )
    if limit is not None and row["estimate"] == 0.0:
        said = formats.none_at_most(limit)
    if row["status"] == "not_mature":
        return f"{said}, too early"
    return formats.STATUS_WORDS.get(row["status"], said)


def days(row: Row) -> str:
    """How is a number of days written, with its interval where there is one?"""
    if row["status"] != "shown":
        return formats.STATUS_WORDS.get(row["status"], "–")
    return f"{row['estimate']:.0f} days"


def or_status(row: Row, said: str) -> str:
    """What is written: `said`, or in words why there is no figure?"""
    return formats.STATUS_WORDS.get(str(row["status"]), said)
