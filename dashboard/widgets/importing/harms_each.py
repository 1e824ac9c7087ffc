"""Which columns tell of one kind of complication each, and what do they say of it?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby

import streamlit as st

from dashboard.intake.columns import Column
from dashboard.intake.mapping import TELLING, THERE, OneEach, Ours, kinds, roles, suggest_harms
from dashboard.intake.recipes import Recipe
from dashboard.widgets.importing.columns import title
from dashboard.widgets.importing.files import once
from dashboard.widgets.importing.parts import Part
from dashboard.widgets.importing.recognised import Looked
from dashboard.widgets.reading import as_label

_THERE = Ours(
    Column(THERE, "VARCHAR", "choice", required=False),
    ("yes", "no"),
    "whether there was such a complication",
)


def suggest(looked: Looked, taken: Collection[int]) -> dict[int, tuple[str, str]]:
    """Their column → the kind of complication it may speak of, and what it may say of it."""
    asked = (looked.key, looked.names, tuple(sorted(taken)))
    return once("suggested:each", asked, lambda: _suggested(looked, taken))


def _suggested(looked: Looked, taken: Collection[int]) -> dict[int, tuple[str, str]]:
    passed = {at for at, column in enumerate(looked.columns) if column.withheld is not None}
    passed |= set(taken)
    names = ["" if at in passed else name for at, name in enumerate(looked.names)]
    dated = [at for at, column in enumerate(looked.columns) if column.formats]
    return {
        one.theirs: (one.kind, one.role) for one in suggest_harms(names, looked.values(), dated)
    }


def ask(looked: Looked, suggested: Mapping[int, tuple[str, str]]) -> tuple[Part, ...] | None:
    """A part for each kind. None: something is still to be said."""
    options = [index for index, column in enumerate(looked.columns) if column.withheld is None]
    chosen = st.multiselect(
        "Columns that tell of a complication",
        options,
        default=list(suggested),
        format_func=looked.called,
        key=f"{looked.key}:each",
    )
    told = [(*_kind_and_role(looked, index, suggested), index) for index in sorted(chosen)]
    if any(kind is None for kind, _, _ in told):
        st.warning("Still to choose: the kind of complication of every column.")
        return None
    if not told:
        st.warning("Still to choose: the columns.")
        return None
    told.sort(key=lambda one: (kinds().index(one[0] or ""), one[2]))
    parts = []
    for kind, ones in groupby(told, key=lambda one: one[0]):
        several = list(ones)
        filled = {role: index for _, role, index in several}
        name = title(kind or "")
        if len(filled) < len(several):
            st.warning(f"{name}: two columns say the same of it. Leave one out, or change it.")
            return None
        if not filled.keys() & set(TELLING):
            st.warning(
                f"{name}: say which column tells that it was there, since when, or its grade."
            )
            return None
        parts.append(Part(looked, (_THERE, *roles()), filled, kind or ""))
    return tuple(parts)


def _kind_and_role(
    looked: Looked, index: int, suggested: Mapping[int, tuple[str, str]]
) -> tuple[str | None, str]:
    """Of which kind does a column speak, and what does it say?"""
    kind, role = suggested.get(index, (None, THERE))
    said = [THERE, *(one.name for one in roles())]
    left, right = st.columns(2)
    called = as_label(looked.called(index))
    chosen: str | None = left.selectbox(
        f"{called} is about",
        kinds(),
        index=None if kind is None else kinds().index(kind),
        format_func=lambda code: code.replace("_", " "),
        placeholder="please choose",
        key=f"{looked.key}:kind:{index}",
    )
    says: str = right.selectbox(
        f"{called} says",
        said,
        index=said.index(role),
        format_func=_said,
        key=f"{looked.key}:role:{index}",
    )
    return chosen, says


def _said(role: str) -> str:
    return "whether it was there" if role == THERE else title(role).lower()


def one_each(part: Part, filled: Mapping[str, Recipe]) -> OneEach:
    """What do the columns of a part say of its kind, with the meaning of their values?"""
    ticks = (
        [theirs for theirs, ours in filled[THERE].recode if ours == "yes"]
        if THERE in filled
        else []
    )
    return OneEach(part.about, filled, [*ticks, "yes"])
