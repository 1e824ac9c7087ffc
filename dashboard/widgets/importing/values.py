"""What do their values mean? Those that are not ours are recoded by a person, with suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.intake.mapping import Ours, means_blank, ours, suggest_values
from dashboard.widgets.importing.columns import title
from dashboard.widgets.importing.recognised import Looked
from dashboard.widgets.reading import as_label, as_text

_BLANK = ""
# Our columns whose exact numbers are banded and forgotten.
_BANDED = ("age_band", "lesion_band")


@dataclass(frozen=True)
class Meant:
    """What do their values mean?

    Attributes
    ----------
    blanks
        Words for *not recorded*, in every column.
    recode
        Our column → theirs → ours.
    banded
        Our columns that are filled from exact numbers.
    """

    blanks: tuple[str, ...]
    recode: Mapping[str, Mapping[str, str]]
    banded: tuple[str, ...]


def choose(looked: Looked, chosen: Mapping[str, int], key: str) -> Meant:
    """What do the values mean of the columns that were chosen?"""
    lists = [one for one in ours("episodes") if one.name in chosen and one.allowed]
    blanks = _blanks(looked, chosen, key)
    banded = tuple(one.name for one in lists if _is_counted(one, looked, chosen[one.name]))
    for name in banded:
        st.caption(f"{title(name)}: exact numbers are put into bands during the import.")
    recode = {}
    for one in lists:
        if one.name not in banded:
            recode[one.name] = _recoded(one, looked, chosen[one.name], blanks, key)
    return Meant(blanks, {name: pairs for name, pairs in recode.items() if pairs}, banded)


def _blanks(looked: Looked, chosen: Mapping[str, int], key: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for index in chosen.values():
        for value in looked.columns[index].values or ():
            if means_blank(value):
                found.setdefault(value.casefold(), value)
    if not found:
        return ()
    words = list(found.values())
    return tuple(
        st.multiselect("Read as “not recorded”", words, default=words, key=f"{key}:blanks")
    )


def _is_counted(one: Ours, looked: Looked, index: int) -> bool:
    """Do exact ages or counts stand where we have bands?"""
    values = looked.columns[index].values
    if one.name not in _BANDED:
        return False
    if values is None:
        return True
    told = [value for value in values if not means_blank(value)]
    return any(value not in one.allowed for value in told) and all(
        value.replace(".", "", 1).isdigit() for value in told
    )


def _recoded(
    one: Ours, looked: Looked, index: int, blanks: tuple[str, ...], key: str
) -> dict[str, str]:
    values = looked.columns[index].values
    if values is None:
        st.warning(
            as_text(
                f"{title(one.name)}: {looked.called(index)} has too many different values for a list. "
                f"Choose another column, or leave it out."
            )
        )
        return {}
    gone = {word.casefold() for word in blanks}
    unknown: dict[str, int] = {}
    spelt: dict[str, str] = {}
    for value, records in values.items():
        if value.casefold() not in gone:
            first = spelt.setdefault(value.casefold(), value)
            unknown[first] = unknown.get(first, 0) + records
    suggested = suggest_values(one.name, one.allowed, unknown)
    if not suggested:
        return {}
    undecided = sum(meant is None for meant in suggested.values())
    told = f": {undecided} to decide" if undecided else ""
    with st.expander(
        f"{title(one.name)}: {len(suggested)} values that are not ours{told}",
        expanded=bool(undecided),
    ):
        chosen = _boxes(one, suggested, unknown, key)
        left = [value for value, meant in chosen.items() if meant is None]
        if left:
            kept = "rejects the record" if one.column.required else "is set blank, with a warning"
            st.caption(f"A value that nothing is chosen for {kept}.")
    return {value: meant for value, meant in chosen.items() if meant is not None}


def _boxes(
    one: Ours, suggested: Mapping[str, str | None], records: Mapping[str, int], key: str
) -> dict[str, str | None]:
    options = [*one.allowed, _BLANK]
    chosen: dict[str, str | None] = {}
    thirds = st.columns(3)
    for place, (value, meant) in enumerate(suggested.items()):
        with thirds[place % 3]:
            chosen[value] = st.selectbox(
                as_label(f"“{value}” ({records[value]:,})"),
                options,
                index=None if meant is None else options.index(meant),
                format_func=lambda code: code.replace("_", " ") or "not recorded",
                placeholder="please choose",
                key=f"{key}:value:{one.name}:{value.casefold()}",
            )
    return chosen
