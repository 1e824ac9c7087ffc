"""What became of the records at each import that led to a release, as the ledger kept it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.intake.summary import RuleCount
from dashboard.store.folder import Folder
from dashboard.store.ledger import read_entry
from dashboard.store.run import Release


@dataclass(frozen=True)
class Import:
    """What came in with one import?

    Attributes
    ----------
    number, created
        Of the release that it made; `created` is ``YYYY-MM-DD``.
    read, accepted, rejected, repeated
        Records of all files.
    rules
        Those broken; empty where none was.
    tallies
        ``episodes`` and ``patients`` that came, and ``broken`` (rule first), by clinic ("": not recorded)
        and month; None where the version that imported did not keep them.
    """

    number: int
    created: str
    read: int
    accepted: int
    rejected: int
    repeated: int
    rules: tuple[RuleCount, ...]
    tallies: Mapping[str, Any] | None


def imports_of(release: Release) -> tuple[Import, ...]:
    """Which imports led to this release, the first one first?

    Made-up records and real ones are two stories: only those of the same kind. A release that was
    brought forward from an earlier version, or made without an import, brought no records.
    """
    folder = Folder(release.path.parent.parent)
    entries = {
        number: read_entry(folder, number)
        for number in folder.entries()
        if number <= release.number
    }
    synthetic = entries[release.number]["synthetic"]
    return tuple(
        _import(number, entry)
        for number, entry in sorted(entries.items())
        if entry["synthetic"] == synthetic
        and "intake" in entry
        and not entry.get("brought_forward")
    )


def _import(number: int, entry: Mapping[str, Any]) -> Import:
    intake = entry["intake"]
    total = {
        name: sum(int(file.get(name, 0)) for file in intake["files"])
        for name in ("read", "accepted", "rejected", "repeated")
    }
    return Import(
        number=number,
        created=str(entry["created"])[:10],
        rules=tuple(RuleCount(**rule) for rule in intake["rules"] if rule["count"]),
        tallies=intake.get("tallies"),
        **total,
    )
