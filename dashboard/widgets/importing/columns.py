"""Which of their columns is which of ours? Every suggestion can be changed."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.intake.mapping import Ours, Suggestion, needed, ours, suggest_columns
from dashboard.widgets.importing.files import once
from dashboard.widgets.importing.recognised import Looked
from dashboard.widgets.reading import as_text

_WHY = {
    "same name": "the same name as ours",
    "known name": "a name that other systems use for it",
    "similar name": "a similar name: please check",
    "values": "recognised by its values: please check",
}


def choose(looked: Looked, key: str) -> dict[str, int]:
    """Our column → theirs (from 0), of those that are filled."""
    every = ours("episodes")
    suggested = {one.ours: one for one in once("suggested", key, lambda: _suggested(looked))}
    required = needed("episodes")
    first = [one for one in every if one.name in required or one.name in suggested]
    first.sort(key=lambda one: one.name not in required)
    others = [one for one in every if one not in first]
    chosen = _boxes(first, looked, suggested, key)
    with st.expander(f"{len(others)} more columns that the file could fill"):
        chosen |= _boxes(others, looked, suggested, key)
    return {name: index for name, index in chosen.items() if index is not None}


def _suggested(looked: Looked) -> tuple[Suggestion, ...]:
    values = {
        index: tuple(column.values)
        for index, column in enumerate(looked.columns)
        if column.values is not None
    }
    lists = {one.name: one.allowed for one in ours("episodes")}
    found = suggest_columns(looked.recognised.names, values, lists)
    # What looks like identity may be a key, which is hashed, and nothing else.
    keys = {one.name for one in ours("episodes") if one.is_key}
    return tuple(
        one for one in found if one.ours in keys or looked.columns[one.theirs].withheld is None
    )


def _boxes(
    several: list[Ours], looked: Looked, suggested: Mapping[str, Suggestion], key: str
) -> dict[str, int | None]:
    chosen = {}
    required = needed("episodes")
    halves = st.columns(2)
    for place, one in enumerate(several):
        with halves[place % 2]:
            chosen[one.name] = _box(
                one, looked, suggested.get(one.name), key, required=one.name in required
            )
    return chosen


def _box(
    one: Ours, looked: Looked, suggestion: Suggestion | None, key: str, *, required: bool
) -> int | None:
    options = [
        index
        for index, column in enumerate(looked.columns)
        if column.withheld is None or one.is_key
    ]
    start = options.index(suggestion.theirs) if suggestion is not None else None
    index = st.selectbox(
        f"{title(one.name)}{' (needed)' if required else ''}",
        options,
        index=start,
        format_func=looked.called,
        placeholder="not in the file",
        help=as_text(f"{one.meaning[:1].upper()}{one.meaning[1:]}."),
        key=f"{key}:column:{one.name}",
    )
    if suggestion is not None and index == suggestion.theirs:
        st.caption(f"Suggested: {_WHY[suggestion.reason]}.")
    return index


# Where our name would be misread.
_TITLES = {
    "patient_key": "Patient",
    "episode_key": "Course of care",
    "start_month": "First session",
    "last_seen_day": "Last seen",
}


def title(name: str) -> str:
    """How is our column called on the page?"""
    if name in _TITLES:
        return _TITLES[name]
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}".replace("Dlqi", "DLQI").replace("Diy", "DIY")


def left_out(looked: Looked, chosen: Mapping[str, int]) -> tuple[int, ...]:
    """Which of their columns are not looked at, because they look like identity? Said on the page."""
    hidden = [
        index
        for index, column in enumerate(looked.columns)
        if column.withheld is not None and index not in chosen.values()
    ]
    if hidden:
        told = [f"{looked.called(index)}: {looked.columns[index].withheld}" for index in hidden]
        st.caption(as_text(f"Left out, because they look like identity: {'; '.join(told)}."))
    return tuple(hidden)
