"""What was asked of intake, and what came of it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dashboard.intake.progress import Progress, silent
from dashboard.intake.tallies import Tallies


@dataclass(frozen=True)
class ImportRequest:
    """Which files are to be taken in, read how, and speaking up to when?

    Attributes
    ----------
    episodes, complications
        The files; at least one of them.
    profile
        A TOML file that says which column of theirs is which of ours.
    until
        Month up to which the records speak, `YYYY-MM`; goes before the profile's.
    progress
        Is told how far the import has come.
    """

    episodes: Path | None
    complications: Path | None = None
    profile: Path | None = None
    until: str | None = None
    progress: Progress = field(default=silent, compare=False, repr=False)


@dataclass(frozen=True)
class FileSummary:
    """What became of the records of one file? `read` = `accepted` + `rejected` + `blank`, always.

    Attributes
    ----------
    repeated
        Accepted records that say the same as an earlier one: kept once.
    mapped
        Our column → what fills it ("column 3 (Arm)", "constant").
    ignored
        Their columns that fill nothing, by number, with the name where it is safe to show.
    format
        `csv`, `xlsx` or `parquet`; encoding and delimiter are empty where it leaves no choice.
    sheet, header_rows
        Which sheet was read, and how many of its rows name the columns.
    commas
        Their columns of numbers that were read with a decimal comma.
    made
        Rows of ours that were kept of the accepted records.
    layout
        What one of the records is: "" a row of ours, `visits`, `follow-ups` (a row with follow-ups
        in columns); `besides`: these are no records but rows that the records tell of besides.
    """

    name: str
    kind: str
    sha256: str
    bytes: int
    encoding: str
    delimiter: str
    read: int
    accepted: int
    rejected: int
    blank: int
    repeated: int
    mapped: Mapping[str, str]
    ignored: tuple[str, ...]
    format: str = "csv"
    sheet: str = ""
    header_rows: int = 1
    commas: tuple[str, ...] = ()
    made: int = 0
    layout: str = ""


@dataclass(frozen=True)
class RuleCount:
    """How often was this rule broken, and what was done about it?

    `reject` rules count rejected records; all others count values of records that were accepted.
    """

    kind: str
    rule: str
    severity: str
    column: str
    count: int
    message: str


@dataclass(frozen=True)
class IntakeSummary:
    """What was taken in, and on which terms?

    Attributes
    ----------
    cutoffs
        Clinic ("" where not recorded) → last month its records speak of, `YYYY-MM`.
    until_from
        Where that month comes from: `given`, `profile`, `latest day in the file`; empty where no
        episode was accepted.
    not_identifying
        Columns that the profile says only look like identity.
    hashed
        Keys were hashed with the salt.
    synthetic
        The profile says that the records are made up.
    profile_sha256
        "" without a profile.
    tallies
        The same rules by clinic and month.
    """

    files: tuple[FileSummary, ...]
    rules: tuple[RuleCount, ...]
    cutoffs: Mapping[str, str]
    until_from: str
    notes: tuple[str, ...] = ()
    not_identifying: tuple[str, ...] = ()
    hashed: bool = False
    synthetic: bool = False
    profile_name: str = ""
    profile_sha256: str = ""
    tallies: Tallies = field(default_factory=Tallies)

    def to_dict(self) -> dict[str, Any]:
        """How is it written to the ledger? Only text, numbers, lists and mappings."""
        return asdict(self)
