"""What did a person decide about the files? Columns, dates, values: the draft of a profile, theirs to keep."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from dashboard.intake.layouts.layouts import GAP, OF_VISITS
from dashboard.intake.mapping import TRIED, Draft, Suggestion, needed, of_visits, ours
from dashboard.widgets.importing import columns, dates, harms, home, own_file, rows, values
from dashboard.widgets.importing.files import Given
from dashboard.widgets.importing.harms import ASSESSED, Harms
from dashboard.widgets.importing.own_file import link
from dashboard.widgets.importing.parts import Meant, Part
from dashboard.widgets.importing.recognised import Looked

_BESIDES = (
    "Columns that count only where another one says so, and other layouts, are described in a profile by "
    "hand: [Profiles of clinic systems](methods?about=Profiles+of+clinic+systems)."
)


@dataclass(frozen=True)
class Chosen:
    """Which columns are which?

    Attributes
    ----------
    main
        Of a course of care, or of a visit and its course.
    follow_ups, own
        Of numbered follow-ups; of complications in a file of their own. None: there are none.
    harms
        Of complications in the file of episodes.
    home
        Of attempts at home: one part, or none.
    gap
        The most days between two visits of one course; None: each row is a course.
    """

    main: Part
    follow_ups: Part | None
    harms: Harms
    own: Part | None
    home: tuple[Part, ...] = ()
    gap: int | None = None

    def parts(self) -> tuple[Part, ...]:
        """All of them, in the order of the page."""
        others = (self.follow_ups, *self.harms.parts, self.own, *self.home)
        return (self.main, *(part for part in others if part is not None))


@dataclass(frozen=True)
class Mapped:
    """The draft, and the files it speaks of."""

    draft: Draft
    episodes: Looked
    own: Looked | None


def ask(looked: Looked, given: Given) -> Mapped | None:
    """What did the person decide? None: something is still to be said."""
    chosen = _columns(looked, given)
    if chosen is None:
        return None
    st.header("5 · Dates", anchor=False)
    parts = chosen.parts()
    formats = dates.choose(parts)
    if formats is None:
        return None
    if not any(formats):
        st.caption("No column needs a format: days are numbers, months are written as ours.")
    st.header("6 · What their values mean", anchor=False)
    blanks, meant = values.choose(parts, formats)
    if not any(one.recode for one in meant):
        st.caption("All other values are ours already.")
    draft = _draft(looked, chosen, blanks, meant)
    return Mapped(draft, looked, chosen.own.looked if chosen.own else None)


def _columns(looked: Looked, given: Given) -> Chosen | None:
    """Which columns are which, of all that the files tell? None: something is still to be said."""
    st.header("2 · Which column is which", anchor=False)
    gap = rows.gap_of_visits(looked)
    visits = gap is not None
    follow_ups = None if visits else rows.follow_ups(looked)
    offered = of_visits() if visits else ours("episodes")
    required = _required(given, visits=visits, followed=follow_ups is not None)
    passed = rows.columns_of(follow_ups, looked)
    at_home = home.suggest(looked, passed)
    # That something had been tried is told of the course as well.
    elsewhere = {one.theirs for name, one in at_home.items() if name != TRIED}
    taken = sorted({*passed, *elsewhere})
    suggested = columns.suggest(looked, offered, f"main:{visits}", taken=taken)
    main = Part(looked, offered, columns.choose(looked, offered, required, suggested))
    used = main.chosen.values()
    columns.left_out(looked, used)
    st.markdown(_BESIDES)
    if columns.is_lacking(required, main.chosen):
        if given.complications is not None and link(visits=visits) not in main.chosen:
            st.caption(own_file.BY_A_KEY)
        return None
    chosen = Chosen(main, follow_ups, Harms(), None, gap=gap)
    told = {*taken, *(one.theirs for one in suggested.values())}
    return _besides(chosen, given, told, at_home)


def _besides(
    chosen: Chosen, given: Given, taken: Collection[int], at_home: Mapping[str, Suggestion]
) -> Chosen | None:
    """What else do the files tell of: complications, attempts at home? None: something is still to be said.

    `taken`: columns that are suggested for something else. `at_home`: those suggested for attempts at home.
    """
    main = chosen.main
    st.header("3 · Complications", anchor=False)
    if given.complications is not None:
        own = own_file.ask(given.complications, given.key, main)
        told = None if own is None else replace(chosen, own=own)
    else:
        found = harms.ask(main.looked, main, taken)
        told = None if found is None else replace(chosen, harms=found)
    if told is None:
        return None
    st.header("4 · Attempts at home", anchor=False)
    tried = home.ask(main.looked, main, at_home)
    return None if tried is None else replace(told, home=tried)


def _required(given: Given, *, visits: bool, followed: bool) -> tuple[str, ...]:
    """Which columns must be chosen?"""
    if visits:
        told: tuple[str, ...] = ("patient_key", "visit_date", "kind", "treatment")
    else:
        worked_out = ("last_seen_day",) if followed else ()
        told = tuple(name for name in needed("episodes") if name not in worked_out)
    return told if given.complications is None else (*told, link(visits=visits))


def _draft(
    looked: Looked, chosen: Chosen, blanks: tuple[str, ...], meant: tuple[Meant, ...]
) -> Draft:
    """What is the profile?"""
    told = iter(meant)
    main = next(told).recipes(chosen.main)
    follow_up = next(told).recipes(chosen.follow_ups) if chosen.follow_ups else {}
    found = chosen.harms.rows([next(told) for _ in chosen.harms.parts])
    own = None
    if chosen.own is not None:
        own = own_file.drafted(chosen.own, next(told))
    also = home.rows(chosen.home, [next(told) for _ in chosen.home], main)
    of_visit = {name: main.pop(name) for name in OF_VISITS.values() if name in main}
    assessed = chosen.harms.assessed()
    draft = Draft(
        form=looked.form,
        blanks=blanks,
        columns={**main, **({ASSESSED: assessed} if assessed else {})},
        visits=rows.with_kinds(chosen.main, of_visit),
        follow_up=rows.with_kinds(chosen.follow_ups, follow_up),
        gap=chosen.gap or GAP,
        also=also,
        harms=found,
        complications=own,
    )
    drop = columns.dropped(looked, ours("episodes"), draft.sources())
    return _about(replace(draft, drop=drop), looked)


def _about(draft: Draft, looked: Looked) -> Draft:
    """What is the profile called, of which clinic does it speak, and until when?"""
    left, middle, right = st.columns(3)
    clinic = ""
    if "clinic" not in draft.columns:
        clinic = left.text_input("Code of the clinic", key=f"{looked.key}:clinic")
    until = middle.text_input(
        "Last month the records speak of (YYYY-MM)",
        key=f"{looked.key}:until",
        help="Where it is left empty: the latest day in the file.",
    )
    name = right.text_input(
        "Name for this profile", key=f"{looked.key}:name", value=looked.path.stem
    )
    return replace(draft, name=name.strip(), clinic=clinic.strip(), until=until.strip())


def save(given: Given, draft: Draft) -> Path:
    """Where does the profile stand that the import reads? It is the person's to keep."""
    text = draft.toml()
    path = given.episodes.with_name("profile.toml")
    path.write_text(text, encoding="utf-8")
    st.download_button(
        "Save this profile (TOML)", text, "profile.toml", "application/toml", on_click="ignore"
    )
    own = "" if draft.complications is None else "--complications FILE "
    st.caption(
        f"Next month, hand it in with the file and go straight to the check; or on the command line: "
        f"python -m dashboard import FILE {own}--profile profile.toml"
    )
    return path
