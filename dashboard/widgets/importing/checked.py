"""What would become of the records, what was done with them, and the way back?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.cohort import month_in_words
from dashboard.errors import DashboardError
from dashboard.exports import rows_to_csv
from dashboard.intake.summary import FileSummary, ImportRequest, IntakeSummary
from dashboard.settings import data_folder, read_settings
from dashboard.store import Built, Folder, build_apart, undo
from dashboard.widgets import reading, view
from dashboard.widgets.importing import files
from dashboard.widgets.importing.files import Given
from dashboard.widgets.reading import as_text

_DONE = {"reject": "Rejected", "blank": "Set blank", "repair": "Repaired", "warn": "Warning"}
_REJECTS = ("file", "line", "column", "value", "rule", "message")
_EXAMPLES = 10
_TAKEN = "import_taken"


def check(given: Given, profile: Path | None, key: object) -> None:
    """Check the records when asked to, say what was found, and take them in when asked to."""
    request = ImportRequest(given.episodes, given.complications, profile)
    if st.button("Check the records", key="check_records"):
        st.session_state["import_checked"] = key
    if st.session_state.get("import_checked") != key:
        st.caption("Everything is read and checked; nothing is changed.")
        return
    try:
        built = files.once("checked", key, lambda: _built(request, dry_run=True))
    except DashboardError as error:
        view.show_error(error)
        return
    _say(built)
    if not _accepted(built):
        st.warning("No record can be imported: every one was rejected or blank.")
    elif st.button("Import these records", key="import_records"):
        _take(request)


def _built(request: ImportRequest, *, dry_run: bool) -> Built:
    """Build the next release, or only look what it would be, and show how far it has come."""
    folder = Folder(data_folder())
    bar = st.progress(0.0, "Reading…")

    def tell(step: str, share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), f"{step}…")

    try:
        told = ImportRequest(
            request.episodes,
            request.complications,
            request.profile,
            progress=tell,
        )
        keep = read_settings(folder.root).keep_releases
        return build_apart(folder, told, dry_run=dry_run, keep=keep)
    finally:
        bar.empty()


def _take(request: ImportRequest) -> None:
    try:
        built = _built(request, dry_run=False)
    except DashboardError as error:
        view.show_error(error)
        return
    # The files are no longer needed: what is kept of them is in the release.
    files.forget()
    st.session_state[_TAKEN] = (built.number, _accepted(built), dict(built.changes))
    st.session_state.pop("import_checked", None)
    st.rerun()


def taken() -> None:
    """Say what the last import of this session did, and offer the way back."""
    if _TAKEN not in st.session_state:
        return
    number, accepted, changes = st.session_state[_TAKEN]
    st.success(
        f"Imported: {accepted:,} records, {_changes(changes)}. Release {number} is current, and "
        f"every page shows it."
    )
    if st.button("Undo this import", key="undo_import"):
        try:
            undone, current = undo(Folder(data_folder()))
        except DashboardError as error:
            view.show_error(error)
            return
        del st.session_state[_TAKEN]
        st.success(f"Release {undone} is undone; release {current} is current.")


def _say(built: Built) -> None:
    summary = built.summary
    reading.table(_accounts(summary), "Records: read = accepted + rejected + blank")
    st.markdown(f"**What will change:** {_changes(built.changes)}.")
    _cutoffs(summary)
    if built.replaced_sample:
        st.markdown(
            "The synthetic sample records will be left behind: they are not mixed with others."
        )
    for file in summary.files:
        if file.ignored:
            st.caption(as_text(f"Not taken from {file.name}: {', '.join(file.ignored)}."))
    for note in summary.notes:
        st.caption(as_text(note))
    _rules(summary)
    _rejected(built.rejects)


def _accepted(built: Built) -> int:
    # Rows that records tell of besides are no records of the file.
    return sum(file.accepted for file in built.summary.files if file.layout != "besides")


def _changes(changes: dict[str, int]) -> str:
    told = [f"{changes.get(name, 0):,} {name}" for name in ("new", "changed", "unchanged")]
    return f"{', '.join(told[:-1])} and {told[-1]} episodes"


def _accounts(summary: IntakeSummary) -> pd.DataFrame:
    names = ("read", "accepted", "rejected", "blank")
    rows = [[f"{getattr(file, name):,}" for name in names] for file in summary.files]
    labels = [f"{file.name} ({_kind(file)})" for file in summary.files]
    table = pd.DataFrame(rows, columns=[name.capitalize() for name in names], index=labels)
    return table.rename_axis("File")


def _kind(file: FileSummary) -> str:
    """Of what kind are these records? One file may hold several."""
    beside = file.layout == "besides" and file.kind == "episodes"
    return "further episodes they tell of" if beside else file.kind


def _cutoffs(summary: IntakeSummary) -> None:
    months = sorted(set(summary.cutoffs.values()))
    if not months:
        return
    ends = [month_in_words(month) for month in (months[0], months[-1])]
    told = ends[0] if len(months) == 1 else f"{ends[0]} to {ends[1]}, by clinic"
    st.markdown(f"**The records speak up to:** {told} ({summary.until_from}).")


def _rules(summary: IntakeSummary) -> None:
    order = list(_DONE)
    broken = sorted(
        (rule for rule in summary.rules if rule.count),
        key=lambda rule: (order.index(rule.severity), -rule.count),
    )
    if not broken:
        st.markdown("No rule is broken.")
        return
    table = pd.DataFrame(
        {
            "Column": [rule.column.replace("_", " ") for rule in broken],
            "What": [rule.message for rule in broken],
            "Number": [f"{rule.count:,}" for rule in broken],
        },
        index=pd.Index([_DONE[rule.severity] for rule in broken], name="Done"),
    )
    reading.table(table, "Rules that records break, and what is done")


def _rejected(rejects: Sequence[tuple[object, ...]]) -> None:
    if not rejects:
        return
    shown = rejects[:_EXAMPLES]
    table = pd.DataFrame(
        [["" if part is None else str(part) for part in (row[2], row[3], row[5])] for row in shown],
        columns=["Column", "Value", "Why"],
        index=pd.Index([f"{row[0]}, line {row[1]}" for row in shown], name="Record"),
    )
    reading.table(table, f"The first {len(shown)} of {len(rejects):,} reasons for a rejection")
    st.download_button(
        "All rejected records with reasons (CSV)",
        rows_to_csv(_REJECTS, rejects),
        "rejected.csv",
        "text/csv",
        on_click="ignore",
    )
