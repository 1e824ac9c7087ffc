"""How the question is put: grouped by what, by which definition, counted in what, compared with whom, how deep."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import words
from dashboard.answers.answer import Choices
from dashboard.answers.clinics import UNITS
from dashboard.store import Release

# On most pages.
USUAL = ("by", "unit", "reference")
SUMMARY, DETAIL = "Summary", "Clinical detail"


@dataclass(frozen=True)
class _Choice:
    """A choice of a list: what of `Choices` it is, its label, code → what it is called, its width."""

    name: str
    label: str
    options: Mapping[str, str]
    width: int


# Name in the address → choice, in the order of the page. The first option is the usual one.
_CHOICES = {
    "weighting": _Choice(
        "weighting",
        "Weigh patients",
        {
            "pairs": "Pair by pair (overlap)",
            "joint": "Chosen ones jointly (overlap)",
            "iptw": "Pair by pair (inverse probability)",
        },
        270,
    ),
    "by": _Choice("group_by", "Compare by", words.DIMENSIONS, 210),
    # Of the records themselves a reader asks clinic by clinic first.
    "told_by": _Choice(
        "group_by", "Told by", {"clinic": words.dimension("clinic"), **words.DIMENSIONS}, 210
    ),
    # Who answers for an outcome; what else patients differ in is their case mix.
    "units": _Choice(
        "group_by", "Side by side", {name: words.dimension(name) for name in UNITS}, 190
    ),
    "definition": _Choice(
        "definition",
        "Milia count as back",
        {"A": "At the same site", "B": "Same site or site not told", "C": "Anywhere"},
        230,
    ),
    "unit": _Choice(
        "unit", "Count", {"patient": "Patients, each once", "episode": "All episodes"}, 190
    ),
}
# Name in the address → what it does not say. With whom groups are compared depends on the groups, and stays behind.
_USUALLY = {key: next(iter(choice.options)) for key, choice in _CHOICES.items()} | {"show": SUMMARY}


def carry_over(page: str) -> None:
    """Take the choices along to another page, in its address too. Called before any page is shown.

    Streamlit remembers them, but one page late: the widgets of the next page come up as if nothing had been
    chosen. What the address says goes first.
    """
    if st.session_state.get("page", page) != page:
        for key, value in _made().items():
            if key not in st.query_params:
                st.session_state[key] = value
                if value != _USUALLY.get(key, value):
                    options = _CHOICES[key].options if key in _CHOICES else {}
                    st.query_params[key] = options.get(value, value)
    st.session_state["page"] = page


def choose(release: Release, shown: Collection[str]) -> tuple[Choices, bool]:
    """Which choices does the reader make for a topic's page; is the clinical detail wanted?

    `shown`: which choices change anything there, of `USUAL`, ``definition`` (what counts as a recurrence) and
    ``weighting``. A choice that is not shown has its usual value, and waits for a page that shows it.
    """
    chosen: dict[str, Any] = {}
    made = _made()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for key, choice in _CHOICES.items():
            if key in shown:
                chosen[choice.name] = made[key] = _ask(key, choice)
            else:
                _keep(key, choice)
        depth = made["show"] = st.segmented_control(
            "Show",
            [SUMMARY, DETAIL],
            default=SUMMARY,
            key="show",
            bind="query-params",
            required=True,
        )
    if depth == DETAIL and "reference" in shown:
        group_by = chosen.get("group_by", _USUALLY["by"])
        chosen["reference"] = made["reference"] = _reference(release, group_by)
    return Choices(**chosen), depth == DETAIL


def _made() -> dict[str, Any]:
    """Which choices were made so far, by their names in the address?"""
    made: dict[str, Any] = st.session_state.setdefault("choices_made", {})
    return made


def _ask(key: str, choice: _Choice) -> str:
    chosen: str = st.selectbox(
        choice.label,
        list(choice.options),
        format_func=choice.options.__getitem__,
        key=key,
        bind="query-params",
        width=choice.width,
    )
    return chosen


def _keep(key: str, choice: _Choice) -> None:
    """Keep what a link says of a choice that this page does not show: no widget here would remember it."""
    asked = st.query_params.get(key)
    for code, said in choice.options.items():
        if said == asked:
            _made().setdefault(key, code)


def _reference(release: Release, group_by: str) -> str:
    """With which group are the others compared?"""
    known = [
        code
        for code in release.known[group_by]
        if code in release.held[group_by] and code not in ("diy", "observation")
    ]
    # Chosen among the values of another dimension, it is none of this one.
    if st.session_state.get("reference", "") not in ("", *known):
        st.session_state["reference"] = ""
    largest = "Extraction, or the largest group" if group_by == "treatment" else "The largest group"
    chosen: str = st.selectbox(
        "Compare with",
        ["", *known],
        format_func=lambda code: words.value(group_by, code) if code else largest,
        key="reference",
        bind="query-params",
        width=300,
    )
    return chosen
