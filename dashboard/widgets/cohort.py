"""The cohort sidebar: which records does every page speak of? Kept in the address, so that a link reopens the view."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from dashboard import words
from dashboard.cohort import Cohort, make_cohort, month_in_words
from dashboard.disclosure import safe_count
from dashboard.settings import Settings
from dashboard.store import Release
from dashboard.widgets.reading import as_text

FIRST = ("treatment", "site", "skin_type")
MORE = ("milia_type", "age_band", "sex", "lesion_band", "diy_before", "clinic", "operator_role")
_MONTHS = ("from", "to")
# No value of the records: "other" is one.
_RARER, _RARER_SAID = "(rarer)", "Rarer ones, together"
_ANY = ""


def choose(release: Release, settings: Settings) -> Cohort:
    """Which cohort does the reader choose in the sidebar?"""
    unknown = _unknown_in_link(release, settings)
    with st.sidebar:
        st.subheader("Which patients?")
        filters = {name: _filter(name, release, settings) for name in FIRST}
        from_month, to_month = _months(release)
        with st.expander("More filters", expanded=any(st.session_state.get(name) for name in MORE)):
            filters |= {name: _filter(name, release, settings) for name in MORE}
        if from_month and to_month and from_month > to_month:
            st.warning(
                f"The months run backwards: from {month_in_words(from_month)} to "
                f"{month_in_words(to_month)}. The last month is left open."
            )
            to_month = _ANY
        cohort = make_cohort(filters, release.known, from_month, to_month)
        st.markdown(f"**{_size(release, cohort, settings)}** in this cohort")
        st.button(
            "Reset all filters", on_click=_reset, disabled=cohort == Cohort(), width="stretch"
        )
        if unknown:
            st.warning(
                "The link asked for values that these records do not have; they are left out: "
                + as_text("; ".join(unknown))
                + "."
            )
    return cohort


def _filter(name: str, release: Release, settings: Settings) -> list[str]:
    options, others = _options(name, release, settings)
    chosen = st.multiselect(
        words.dimension(name),
        options,
        format_func=lambda code: _RARER_SAID if code == _RARER else words.value(name, code),
        key=name,
        bind="query-params",
        placeholder="All",
    )
    return [code for option in chosen for code in (others if option == _RARER else [option])]


def _options(name: str, release: Release, settings: Settings) -> tuple[list[str], list[str]]:
    """Which values are offered one by one, and which together, because too few patients have them?"""
    held = release.held[name]
    order = [*release.known[name], words.NOT_RECORDED]
    few = [code for code in order if 0 < held.get(code, 0) < settings.min_patients]
    offered = [code for code in order if held.get(code, 0) >= settings.min_patients]
    return [*offered, *([_RARER] if few else [])], few


def _months(release: Release) -> tuple[str, str]:
    months = [_ANY, *_between(release.about.first_month, release.about.last_month)]
    left, right = st.columns(2)
    with left:
        from_month = st.selectbox(
            "From",
            months,
            format_func=lambda month: month_in_words(month) if month else "Start",
            key="from",
            bind="query-params",
        )
    with right:
        to_month = st.selectbox(
            "To",
            months,
            format_func=lambda month: month_in_words(month) if month else "End",
            key="to",
            bind="query-params",
        )
    return from_month, to_month


def _between(first: str, last: str) -> list[str]:
    if not first:
        return []
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, end + 1)]


def _size(release: Release, cohort: Cohort, settings: Settings) -> str:
    number = _patients(release, cohort)
    said = "No" if number == 0 else safe_count(number, settings.min_patients).capitalize()
    return f"{said} {'patient' if said == '1' else 'patients'}"


@lru_cache(maxsize=512)
def _patients(release: Release, cohort: Cohort) -> int:
    if cohort == Cohort():
        return release.about.patients
    return int(
        release.run("cohort/patients_by_cohort", cohort.parameters("treatment", "patient"))[
            "patients"
        ].iloc[0]
    )


def _reset() -> None:
    for name in (*FIRST, *MORE):
        st.session_state[name] = []
    for name in _MONTHS:
        st.session_state[name] = _ANY


def _unknown_in_link(release: Release, settings: Settings) -> list[str]:
    """Which values in the address does no filter know? Streamlit drops them silently; the reader is told."""
    if "unknown_in_link" not in st.session_state:
        unknown = []
        for name in (*FIRST, *MORE):
            options, others = _options(name, release, settings)
            known = {words.value(name, code) for code in options} | (
                {_RARER_SAID} if others else set()
            )
            unknown += [
                f"{words.dimension(name).lower()} “{value[:40]}”"
                for value in st.query_params.get_all(name)
                if value not in known
            ]
        months = {
            month_in_words(month)
            for month in _between(release.about.first_month, release.about.last_month)
        } | {"Start", "End"}
        unknown += [
            f"{name} “{value[:40]}”"
            for name in _MONTHS
            for value in st.query_params.get_all(name)
            if value not in months
        ]
        st.session_state["unknown_in_link"] = unknown
    return list(st.session_state["unknown_in_link"])
