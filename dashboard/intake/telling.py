"""What is said of an import at its end?"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from dashboard.errors import BadInput
from dashboard.intake import acceptance, cutoff
from dashboard.intake.binding import Binding
from dashboard.intake.columns import Checked, Table
from dashboard.intake.expressions import Expressions
from dashboard.intake.files.form import DELIMITERS
from dashboard.intake.header import folded
from dashboard.intake.layouts.accounts import Account, account, account_besides, account_reshaped
from dashboard.intake.layouts.plans import Plan
from dashboard.intake.layouts.visits import worked_out
from dashboard.intake.looks import label, named_like
from dashboard.intake.months import today, written
from dashboard.intake.profile import Profile
from dashboard.intake.reading import Source
from dashboard.intake.summary import FileSummary, IntakeSummary, RuleCount
from dashboard.intake.tallies import tally


@dataclass(frozen=True)
class Staged:
    """Which file was staged, and how were its columns understood?

    Attributes
    ----------
    expressions
        How our columns are taken from its records.
    plan
        How its records become rows.
    filled
        Our columns that are filled.
    told_again
        Further rows that an earlier record tells already.
    besides
        The rows are those that the records of another table's file tell of.
    """

    table: Table
    source: Source
    binding: Binding
    expressions: Expressions
    plan: Plan
    filled: tuple[str, ...]
    told_again: int = 0
    besides: bool = False


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
        if not one.besides:
            acceptance.list_broken(connection, one.source)
            rules += acceptance.count_broken(one.table, one.source)
        visits: list[Checked] = ["visits"] if one.plan.visits or one.plan.follow_ups else []
        kinds: list[Checked] = [one.table, *visits]
        for kind in kinds:
            reshaped = kind == one.table and (one.plan.reshapes or one.besides)
            acceptance.list_rejects(connection, kind, one.source, _withheld(one), reshaped=reshaped)
            rules += acceptance.count_rules(connection, kind)
        files += _file_summaries(connection, one)
    months = cutoff.cutoffs(connection, until)
    return IntakeSummary(
        files=tuple(files),
        rules=tuple(rules),
        cutoffs=months,
        until_from=until.source if months else "",
        notes=tuple(_notes(staged, profile, until)),
        not_identifying=profile.not_identifying,
        hashed=any(key in one.binding.columns for one in staged for key in profile.hash),
        synthetic=profile.synthetic,
        profile_name=profile.name,
        profile_sha256=profile.sha256,
        tallies=tally(connection, [one.table for one in staged]),
    )


def _file_summaries(connection: duckdb.DuckDBPyConnection, staged: Staged) -> list[FileSummary]:
    """What became of the records, and of the rows that they tell of besides?"""
    besides = staged.besides or bool(staged.plan.also)
    told = account_besides(connection, staged.table, staged.told_again) if besides else None
    if staged.besides:
        return [_file_summary(staged, told, besides=True)] if told else []
    own = (
        account_reshaped(connection, staged.source)
        if staged.plan.reshapes
        else account(connection, staged.table, staged.source)
    )
    files = [_file_summary(staged, own, besides=False)]
    return files + ([_file_summary(staged, told, besides=True)] if told else [])


def _file_summary(staged: Staged, counts: Account, *, besides: bool) -> FileSummary:
    source, header = staged.source, staged.source.header
    read = counts.accepted + counts.rejected if besides else source.read
    blank = 0 if besides else source.blank
    if read != counts.accepted + counts.rejected + blank:
        raise BadInput(
            f"“{source.name}”: the records read are not those accepted, rejected and blank.",
            "Nothing was imported. Please report this file: the program is at fault.",
        )
    delimiters = {character: name for name, character in DELIMITERS.items()}
    text = source.origin.format == "csv"
    return FileSummary(
        name=source.name,
        kind=staged.table,
        sha256=source.sha256,
        bytes=source.size,
        encoding=source.origin.encoding,
        delimiter=delimiters.get(header.delimiter, header.delimiter) if text else "",
        read=read,
        accepted=counts.accepted,
        rejected=counts.rejected,
        blank=blank,
        repeated=counts.repeated,
        mapped=_mapped(staged),
        ignored=()
        if besides
        else tuple(label(header.names, index) for index in staged.binding.unused(header)),
        format=source.origin.format,
        sheet=source.origin.sheet,
        header_rows=source.origin.header_rows,
        commas=tuple(
            label(header.names, index) for index in sorted(staged.expressions.commas.columns)
        ),
        made=counts.made,
        layout="besides" if besides else staged.plan.kind,
    )


def _mapped(staged: Staged) -> dict[str, str]:
    """What fills each of our columns: of theirs, constants, or what was worked out of the visits?"""
    names = staged.source.header.names
    mapped = dict.fromkeys(worked_out(staged.plan), f"the {staged.plan.kind}")
    for binding in (staged.binding, *staged.plan.bindings_of(staged.table)):
        for ours, several in binding.columns.items():
            sources = [mapped[ours]] if ours in mapped and binding is not staged.binding else []
            sources += [
                "constant" if one.source is None else label(names, one.source) for one in several
            ]
            mapped[ours] = ", ".join(dict.fromkeys(sources))
    return mapped


def _withheld(staged: Staged) -> frozenset[str]:
    """Our columns whose values are not shown: filled from one that is called like identity."""
    names = staged.source.header.names
    return frozenset(
        ours
        for binding in (staged.binding, *staged.plan.bindings)
        for ours, several in binding.columns.items()
        for bound in several
        if bound.source is not None
        and folded(names[bound.source]) != ours
        and named_like(names[bound.source])
    )


def _notes(staged: list[Staged], profile: Profile, until: cutoff.Declared) -> list[str]:
    staged = [one for one in staged if not one.besides]
    notes = [
        f"“{one.source.name}” holds a header but no records."
        for one in staged
        if one.source.read == 0
    ]
    notes += [
        f"“{one.source.name}”: {note}"
        for one in staged
        for note in (*one.source.origin.notes, *one.expressions.commas.notes)
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
    if until.month and until.month > today():
        notes.append(
            f"The month up to which the records were said to speak, {written(until.month)}, is yet to "
            "come: nobody can have been seen until then."
        )
    return notes
