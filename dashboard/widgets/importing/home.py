"""Does a row tell of an attempt at home besides, and in which columns?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.intake.layouts.layouts import Rows
from dashboard.intake.mapping import HOW, TRIED, WHEN, Suggestion, attempts, is_told, of_attempts
from dashboard.intake.recipes import Recipe
from dashboard.widgets.importing import columns
from dashboard.widgets.importing.parts import Meant, Part
from dashboard.widgets.importing.recognised import Looked

_WHERE = {"none": "nowhere in this file", "columns": "in columns of the same row"}


def suggest(looked: Looked, taken: Collection[int]) -> dict[str, Suggestion]:
    """Which columns may tell of it? By their names alone; empty unless they say that there was one, and when.

    `taken`: columns that are suggested for something else.
    """
    dated = {at for at in range(len(looked.columns)) if _is_dated(looked, at)}
    others = set(range(len(looked.columns))) - dated
    found: dict[str, Suggestion] = {}
    for passed, when in ((others, True), (dated, False)):
        offered = [one for one in of_attempts() if (one.name == WHEN) == when]
        free = sorted({*taken, *passed})
        found |= columns.suggest(looked, offered, f"attempts:{when}", taken=free)
    found = {name: one for name, one in found.items() if one.reason != "values"}
    return found if is_told(found) else {}


def ask(looked: Looked, main: Part, suggested: Mapping[str, Suggestion]) -> tuple[Part, ...] | None:
    """Which columns tell of it: one part, or none? None: something is still to be said."""
    offered, likely = of_attempts(), bool(suggested)
    where = st.radio(
        "Where does the file tell what patients had tried at home before?",
        list(_WHERE),
        index=int(likely),
        format_func=_WHERE.__getitem__,
        key=f"{looked.key}:home",
    )
    if where == "none":
        return ()
    if likely:
        st.caption("Suggested by the names of the columns: please check.")
    # The same column may be chosen above for the course itself.
    own = replace(looked, key=f"{looked.key}:home")
    chosen = columns.boxes(offered, own, (WHEN,), suggested)
    if _is_lacking(looked, main, chosen):
        return None
    st.caption(
        "Each attempt becomes an episode of its own, with the clinic, the sex and the skin type of its row. It "
        "counts as followed up to the first visit. Told again in another row, it is kept once."
    )
    return (Part(own, offered, chosen),)


def _is_lacking(looked: Looked, main: Part, chosen: Mapping[str, int]) -> bool:
    """Is something still to be chosen, or no date? Said on the page."""
    if not is_told(chosen):
        said = " or ".join(f"“{columns.title(name)}”" for name in (TRIED, HOW))
        st.warning(f"Still to choose: “{columns.title(WHEN)}”, and {said}.")
    elif not _is_dated(looked, chosen[WHEN]):
        st.warning(
            f"{columns.title(WHEN)}: in the column chosen for it nothing can be read as a date or a month. "
            f"Choose another column."
        )
    elif not _is_dated(looked, main.chosen[_first_visit(main.chosen)], "%d"):
        st.warning(
            f"{columns.title(_first_visit(main.chosen))}: an attempt is followed up to the first visit, so that a "
            f"column with whole dates is needed for it. Choose one, or leave the attempts out."
        )
    else:
        return False
    return True


def _is_dated(looked: Looked, index: int, part: str = "") -> bool:
    return any(part in form for form in looked.columns[index].formats)


def _first_visit(names: Collection[str]) -> str:
    return "visit_date" if "visit_date" in names else "start_month"


def rows(
    parts: Sequence[Part], meant: Sequence[Meant], filled: Mapping[str, Recipe]
) -> tuple[Rows, ...]:
    """How does the profile say it? `filled`: how the columns of the course are, or of the visit."""
    seen = filled[_first_visit(filled)]
    return tuple(attempts(one.recipes(part), seen) for part, one in zip(parts, meant, strict=True))
