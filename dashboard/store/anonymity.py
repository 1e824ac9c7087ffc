"""How many patients of a release are alike in what others may know of them, and what would make them more alike?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from dashboard import statements
from dashboard.store.run import NO_EXTENSIONS

# A patient in a group of fewer than this many stands out: k = 5 is usual for records that are shared in confidence.
SMALL = 5
AS_STORED = "as_stored"
# What would be told of the patients → how that is said; all as stored first.
DETAILS: Mapping[str, str] = {
    AS_STORED: "as stored: clinic, age band, sex, skin type, kind of milia and month",
    "quarters": "with quarters instead of months",
    "wider_ages": "with wider age bands (under 16, 16–34, 35–54, 55 and over)",
    "without_clinic": "without the clinic",
    "quarters_and_wider_ages": "with quarters and wider age bands",
    "all_three": "with quarters and wider age bands, without the clinic",
}


@dataclass(frozen=True)
class Alike:
    """How large is the smallest group of patients who are alike, and how many are in groups under 5?"""

    smallest: int
    patients: int
    in_small: int


def summed(rows: Iterable[tuple[str, int, int]]) -> dict[str, Alike]:
    """What do counts by (detail, size of the group, patients) say of each detail, in the order of `DETAILS`?

    Without records there is none.
    """
    sizes: dict[str, list[tuple[int, int]]] = {}
    for detail, alike, patients in rows:
        sizes.setdefault(detail, []).append((int(alike), int(patients)))
    return {
        detail: Alike(
            smallest=min(alike for alike, _ in sizes[detail]),
            patients=sum(patients for _, patients in sizes[detail]),
            in_small=sum(patients for alike, patients in sizes[detail] if alike < SMALL),
        )
        for detail in DETAILS
        if detail in sizes
    }


def for_ledger(path: Path) -> dict[str, Any]:
    """What does the ledger keep of the release file `path`: detail → its numbers?"""
    with duckdb.connect(str(path), read_only=True, config=NO_EXTENSIONS) as connection:
        rows = connection.execute(statements.load("quality/patients_by_detail_and_size").sql)
        return {detail: asdict(alike) for detail, alike in summed(rows.fetchall()).items()}


def of_ledger(entry: Mapping[str, Any]) -> dict[str, Alike] | None:
    """What did the ledger entry keep? None: it was written by a version that did not count it."""
    kept = entry.get("anonymity")
    return None if kept is None else {name: Alike(**kept[name]) for name in DETAILS if name in kept}
