"""A file of complications that nobody has described yet: which of its columns is which of ours?"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.intake.header import folded
from dashboard.intake.mapping import OwnFile, Suggestion, needed, ours
from dashboard.widgets.importing import columns, recognised
from dashboard.widgets.importing.parts import Meant, Part
from dashboard.widgets.importing.recognised import Looked
from dashboard.widgets.reading import as_text

_KEY = "episode_key"
# Said where that column is still to be chosen.
BY_A_KEY = (
    "The number of the course, or of the visit, must stand in both files. The patient alone is not enough: "
    "nobody can tell to which of several courses a complication belongs. Ask for an export with that number in "
    "both files, or with the complications as columns of the courses."
)


def link(*, visits: bool) -> str:
    """Which column of ours, in the file of episodes, do complications name their episode by?"""
    return "visit_key" if visits else _KEY


def ask(path: Path, key: str, main: Part) -> Part | None:
    """Which of its columns is which? None: something is still to be said.

    `main` is what was chosen of the file of episodes.
    """
    looked = recognised.look(path, f"{key}:own", "complications")
    name = link(visits="visit_date" in main.chosen)
    linked = main.looked.called(main.chosen[name])
    st.caption(
        as_text(
            f"Each of its rows is a complication, and names its course of care by what stands in the other "
            f"file in {linked} ({columns.title(name).lower()})."
        )
    )
    offered = ours("complications")
    same = _same(looked, main.looked.names[main.chosen[name]])
    suggested = columns.suggest(looked, offered, "own", taken=[] if same is None else [same])
    if same is not None:
        suggested[_KEY] = Suggestion(_KEY, same, "other file", 1.0)
    required = needed("complications")
    chosen = columns.choose(looked, offered, required, suggested)
    columns.left_out(looked, chosen.values())
    if columns.is_lacking(required, chosen):
        if _KEY not in chosen:
            st.caption(BY_A_KEY)
        return None
    if "complications_assessed" not in main.chosen:
        st.caption(
            "A course of care without a row here counts as free of complications only where a column of the "
            "other file says that somebody looked (complications assessed)."
        )
    return Part(looked, offered, chosen)


def _same(looked: Looked, name: str) -> int | None:
    """Which of its columns is called as in the other file?"""
    names = [folded(one) for one in looked.names]
    return names.index(folded(name)) if folded(name) in names else None


def drafted(part: Part, meant: Meant) -> OwnFile:
    """How does the profile say it?"""
    looked = part.looked
    sources = {looked.names[index] for index in part.chosen.values()}
    drop = columns.dropped(looked, part.offered, sources)
    return OwnFile(meant.recipes(part), looked.form, drop)
