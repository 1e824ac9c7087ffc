"""Choose by pointing: a click on a point chooses, in a list beside the chart, what the point stands for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.figures.theme import CONFIG


def chart(key: str, figure: object, alt: str, *, chooses: str, among: Collection[str]) -> None:
    """A chart of which a point that is clicked chooses.

    The list beside it, which the keyboard reaches, stays the way to choose for whoever does not point.

    Parameters
    ----------
    figure
        Its points carry, as ``customdata``, the codes of what they stand for.
    chooses
        The key of the list.
    among
        What the list offers. A click on anything else changes nothing.
    """
    st.plotly_chart(
        figure,
        theme=None,
        config=CONFIG,
        key=key,
        alt=alt,
        on_select=partial(_take, key, chooses, frozenset(among)),
        selection_mode="points",
    )


def meant(points: Sequence[Mapping[str, Any]], among: Collection[str]) -> str:
    """What does the point that was clicked stand for? Empty: for nothing that can be chosen."""
    code = points[0].get("customdata") if points else None
    return code if isinstance(code, str) and code in among else ""


def _take(key: str, chooses: str, among: frozenset[str]) -> None:
    state: Any = st.session_state[key]
    code = meant(state["selection"]["points"], among)
    if code:
        st.session_state[chooses] = code
