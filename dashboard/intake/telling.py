"""What is said of an import at its end?"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from dashboard.errors import BadInput
from dashboard.intake import acceptance, cutoff
from dashboard.intake.binding import Binding
from dashboard.intake.columns import Table
from dashboard.intake.header import DELIMITERS, folded
from dashboard.intake.looks import label, named_like
from dashboard.intake.months import today, written
from dashboard.intake.profile import Profile
from dashboard.intake.reading import Source
from dashboard.intake.summary import FileSummary, IntakeSummary, RuleCount


@dataclass(frozen=True)
class Staged:
    """Which file was staged, and how were its columns understood?"""

    table: Table
    source: Source
    binding: Binding


def summarise(
    connection: duckdb.DuckDBPyConnection,
    profile: Profile,
    until: cutoff.Declared,
    staged: list[Staged],
) -> IntakeSummary:
    """What was read, accepted and rejected, by which rules, and up to when does it speak?

    Fills `rejected_records` on the way.

    Raises
    ------
    BadInput
        If the account of a file does not balance.
    """
    files: list[FileSummary] = []
    rules: list[RuleCount] = []
    for one in staged:
        acceptance.list_rejects(connection, one.table, one.source, _withheld(one))
        rules += acceptance.count_rules(connection, one.table, one.source)
        files.append(_file_summary(connection, one))
    months = cutoff.cutoffs(connection, until)
    return IntakeSummary(
        files=tuple(files),
        rules=tuple(rules),
        cutoffs=months,
        until_from=until.source if months else "",
        notes=tuple(_notes(staged, profile, until, months)),
        not_identifying=profile.not_identifying,
        hashed=any(key in one.binding.columns for one in staged for key in profile.hash),
        synthetic=profile.synthetic,
        profile_name=profile.name,
        profile_sha256=profile.sha256,
    )


def _file_summary(connection: duckdb.DuckDBPyConnection, staged: Staged) -> FileSummary:
    source, header = staged.source, staged.source.header
    counts = acceptance.account(connection, staged.table, source)
    if source.read != counts.accepted + counts.rejected + source.blank:
        raise BadInput(
            f"“{source.name}”: the records read are not those accepted, rejected and blank.",
            "Nothing was imported. Please report this file: the program is at fault.",
        )
    delimiters = {character: name for name, character in DELIMITERS.items()}
    return FileSummary(
        name=source.name,
        kind=staged.table,
        sha256=source.scan.sha256,
        bytes=source.scan.size,
        encoding="utf-8 with byte order mark" if header.bom else "utf-8",
        delimiter=delimiters[header.delimiter],
        read=source.read,
        accepted=counts.accepted,
        rejected=counts.rejected,
        blank=source.blank,
        repeated=counts.repeated,
        mapped={ours: _filled(staged, ours) for ours in staged.binding.columns},
        ignored=tuple(label(header.names, index) for index in staged.binding.unused(header)),
    )


def _filled(staged: Staged, ours: str) -> str:
    names = staged.source.header.names
    sources = [bound.source for bound in staged.binding.columns[ours]]
    return ", ".join("constant" if one is None else label(names, one) for one in sources)


def _withheld(staged: Staged) -> frozenset[str]:
    """Our columns whose values are not shown: filled from one that is called like identity."""
    names = staged.source.header.names
    return frozenset(
        ours
        for ours, several in staged.binding.columns.items()
        for bound in several
        if bound.source is not None
        and folded(names[bound.source]) != ours
        and named_like(names[bound.source])
    )


def _notes(
    staged: list[Staged], profile: Profile, until: cutoff.Declared, months: dict[str, str]
) -> list[str]:
    notes = [
        f"“{one.source.name}” holds a header but no records."
        for one in staged
        if one.source.read == 0
    ]
    notes += [
        f"The profile drops “{name}”, which “{one.source.name}” does not have."
        for one in staged
        for name in sorted(profile.of(one.table).drop)
        if one.source.header.find(name) is None
    ]
    if any(one.table == "episodes" and "episode_key" not in one.binding.columns for one in staged):
        notes.append(
            "The file has no episode_key: each was hashed from patient, start month, site, "
            "treatment and order."
        )
    if until.month is None and any(month > written(today()) for month in months.values()):
        notes.append(
            "The latest day in the file lies after today: say up to which month the records speak "
            "(--until)."
        )
    return notes
