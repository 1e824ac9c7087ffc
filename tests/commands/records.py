"""Record files to import: as few columns as can be, one value of each kind."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path


def episode(number: int, **values: object) -> dict[str, object]:
    """One episode that breaks no rule; every third one recurs."""
    recurred = number % 3 == 0
    return {
        "patient_key": f"p{number}",
        "episode_key": f"e{number}",
        "start_month": f"2024-{1 + number % 12:02d}",
        "treatment": "laser" if number % 2 else "extraction",
        "clinic": "Hill, St Mary" if number % 5 else "=west",
        "last_seen_day": 200 + number,
        "cleared": "yes",
        "cleared_day": 20,
        "recurred_day": 50 + number if recurred else "",
        "recurred_where": "same_site" if recurred else "",
        **values,
    }


def write_csv(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write `rows` as a CSV file, with the columns of the first."""
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
