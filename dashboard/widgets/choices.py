"""How the question is put: grouped by what, by which definition, counted in what, compared with whom, how deep."""

from __future__ import annotations

import streamlit as st

from dashboard import words
from dashboard.answers.answer import DEFINITIONS, WEIGHTINGS, Choices
from dashboard.store import Release

_UNITS = {"patient": "Patients, each once", "episode": "All episodes"}
_DEFINITIONS = {
    "A": "At the same site",
    "B": "Same site or site not told",
    "C": "Anywhere",
}
_WEIGHTINGS = {
    "pairs": "Pair by pair (overlap)",
    "joint": "Chosen ones jointly (overlap)",
    "iptw": "Pair by pair (inverse probability)",
}
SUMMARY, DETAIL = "Summary", "Clinical detail"


def choose(release: Release, *, definition: bool, weighting: bool = False) -> tuple[Choices, bool]:
    """Which choices does the reader make for a topic's page; is the clinical detail wanted?

    `definition`: does it matter what counts as a recurrence? `weighting`: are patients weighted? Then
    treatments are compared and patients counted, and there is no choice of these.
    """
    counted_back, weighted = DEFINITIONS[0], WEIGHTINGS[0]
    group_by, unit = next(iter(words.DIMENSIONS)), next(iter(_UNITS))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if weighting:
            weighted = st.selectbox(
                "Weigh patients",
                list(_WEIGHTINGS),
                format_func=_WEIGHTINGS.__getitem__,
                key="weighting",
                bind="query-params",
                width=270,
            )
        else:
            group_by = st.selectbox(
                "Compare by",
                list(words.DIMENSIONS),
                format_func=words.dimension,
                key="by",
                bind="query-params",
                width=210,
            )
        if definition:
            counted_back = st.selectbox(
                "Milia count as back",
                list(_DEFINITIONS),
                format_func=_DEFINITIONS.__getitem__,
                key="definition",
                bind="query-params",
                width=230,
            )
        if not weighting:
            unit = st.selectbox(
                "Count",
                list(_UNITS),
                format_func=_UNITS.__getitem__,
                key="unit",
                bind="query-params",
                width=190,
            )
        depth = st.segmented_control(
            "Show",
            [SUMMARY, DETAIL],
            default=SUMMARY,
            key="show",
            bind="query-params",
            required=True,
        )
    reference = ""
    if depth == DETAIL:
        known = [
            code
            for code in release.known[group_by]
            if code in release.held[group_by] and code not in ("diy", "observation")
        ]
        reference = st.selectbox(
            "Compare with",
            ["", *known],
            format_func=lambda code: (
                words.value(group_by, code) if code else "Extraction, or the largest group"
            ),
            key="reference",
            bind="query-params",
            width=300,
        )
    chosen = Choices(
        group_by=group_by,
        unit=unit,
        definition=counted_back,
        reference=reference,
        weighting=weighted,
    )
    return chosen, depth == DETAIL
