"""What do their values mean? Those that are not ours are recoded by a person, with suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.intake.mapping import HOW, KIND, THERE, TRIED, Ours, means_blank, suggest_values
from dashboard.widgets.importing.columns import side_by_side, title
from dashboard.widgets.importing.parts import Meant, Part
from dashboard.widgets.reading import as_label, as_text

_BLANK = ""
# Our columns whose exact numbers are banded and forgotten.
_BANDED = ("age_band", "lesion_band")


def choose(
    parts: Sequence[Part], formats: Sequence[Mapping[str, str]]
) -> tuple[tuple[str, ...], tuple[Meant, ...]]:
    """Words for *not recorded*, in every column; and of each part, what the values mean."""
    blanks = _blanks(parts)
    meant = []
    for part, dates in zip(parts, formats, strict=True):
        lists = [one for one in part.filled() if one.allowed]
        banded = tuple(one.name for one in lists if _is_counted(one, part))
        for name in banded:
            st.caption(f"{title(name)}: exact numbers are put into bands during the import.")
        recode = {one.name: _recoded(one, part, blanks) for one in lists if one.name not in banded}
        told = {name: pairs for name, pairs in recode.items() if pairs}
        meant.append(Meant(dates, told, banded))
    return blanks, tuple(meant)


def _blanks(parts: Sequence[Part]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for part in parts:
        for index in part.chosen.values():
            for value in part.looked.columns[index].values or ():
                if means_blank(value):
                    found.setdefault(value.casefold(), value)
    if not found:
        return ()
    words = list(found.values())
    key = f"{parts[0].looked.key}:blanks"
    return tuple(st.multiselect("Read as “not recorded”", words, default=words, key=key))


def _is_counted(one: Ours, part: Part) -> bool:
    """Do exact ages or counts stand where we have bands?"""
    values = part.looked.columns[part.chosen[one.name]].values
    if one.name not in _BANDED:
        return False
    if values is None:
        return True
    told = [value for value in values if not means_blank(value)]
    return any(value not in one.allowed for value in told) and all(
        value.replace(".", "", 1).isdigit() for value in told
    )


def _recoded(one: Ours, part: Part, blanks: tuple[str, ...]) -> dict[str, str]:
    looked, index = part.looked, part.chosen[one.name]
    called = f"{title(part.about)}: {_about(one)}" if part.about else title(one.name)
    values = looked.columns[index].values
    if values is None:
        st.warning(
            as_text(
                f"{called}: {looked.called(index)} has too many different values for a list. "
                f"Choose another column, or leave it out."
            )
        )
        return {}
    gone = {word.casefold() for word in blanks}
    # Ours but for upper case: that is no question, but the profile must say so.
    alike = {
        own
        for own in one.allowed
        for told in values
        if told != own and told.casefold() == own.casefold()
    }
    same = {own: own for own in sorted(alike)}
    unknown: dict[str, int] = {}
    spelt: dict[str, str] = {}
    for value, records in values.items():
        if value.casefold() not in gone:
            first = spelt.setdefault(value.casefold(), value)
            unknown[first] = unknown.get(first, 0) + records
    suggested = suggest_values(one.name, one.allowed, unknown)
    if not suggested:
        return same
    undecided = sum(meant is None for meant in suggested.values())
    told = f": {undecided} to decide" if undecided else ""
    number = "1 value that is" if len(suggested) == 1 else f"{len(suggested)} values that are"
    with st.expander(f"{called}: {number} not ours{told}", expanded=bool(undecided)):
        chosen = _boxes(one, part, suggested, unknown)
        if None in chosen.values():
            st.caption(f"A value that nothing is chosen for {_left(one)}.")
    return same | {value: meant for value, meant in chosen.items() if meant is not None}


def _about(one: Ours) -> str:
    return "whether it was there" if one.name == THERE else title(one.name).lower()


def _left(one: Ours) -> str:
    """What becomes of a value that nobody said the meaning of?"""
    if one.name == THERE:
        return "counts as not there"
    if one.name == TRIED:
        return "counts as no attempt"
    return "rejects the record" if one.column.required else "is set blank, with a warning"


def _nothing(one: Ours, part: Part) -> str:
    """What else may a value mean than one of ours?"""
    if one.name == KIND:
        return "no complication"
    is_all = one.name == HOW and TRIED not in part.chosen
    return "nothing was tried" if is_all else "not recorded"


def _boxes(
    one: Ours, part: Part, suggested: Mapping[str, str | None], records: Mapping[str, int]
) -> dict[str, str | None]:
    options = [*one.allowed, _BLANK]
    nothing = _nothing(one, part)
    chosen: dict[str, str | None] = {}
    for (value, meant), place in side_by_side(suggested.items(), 3):
        with place:
            chosen[value] = st.selectbox(
                as_label(f"“{value}” ({records[value]:,})"),
                options,
                index=None if meant is None else options.index(meant),
                format_func=lambda code: code.replace("_", " ") or nothing,
                placeholder="please choose",
                key=f"{part.looked.key}:value:{part.about}:{one.name}:{value.casefold()}",
            )
    return chosen
