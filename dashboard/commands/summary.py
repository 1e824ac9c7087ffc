"""What became of the records of an import, for the person who gave the files?

They hold the files: small numbers are not hidden from them. Values are never repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from dashboard.cohort import month_in_words
from dashboard.commands.layout import in_columns
from dashboard.intake.summary import FileSummary, IntakeSummary
from dashboard.store import Built, Folder, read_entry
from dashboard.store.anonymity import DETAILS, SMALL, of_ledger

_DONE = {"reject": "rejected", "blank": "set blank", "repair": "repaired", "warn": "warning"}
_FORMATS = {"csv": "CSV", "xlsx": "a workbook (XLSX)", "parquet": "Parquet"}
_LAYOUTS = {
    "visits": "(visits, of which {made} episodes were made)",
    "besides": "(not records: told of in records of the file)",
}
_SOURCES = {"given": "given with --until", "profile": "from the profile"}


def summary_lines(built: Built, folder: Folder, *, was_synthetic: bool) -> list[str]:
    """What is said after an import, line by line?

    Parameters
    ----------
    built
        What came of it.
    was_synthetic
        The release before held synthetic records.
    """
    summary = built.summary
    return [
        *_records(summary),
        *_changes(built.changes),
        *_rules(summary),
        *_cutoffs(summary),
        *_columns(summary),
        *summary.notes,
        *_alike(built, folder),
        *_left_behind(built, was_synthetic=was_synthetic),
        *_release(built, folder),
    ]


def _records(summary: IntakeSummary) -> list[str]:
    rows = [_account(file) for file in summary.files]
    return ["Records", *in_columns(rows, indent=2), *_forms(summary)]


def _forms(summary: IntakeSummary) -> list[str]:
    """As what was each file read?"""
    read = [file for file in summary.files if file.layout != "besides"]
    return [f"{file.name} was read as {', '.join(_form(file))}" for file in read]


def _form(file: FileSummary) -> Iterator[str]:
    yield _FORMATS[file.format]
    if file.format == "csv":
        yield file.encoding
        yield f"{file.delimiter} between the columns"
    if file.sheet:
        yield f"sheet “{file.sheet}”"
    if file.header_rows > 1:
        yield f"{file.header_rows} header rows"
    if file.commas:
        yield f"decimal comma in {', '.join(file.commas)}"


def _account(file: FileSummary) -> tuple[object, ...]:
    parts = ("read =", file.accepted, "accepted +", file.rejected, "rejected +", file.blank)
    repeated = f"({file.repeated:,} accepted twice, kept once)" if file.repeated else ""
    told = _LAYOUTS.get(file.layout, "").format(made=f"{file.made:,}")
    note = " ".join(part for part in (repeated, told) if part)
    return (file.name, file.kind, file.read, *parts, "blank", note)


def _changes(changes: Mapping[str, int]) -> list[str]:
    told = [f"{changes.get(name, 0):,} {name}" for name in ("new", "changed", "unchanged")]
    return [f"Episodes: {', '.join(told)}"]


def _rules(summary: IntakeSummary) -> list[str]:
    broken = [rule for rule in summary.rules if rule.count]
    if not broken:
        return ["Rules: none broken"]
    order = list(_DONE)
    broken.sort(key=lambda rule: (order.index(rule.severity), -rule.count))
    rows = [
        (_DONE[rule.severity], rule.count, f"{rule.kind}.{rule.column}", rule.rule, rule.message)
        for rule in broken
    ]
    return ["Rules broken", *in_columns(rows, indent=2)]


def _cutoffs(summary: IntakeSummary) -> list[str]:
    if not summary.cutoffs:
        return []
    source = _SOURCES.get(summary.until_from, summary.until_from)
    months = Counter(summary.cutoffs.values())
    if len(months) == 1:
        return [f"Cut-off: the records speak up to {month_in_words(*months)} ({source})"]
    rows = [
        (clinic or "clinic not recorded", month_in_words(month))
        for clinic, month in sorted(summary.cutoffs.items())
    ]
    return [f"Cut-off: the records speak up to ({source})", *in_columns(rows, indent=2)]


def _columns(summary: IntakeSummary) -> list[str]:
    lines = [
        f"Columns of {file.name} that were not taken: {', '.join(file.ignored)}"
        for file in summary.files
        if file.ignored
    ]
    if summary.not_identifying:
        said = ", ".join(summary.not_identifying)
        lines.append(f"Taken although they look like identity, as the profile says: {said}")
    return lines


def _alike(built: Built, folder: Folder) -> list[str]:
    """How many patients of the release stand out, and what would change it? Nothing on a dry run."""
    kept = None if built.number is None else of_ledger(read_entry(folder, built.number))
    if not kept:
        return []
    rows = [
        (
            f"{one.in_small:,} of {one.patients:,}",
            f"smallest group {one.smallest:,}",
            DETAILS[detail],
        )
        for detail, one in kept.items()
    ]
    return [
        f"Patients in groups of fewer than {SMALL} who are alike, in the release",
        *in_columns(rows, indent=2),
    ]


def _left_behind(built: Built, *, was_synthetic: bool) -> list[str]:
    if not built.replaced_sample:
        return []
    verb = "would be" if built.number is None else "were"
    if was_synthetic:
        return [f"The synthetic sample records {verb} left behind: they are not mixed with others."]
    return [f"The clinic's own records {verb} left behind: synthetic ones are not mixed with them."]


def _release(built: Built, folder: Folder) -> list[str]:
    if built.number is None:
        return ["Dry run: nothing was changed."]
    lines = []
    if read_entry(folder, built.number)["synthetic"]:
        lines.append("The records are SYNTHETIC: every page and report says so.")
    linked = (
        "pseudonymised: later files link up with these records"
        if folder.pseudonymised
        else "anonymised: no later file can be linked to these records"
    )
    return [*lines, f"Release {built.number} in {folder.root} is current; {linked}."]
