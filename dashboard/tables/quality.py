"""The tables of quality: whom to ring, how complete each column is on a scale, and how many patients stand out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.answers.answer import Answer
from dashboard.answers.quality_counts import ANONYMITY, SMALLEST
from dashboard.answers.quality_items import (
    ALIKE,
    BY_NAME,
    FOLLOWED,
    JUDGED,
    NEVER,
    SECTIONS,
    UNASKED,
    Item,
)
from dashboard.answers.quality_ring import RING
from dashboard.store.anonymity import DETAILS, SMALL
from dashboard.tables import cells, formats, shades

Row = dict[Any, Any]
# What is wanting begins to darken a cell, and where.
STEPS = (0.05, 0.10, 0.25, 0.50)
FOLLOW_UP = "Who came back, and what was not asked"
# Heading → its rows.
HEADINGS = {**SECTIONS, FOLLOW_UP: (*FOLLOWED, *UNASKED, ALIKE)}
_LABELS = {item.name: item.label for item in JUDGED}


def calls(answer: Answer) -> pd.DataFrame:
    """Whom to ring, and about what: every figure that lies apart from that of the others together?"""
    rows = [row for row in charts_of(answer, RING) if row["signal"] == RING]
    order = {group: place for place, group in enumerate(answer.groups)}
    rows.sort(key=lambda row: order.get(row["unit_of_chart"], len(order)))
    by = answer.choices.group_by
    index = pd.Index(
        [words.value(by, row["unit_of_chart"]) for row in rows], name=words.dimension(by)
    )
    columns = {
        "What": [f"{_LABELS[row['chart']]}" for row in rows],
        "Missing": [
            formats.with_interval(row["value"], row["lower_warning"], row["upper_warning"], 0)
            for row in rows
        ],
        "Elsewhere": [formats.percent(row["centre"], 0) for row in rows],
        "Of how many": [formats.number(row["denominator"]) for row in rows],
    }
    return pd.DataFrame(columns, index=index)


def heat(answer: Answer, heading: str) -> shades.Shaded:
    """How complete are these columns: a row a column, a cell a group, darker where more is wanting?"""
    rows = {(row["kind"], row["group"]): row for row in estimates_of(answer) if not row["subgroup"]}
    groups = _groups(answer)
    items = [
        item for item in HEADINGS[heading] if any((item.name, group) in rows for group in groups)
    ]
    said = [[_plainly(rows.get((item.name, group))) for group in groups] for item in items]
    levels = [[_level(item, rows.get((item.name, group))) for group in groups] for item in items]
    legend = tuple(
        (place, f"{text} missing" if place == 0 else text) for place, text in shades.scale(STEPS)
    )
    return shades.Shaded(_frame(answer, items, groups, said, "Column"), levels, legend)


def with_intervals(answer: Answer, heading: str) -> pd.DataFrame:
    """The same figures with their intervals, and of how many?"""
    rows = {(row["kind"], row["group"]): row for row in estimates_of(answer) if not row["subgroup"]}
    groups = _groups(answer)
    items = [
        item for item in HEADINGS[heading] if any((item.name, group) in rows for group in groups)
    ]
    said = [[_with_interval(rows.get((item.name, group))) for group in groups] for item in items]
    return _frame(answer, items, groups, said, "Column")


def never(answer: Answer) -> pd.DataFrame:
    """What share was never followed up, by treatment (or clinic, where groups are treatments) and group?"""
    rows = [row for row in estimates_of(answer) if row["kind"] == NEVER and row["subgroup"]]
    by_cell = {(row["subgroup"], row["group"]): row for row in rows}
    groups = [group for group in _groups(answer) if any(row["group"] == group for row in rows)]
    by = "clinic" if answer.choices.group_by == "treatment" else "treatment"
    present = {row["subgroup"] for row in rows}
    order = [name for name in words.TREATMENTS if name in present] if by == "treatment" else []
    order += sorted(present - set(order))
    columns = {
        words.value(answer.choices.group_by, group): [
            _plainly(by_cell.get((name, group))) for name in order
        ]
        for group in groups
    }
    index = pd.Index([words.value(by, name) for name in order], name=words.dimension(by))
    return pd.DataFrame(columns, index=index)


def anonymity(answer: Answer) -> pd.DataFrame:
    """How many patients stand out in what others may know of them, as stored and with less told?"""
    rows = estimates_of(answer)
    shares = {row["kind"]: row for row in rows if row["measure"] == ANONYMITY}
    least = {row["kind"]: row for row in rows if row["measure"] == SMALLEST}
    told = [name for name in DETAILS if name in shares]
    return pd.DataFrame(
        {
            "Smallest group": [_size(least[name], answer) for name in told],
            f"Patients in groups under {SMALL}": [
                cells.or_status(shares[name], formats.number(shares[name]["events"]))
                for name in told
            ],
            "Share of all": [_plainly(shares[name]) for name in told],
        },
        index=pd.Index(
            [_capital(DETAILS[name]) for name in told], name="What is told of a patient"
        ),
    )


def estimates_of(answer: Answer) -> list[Row]:
    """The rows of ``estimates``, as values."""
    rows: list[Row] = answer.tables["estimates"].to_dict("records")
    return rows


def charts_of(answer: Answer, measure: str) -> list[Row]:
    """The rows of ``charts`` of a measure, as values."""
    table = answer.tables["charts"]
    rows: list[Row] = table[table["measure"].eq(measure)].to_dict("records")
    return rows


def _groups(answer: Answer) -> list[str]:
    """Which groups stand in the tables, the hidden ones among them? In page order."""
    rows = estimates_of(answer)
    order = [row["group"] for row in rows if (row["measure"], row["kind"]) in BY_NAME]
    place = {group: number for number, group in enumerate(answer.groups)}
    return sorted(dict.fromkeys(order), key=lambda group: place.get(group, len(place)))


def _frame(
    answer: Answer, items: Sequence[Item], groups: Sequence[str], said: list[list[str]], first: str
) -> pd.DataFrame:
    names = [words.value(answer.choices.group_by, group) for group in groups]
    index = pd.Index([item.label for item in items], name=first)
    return pd.DataFrame(said, index=index, columns=names)


def _plainly(row: Row | None) -> str:
    """How is a share written on the scale: "62%"; a dash where the column applies to nobody?"""
    if row is None:
        return "–"
    share = float(row["estimate"])
    # Nearly all is not all, nearly none not none.
    fine = 0.0 < share < 0.0995 or 0.995 <= share < 1.0
    return cells.or_status(row, formats.percent(share, int(fine)))


def _with_interval(row: Row | None) -> str:
    if row is None:
        return "–"
    share, low, high = (float(row[name]) for name in ("estimate", "ci_lower", "ci_upper"))
    if row["status"] != "shown":
        return formats.STATUS_WORDS[row["status"]]
    return f"{formats.with_interval(share, low, high, 0)} of {row['episodes']:,}"


def _level(item: Item, row: Row | None) -> int:
    if row is None or row["status"] != "shown":
        return 0
    share = float(row["estimate"])
    return shades.level(1.0 - share if item.of_all else share, STEPS)


def _size(row: Row, answer: Answer) -> str:
    if row["status"] != "shown":
        return f"fewer than {max(answer.settings.min_patients, SMALL)}"
    return formats.number(row["estimate"])


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
