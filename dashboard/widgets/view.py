"""What every page looks at: the release, the cohort, the settings and the theme of this run."""

from __future__ import annotations

import os
from dataclasses import dataclass

import streamlit as st

from dashboard.cohort import Cohort
from dashboard.errors import DashboardError
from dashboard.figures.theme import Mode
from dashboard.settings import Settings, data_folder, read_settings
from dashboard.store import Folder, Release, bring_forward, build_sample, is_behind, open_release


@dataclass(frozen=True)
class View:
    """What does this run of a page look at?"""

    release: Release
    settings: Settings
    pseudonymised: bool
    cohort: Cohort
    mode: Mode


def records() -> tuple[Release, Settings, bool]:
    """Which release and settings hold now? An empty data folder is filled with the sample records first."""
    folder = Folder(data_folder())
    if folder.current() is None:
        with st.spinner("First start: putting the synthetic sample records in place…"):
            _fill(str(folder.root.resolve()))
    settings = read_settings(folder.root)
    number = folder.current()
    if number is not None and is_behind(folder, number):
        with st.spinner("These records were stored by an earlier version: preparing them anew…"):
            _bring_forward(str(folder.root.resolve()), number, settings.keep_releases)
    return open_release(folder), settings, folder.pseudonymised


def mode() -> Mode:
    """Is the page light or dark?"""
    return "dark" if st.context.theme.type == "dark" else "light"


def show_error(error: DashboardError) -> None:
    """Say what went wrong and what helps, in place of a page."""
    st.error(f"**{error.what}**  \n{error.remedy}")


# Cached: of two people who open the first page at once, one builds and the other waits.
@st.cache_resource(show_spinner=False)
def _bring_forward(root: str, number: int, keep: int) -> int:
    del number  # Part of the key: another release may be behind as well.
    return bring_forward(Folder(data_folder(environment={"DASHBOARD_DATA": root})), keep)


@st.cache_resource(show_spinner=False)
def _fill(root: str) -> None:
    build_sample(Folder(data_folder(environment={**os.environ, "DASHBOARD_DATA": root})))
