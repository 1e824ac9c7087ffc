"""Records as rows of text in our own columns: those of the sample, and the clean part an export tells."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_SAMPLE = Path(__file__).resolve().parent.parent
Row = dict[str, str]


@dataclass(frozen=True)
class Records:
    """Episodes and complications; a blank is an empty text. `starts`: first session by episode key."""

    episodes: list[Row]
    complications: list[Row]
    starts: dict[str, dt.date]

    def harms(self, episode: Row) -> list[Row]:
        """Which complications has this episode?"""
        key = episode["episode_key"]
        return [one for one in self.complications if one["episode_key"] == key]


def read_sample() -> Records:
    """What do the committed sample records say?"""
    return Records(_rows(_SAMPLE / "episodes.csv"), _rows(_SAMPLE / "complications.csv"), {})


def number(row: Row, name: str) -> int | None:
    """Which whole number stands there, if any?"""
    return int(row[name]) if row[name] else None


def only(row: Row, columns: Iterable[str]) -> Row:
    """What is left of a record, of the columns that a system has?"""
    return {name: row.get(name, "") for name in columns}


def on(start: dt.date, day: int | str) -> dt.date:
    """Which date is this day since the first session?"""
    return start + dt.timedelta(days=int(day))


def write_clean(records: Records, folder: Path, name: str) -> None:
    """Write `NAME_episodes.csv` and `NAME_complications.csv`: UTF-8, commas, LF line ends."""
    for table, rows in (("episodes", records.episodes), ("complications", records.complications)):
        with (folder / f"{name}_{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
