"""How do a clinic's records get in? From a file of any system to the next release, step by step."""

from __future__ import annotations

import streamlit as st

from dashboard.errors import DashboardError
from dashboard.widgets import view
from dashboard.widgets.importing import checked, files, mapped, recognised, terms
from dashboard.widgets.importing.files import Given


def page() -> None:
    """The import page: nothing is changed before the last button."""
    st.title("Import records", anchor=False)
    st.caption(
        "Names, dates of birth and other identity never enter: such columns are left out, keys are "
        "hashed, dates become months and days. The file stays on this machine and is removed afterwards. "
        "The filters of the sidebar wait for the other pages."
    )
    checked.taken()
    st.header("1 · The file", anchor=False)
    given = files.ask()
    if given is None:
        st.caption("Nothing is changed before the last step; every import can be undone.")
        return
    try:
        _steps(given)
    except DashboardError as error:
        view.show_error(error)


def _steps(given: Given) -> None:
    if given.profile is not None:
        st.caption("The profile says which column is which, and what the values mean.")
        st.header("2 · Check and import", anchor=False)
        checked.check(given, given.profile, given.key)
        return
    looked = recognised.look(given.episodes, given.key)
    found = mapped.ask(looked, given)
    if found is None:
        return
    st.header("7 · In our terms", anchor=False)
    terms.show(found)
    st.header("8 · Check and import", anchor=False)
    profile = mapped.save(given, found.draft)
    checked.check(given, profile, (given.key, found.draft.toml()))
