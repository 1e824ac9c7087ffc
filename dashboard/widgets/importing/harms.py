"""Where does the file tell of complications: nowhere, in one column, or in a column for each?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.intake.files.form import read_form
from dashboard.intake.files.recognising import survey_cut
from dashboard.intake.files.surveying import MARKS
from dashboard.intake.layouts.layouts import Rows
from dashboard.intake.mapping import KIND, TELLING, Suggestion, of_harms
from dashboard.intake.profile import Profile
from dashboard.intake.recipes import Recipe
from dashboard.widgets.importing import columns, harms_each
from dashboard.widgets.importing.files import once
from dashboard.widgets.importing.harms_each import one_each
from dashboard.widgets.importing.parts import Meant, Part
from dashboard.widgets.importing.recognised import Looked

ASSESSED = "complications_assessed"
_WHERE = {
    "none": "nowhere in this file",
    "cell": "in one column, one or several in a cell",
    "columns": "in a column for each",
}
_MARKS = {
    ";": "a semicolon",
    ",": "a comma",
    "|": "a vertical bar",
    "/": "a stroke",
    " / ": "a stroke between spaces",
    "+": "a plus",
    " + ": "a plus between spaces",
    "&": "an ampersand",
    " & ": "an ampersand between spaces",
    "\n": "a line break",
}
_BLANK = {
    "": "nothing is known",
    "yes": "somebody looked, and found none",
    "no": "nobody looked",
}


@dataclass(frozen=True)
class Harms:
    """What is decided about complications in the file of episodes?

    Attributes
    ----------
    parts
        Which columns tell of them: one part, or one for each kind.
    split, marks
        Their columns whose cells are cut, and what stands between several in a cell; empty where each
        has columns of its own.
    blank
        What a record in which nothing stands says of whether anybody looked, as a value of ours.
    """

    parts: tuple[Part, ...] = ()
    split: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    blank: str | None = None

    def rows(self, meant: Sequence[Meant]) -> tuple[Rows, ...]:
        """How does the profile say it?"""
        told = [(part, one.recipes(part)) for part, one in zip(self.parts, meant, strict=True)]
        if not self.marks:
            return tuple(one_each(part, filled).rows() for part, filled in told)
        return tuple(
            Rows(
                {name: (recipe,) for name, recipe in filled.items()},
                split=self.split,
                separators=self.marks,
            )
            for part, filled in told
        )

    def assessed(self) -> tuple[Recipe, ...]:
        """How does it follow from them whether anybody looked? Empty: it does not."""
        if self.blank is None:
            return ()
        told = [
            part.looked.names[part.chosen[name]]
            for part in self.parts
            for name in (KIND, *TELLING)
            if name in part.chosen and (not self.marks or name == KIND)
        ]
        recipes = [Recipe(name, otherwise="yes") for name in dict.fromkeys(told)]
        if recipes and self.blank:
            recipes[-1] = replace(recipes[-1], recode=(("", self.blank),))
        return tuple(recipes)


def ask(looked: Looked, main: Part, taken: Collection[int]) -> Harms | None:
    """Where are they told? None: something is still to be said.

    `taken`: columns that are suggested for something else.
    """
    cell = columns.suggest(looked, of_harms(), "complications", taken=sorted(taken))
    if KIND in cell and cell[KIND].reason == "similar name":
        cell = {}
    each = harms_each.suggest(looked, taken)
    likely = "cell" if KIND in cell else "columns" if each else "none"
    where = st.radio(
        "Where does the file tell of complications?",
        list(_WHERE),
        index=list(_WHERE).index(likely),
        format_func=_WHERE.__getitem__,
        key=f"{looked.key}:harms",
    )
    if where == "none":
        return Harms()
    if where == likely:
        st.caption("Suggested by the names of the columns, and what stands in them: please check.")
    if where == "cell":
        found = _in_cells(looked, cell)
    else:
        parts = harms_each.ask(looked, each)
        found = None if parts is None else Harms(parts)
    if found is None or ASSESSED in main.chosen:
        return found
    return replace(found, blank=_blank(looked))


def _blank(looked: Looked) -> str:
    chosen: str = st.selectbox(
        "Where these columns are blank",
        list(_BLANK),
        format_func=_BLANK.__getitem__,
        key=f"{looked.key}:blank",
        help="Where something stands, if only “none”, somebody looked. Only courses of which somebody "
        "looked count in the rates of complications.",
    )
    return chosen


def _in_cells(looked: Looked, suggested: Mapping[str, Suggestion]) -> Harms | None:
    chosen = columns.choose(looked, of_harms(), (KIND,), suggested)
    if columns.is_lacking((KIND,), chosen):
        return None
    have = looked.columns[chosen[KIND]].marks
    marks = st.multiselect(
        "Between several in a cell stands",
        list(dict.fromkeys([*have, *MARKS])),
        default=list(have),
        format_func=_MARKS.__getitem__,
        help="The cells of the columns beside are cut alike: the first day is that of the first complication.",
        key=f"{looked.key}:marks:{chosen[KIND]}",
    )
    if not marks:
        # Where there is one in a cell, it is cut at what does not stand in any.
        marks = [next(mark for mark in MARKS if mark not in have)]
    # Of a column of whole dates, no cell holds several.
    cut = [name for name in chosen if name == KIND or not looked.columns[chosen[name]].formats]
    indexes = tuple(dict.fromkeys(chosen[name] for name in cut))
    asked = (looked.key, looked.form, indexes, tuple(marks))
    profile = Profile(form=read_form(looked.form))
    with st.spinner("Looking at the cells…"):
        found = once("cut", asked, lambda: survey_cut(looked.path, indexes, marks, profile))
    read = tuple(found.get(index, column) for index, column in enumerate(looked.columns))
    part = Part(replace(looked, columns=read, key=f"{looked.key}:cut"), of_harms(), chosen)
    return Harms((part,), tuple(looked.names[index] for index in indexes), tuple(marks))
