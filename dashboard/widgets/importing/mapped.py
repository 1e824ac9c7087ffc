"""What did a person decide about a file? Columns, dates, values: the draft of a profile, theirs to keep."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.intake.mapping import Draft, Filled, needed
from dashboard.widgets.importing import columns, dates, values
from dashboard.widgets.importing.files import Given
from dashboard.widgets.importing.recognised import Looked


def ask(looked: Looked, key: str) -> Draft | None:
    """What did the person decide? None: something is still to be said."""
    st.header("2 · Which column is which", anchor=False)
    chosen = columns.choose(looked, key)
    hidden = columns.left_out(looked, chosen)
    lacking = [columns.title(name) for name in needed("episodes") if name not in chosen]
    if lacking:
        st.warning(f"Still to choose: {', '.join(lacking)}.")
        return None
    st.header("3 · Dates", anchor=False)
    formats = dates.choose(looked, chosen, key)
    if formats is None:
        return None
    if not formats:
        st.caption("No column needs a format: days are numbers, months are written as ours.")
    st.header("4 · What their values mean", anchor=False)
    meant = values.choose(looked, chosen, key)
    if not meant.recode:
        st.caption("All other values are ours already.")
    names = looked.recognised.names
    left, middle, right = st.columns(3)
    clinic = (
        "" if "clinic" in chosen else left.text_input("Code of the clinic", key=f"{key}:clinic")
    )
    until = middle.text_input(
        "Last month the records speak of (YYYY-MM)",
        key=f"{key}:until",
        help="Where it is left empty: the latest day in the file.",
    )
    system = right.text_input("Name for this profile", key=f"{key}:name", value=looked.path.stem)
    return Draft(
        name=system.strip(),
        form=looked.form,
        clinic=clinic.strip(),
        until=until.strip(),
        blanks=meant.blanks,
        drop=tuple(names[index] for index in hidden),
        columns={
            name: Filled(
                names[index],
                meant.recode.get(name, {}),
                formats.get(name),
                band=name in meant.banded,
            )
            for name, index in chosen.items()
        },
    )


def save(given: Given, draft: Draft) -> Path:
    """Where does the profile stand that the import reads? It is the person's to keep."""
    text = draft.toml()
    path = given.episodes.with_name("profile.toml")
    path.write_text(text, encoding="utf-8")
    st.download_button(
        "Save this profile (TOML)", text, "profile.toml", "application/toml", on_click="ignore"
    )
    st.caption(
        "Next month, hand it in with the file and go straight to the check; or on the command line: "
        "python -m dashboard import FILE --profile profile.toml"
    )
    return path
