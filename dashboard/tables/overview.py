"""The overview as a person reads it: one row a treatment, each figure with its interval and where it lies."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.plain import horizon_in_words
from dashboard.tables import formats

Row = dict[Any, Any]

# What stands in a column of whoever has no figure there: everybody counted is seen again or not, once there was time.
_NOBODY = {"never_seen": "too early"}


@dataclass(frozen=True)
class Column:
    """What is a column called, which way is good, and which page says more?"""

    measure: str
    name: str
    good: str
    page: str


COLUMNS = (
    Column("cleared", "Clear at the first assessment", "higher is better", "clearance"),
    Column("recurrence", "Milia back within {when}", "lower is better", "recurrence"),
    Column("healing", "Half healed after", "lower is better", "healing"),
    Column("complications", "Complication within {when}", "lower is better", "complications"),
    Column("pain", "Pain, 4 or more of 10", "lower is better", "reported"),
    Column("satisfaction", "Satisfied", "higher is better", "reported"),
    Column("never_seen", "Never seen again", "", "operations"),
)


@dataclass(frozen=True)
class Cell:
    """A figure, its interval, and where both lie on the scale of the column (0 to 1); NaN where there is none."""

    figure: str
    interval: str = ""
    low: float = np.nan
    at: float = np.nan
    high: float = np.nan


@dataclass(frozen=True)
class Grid:
    """What stands in the overview's table: headers (with what is good), and a line a group."""

    groups: tuple[str, ...]
    names: tuple[str, ...]
    patients: tuple[str, ...]
    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


def grid(answer: Answer) -> Grid:
    """Which figures stand in which row and column?"""
    rows = answer.tables["estimates"]
    by = answer.choices.group_by
    groups = list(dict.fromkeys(rows.loc[rows["measure"].eq("overview"), "group"]))
    by_measure = {
        str(measure): {row["group"]: row for row in part.to_dict("records")}
        for measure, part in rows.groupby("measure")
    }
    none = rows[rows["measure"].eq("no_event")]
    limits = {
        kind: dict(zip(part["group"], part["estimate"], strict=True))
        for kind, part in none.groupby("kind")
    }
    columns = [
        _cells(
            by_measure.get(column.measure, {}),
            groups,
            limits.get(column.measure, {}),
            _NOBODY.get(column.measure, "–"),
        )
        for column in COLUMNS
    ]
    return Grid(
        groups=tuple(groups),
        names=tuple(words.value(by, group) for group in groups),
        patients=tuple(_patients(by_measure["overview"][group]) for group in groups),
        columns=COLUMNS,
        headers=tuple(_header(column, by_measure.get(column.measure, {})) for column in COLUMNS),
        cells=tuple(zip(*columns, strict=True)),
    )


def changes(answer: Answer) -> pd.DataFrame:
    """By how much did each figure move since the release before? Only what moved, in page order."""
    rows = answer.tables["comparisons"]
    said = {column.measure: column for column in COLUMNS}
    told = [
        (words.value(answer.choices.group_by, row["group"]), _what(row, said), _moved(row))
        for row in rows.to_dict("records")
        if row["status"] != "shown" or abs(row["estimate"]) > 0
    ]
    index = pd.Index([name for name, _, _ in told], name=words.dimension(answer.choices.group_by))
    return pd.DataFrame(
        {"Figure": [what for _, what, _ in told], "Change": [moved for _, _, moved in told]},
        index=index,
    )


def since(answer: Answer) -> str:
    """Since which release are changes told? Empty where there is none before."""
    references = answer.tables["comparisons"]["reference"]
    return str(references.iloc[0]) if len(references) else ""


def _what(row: Row, said: dict[str, Column]) -> str:
    column = said.get(row["measure"])
    return "Patients" if column is None else _named(column, row["horizon_days"])


def _moved(row: Row) -> str:
    if row["status"] != "shown":
        return formats.STATUS_WORDS.get(row["status"], "–")
    if row["measure"] == "overview":
        return f"{row['estimate']:+,.0f}".replace("-", "−")
    if row["measure"] == "healing":
        return f"{row['estimate']:+.1f} days".replace("-", "−")
    return f"{100 * row['estimate']:+.1f} points".replace("-", "−")


def _named(column: Column, horizon: Any) -> str:
    return column.name.format(when="" if pd.isna(horizon) else horizon_in_words(int(horizon)))


def _header(column: Column, rows: dict[str, Row]) -> str:
    horizon = next((row["horizon_days"] for row in rows.values()), None)
    return _named(column, horizon)


def _patients(row: Row) -> str:
    return formats.STATUS_WORDS.get(row["status"]) or f"{row['patients']:,}"


def _cells(
    rows: dict[str, Row], groups: Sequence[str], limits: Mapping[str, float], nobody: str
) -> list[Cell]:
    """`limits`: group → how large the figure may be where nobody had the event; `nobody`: what stands without a row."""
    rows = {
        group: {**row, "ci_lower": 0.0, "ci_upper": limits[group]}
        if group in limits and row["estimate"] == 0.0
        else row
        for group, row in rows.items()
    }
    shown = [row for row in rows.values() if row["status"] == "shown"]
    ends = [float(row[name]) for row in shown for name in ("estimate", "ci_upper")]
    top = max([end for end in ends if not math.isnan(end)] + [1e-9])
    places = formats.decimals(row["estimate"] for row in shown if row["value_unit"] != "days")
    return [_cell(rows[group], top, places) if group in rows else Cell(nobody) for group in groups]


def _cell(row: Row, top: float, places: int) -> Cell:
    if row["status"] != "shown":
        return Cell(formats.STATUS_WORDS.get(row["status"], "–"))
    estimate, low, high = (float(row[name]) for name in ("estimate", "ci_lower", "ci_upper"))
    if row["value_unit"] == "days":
        figure, ends = f"{estimate:.0f} days", (f"{low:.0f}", f"{high:.0f}")
    else:
        figure = formats.percent(estimate, places)
        ends = (f"{100 * low:.{places}f}", f"{100 * high:.{places}f}")
    if math.isnan(low):
        return Cell(figure, "", np.nan, estimate / top)
    # Where the upper limit of a median is not reached, the interval has no end.
    interval = f"{ends[0]} or more" if math.isnan(high) else "–".join(ends)
    return Cell(
        figure, interval, low / top, estimate / top, 1.0 if math.isnan(high) else high / top
    )
