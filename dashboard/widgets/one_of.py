"""Choose one of a list that depends on the answer, and keep the choice in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

# What is chosen on the page of clinics: an outcome's funnel, the order of rows, the unit looked at.
OUTCOME, ORDER, UNIT = "funnel", "sort", "closer"


def choose(label: str, key: str, names: Mapping[str, str], width: int) -> str:
    """Which one is chosen? Code → what it is called. What is no longer there is forgotten: then the first."""
    if st.session_state.get(key) not in (None, *names):
        del st.session_state[key]
    chosen: str = st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        bind="query-params",
        width=width,
    )
    return chosen
