"""Which of their columns is which of ours? Every suggestion can be changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.intake.header import folded
from dashboard.intake.mapping import Ours, Suggestion, suggest_columns
from dashboard.widgets.importing.files import once
from dashboard.widgets.importing.recognised import Looked
from dashboard.widgets.reading import as_text

T = TypeVar("T")

_WHY = {
    "same name": "the same name as ours",
    "known name": "a name that other systems use for it",
    "similar name": "a similar name: please check",
    "values": "recognised by its values: please check",
    "other file": "called as in the other file",
}


def choose(
    looked: Looked,
    offered: Sequence[Ours],
    required: Sequence[str],
    suggested: Mapping[str, Suggestion],
) -> dict[str, int]:
    """Our column → theirs (from 0), of those that are filled."""
    first = [one for one in offered if one.name in required or one.name in suggested]
    order = {name: place for place, name in enumerate(required)}
    first.sort(key=lambda one: order.get(one.name, len(order)))
    others = [one for one in offered if one not in first]
    chosen = boxes(first, looked, required, suggested)
    if others:
        with st.expander(f"{len(others)} more columns that the file could fill"):
            chosen |= boxes(others, looked, required, suggested)
    return chosen


def suggest(
    looked: Looked,
    offered: Sequence[Ours],
    about: str,
    names: Sequence[str] | None = None,
    taken: Collection[int] = (),
) -> dict[str, Suggestion]:
    """What is suggested for these columns of ours? Asked once, by what it is `about`.

    `names`: of their columns, where these say more than those of the file. `taken`: columns that are not
    to be suggested.
    """
    told = once(
        f"suggested:{about}",
        (looked.key, looked.names, tuple(taken)),
        lambda: _suggested(looked, offered, names or looked.names, taken),
    )
    return {one.ours: one for one in told}


def _suggested(
    looked: Looked, offered: Sequence[Ours], names: Sequence[str], taken: Collection[int]
) -> tuple[Suggestion, ...]:
    free = ["" if index in taken else name for index, name in enumerate(names)]
    values = {index: told for index, told in looked.values().items() if index not in taken}
    found = suggest_columns(free, values, {one.name: one.allowed for one in offered})
    # What looks like identity may be a key, which is hashed, and nothing else.
    keys = {one.name for one in offered if one.is_key}
    return tuple(
        one for one in found if one.ours in keys or looked.columns[one.theirs].withheld is None
    )


def boxes(
    several: Sequence[Ours],
    looked: Looked,
    required: Collection[str],
    suggested: Mapping[str, Suggestion],
) -> dict[str, int]:
    """A box for each of our columns: which of theirs is it?"""
    chosen = {}
    for one, place in side_by_side(several, 2):
        with place:
            index = _box(one, looked, suggested.get(one.name), required=one.name in required)
        if index is not None:
            chosen[one.name] = index
    return chosen


def side_by_side(several: Iterable[T], number: int) -> Iterator[tuple[T, DeltaGenerator]]:
    """Where does each of these stand, so many in a row? On a telephone they keep their order."""
    for place, one in enumerate(several):
        if place % number == 0:
            row = st.columns(number)
        yield one, row[place % number]


def _box(one: Ours, looked: Looked, suggestion: Suggestion | None, *, required: bool) -> int | None:
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
        key=f"{looked.key}:column:{one.name}",
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
    "visit_date": "Date of the visit",
    "visit_day": "Day of the follow-up",
    "visit_key": "Key of the visit",
    "kind": "Kind of visit",
    "result": "What was seen of the milia",
    "skin": "Skin: open or healed",
    "complication": "Kind of complication",
    "onset_day": "Seen first",
    "resolved_day": "Gone",
    "tried_at_all": "Whether something was tried at home",
    "tried_how": "What was tried at home",
    "tried_when": "When it was tried at home",
    "tried_result": "What came of the attempt at home",
}


def title(name: str) -> str:
    """How is our column called on the page?"""
    if name in _TITLES:
        return _TITLES[name]
    words = name.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}".replace("Dlqi", "DLQI").replace("Diy", "DIY")


def is_lacking(names: Collection[str], chosen: Collection[str]) -> bool:
    """Is a needed column still to be chosen? Said on the page."""
    lacking = [title(name) for name in names if name not in chosen]
    if lacking:
        st.warning(f"Still to choose: {', '.join(lacking)}.")
    return bool(lacking)


def left_out(looked: Looked, used: Collection[int]) -> None:
    """Say which of their columns are not looked at, because they look like identity."""
    hidden = [index for index in _hidden(looked) if index not in used]
    if hidden:
        told = [f"{looked.called(index)}: {looked.columns[index].withheld}" for index in hidden]
        st.caption(as_text(f"Left out, because they look like identity: {'; '.join(told)}."))


def dropped(looked: Looked, ours: Sequence[Ours], sources: Collection[str]) -> tuple[str, ...]:
    """Which of their columns does the profile drop?

    Those that look like identity, and those with a name of ours for which nobody chose them: an import
    would take them without being told.
    """
    own = {one.name for one in ours}
    hidden = _hidden(looked)
    return tuple(
        name
        for index, name in enumerate(looked.names)
        if name not in sources and (index in hidden or folded(name) in own)
    )


def _hidden(looked: Looked) -> list[int]:
    return [index for index, column in enumerate(looked.columns) if column.withheld is not None]
