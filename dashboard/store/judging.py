"""May what an import accepted become a release, and what must be said of its cut-offs?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import duckdb

from dashboard.cohort import month_in_words
from dashboard.errors import BadInput
from dashboard.intake.summary import IntakeSummary

_LOOK = (
    "Nothing was changed. Look what is wrong with each record (“import --rejects FILE”, or the check on the "
    "page), then mend the file or the profile."
)


class NothingAccepted(BadInput):
    """Which import makes no release, since nothing was accepted, and what is wrong with its records (`rejects`)?"""

    def __init__(self, what: str, rejects: list[tuple[Any, ...]]) -> None:
        self.rejects = rejects
        super().__init__(what, _LOOK)


def refusal(summary: IntakeSummary, *, from_empty: bool) -> str | None:
    """Why does this import make no release? None: it does.

    Parameters
    ----------
    from_empty
        What is stored would be left behind: then complications alone are not enough.
    """
    files = [file for file in summary.files if file.layout != "besides"]
    of_episodes = from_empty or any(file.kind == "episodes" for file in files)
    needed = "episodes" if of_episodes else "complications"
    if any(file.made for file in summary.files if file.kind == needed):
        return None
    told = ", ".join(
        f"{file.accepted:,} of {file.read:,} records of “{file.name}”" for file in files
    )
    broken = [rule for rule in summary.rules if rule.count and rule.severity == "reject"]
    why = "."
    if broken:
        most = max(broken, key=lambda rule: rule.count)
        why = f"; most often broken is {most.column or most.rule}: {most.message}"
    return f"No {needed} were accepted ({told}){why}"


def cutoffs_that_stay(
    connection: duckdb.DuckDBPyConnection, summary: IntakeSummary
) -> Iterator[str]:
    """Which cut-offs that are stored are later than this import's, and so stay; and what mends a wrong one?"""
    stored = connection.execute(
        "select until_month, clinic from cutoffs order by until_month, clinic"
    ).fetchall()
    later = [
        (f"{month:%Y-%m}", f"“{clinic}”" if clinic else "clinic not recorded")
        for month, clinic in stored
        if f"{month:%Y-%m}" > summary.cutoffs.get(clinic, "9999")
    ]
    if not later:
        return
    told = "; ".join(
        f"{month_in_words(month)} ({', '.join(clinic for _, clinic in clinics)})"
        for month, clinics in groupby(later, key=lambda one: one[0])
    )
    yield (
        f"An earlier import speaks up to a later month, which is the cut-off from now on: {told}. If that month is "
        "wrong, undo the import that brought it, or import every file anew with the right “--until”, the first one "
        "with “--replace”."
    )
