"""What is each row of the file: a course of care, or a visit? Are follow-ups in numbered columns?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.intake.files.form import read_form
from dashboard.intake.files.recognising import Surveyed, closeness
from dashboard.intake.layouts.layouts import GAP, LONGEST_GAP, NUMBER, VISIT_LISTS
from dashboard.intake.mapping import Numbered, numbered, of_follow_ups, of_visits
from dashboard.intake.profile import Profile
from dashboard.intake.recipes import Recipe
from dashboard.widgets.importing import columns
from dashboard.widgets.importing.files import once
from dashboard.widgets.importing.parts import Part
from dashboard.widgets.importing.recognised import Looked

# Of courses of care a patient seldom has two so close together.
_OFTEN = 0.5
_ROWS = {"course": "a course of care", "visit": "a visit"}


@dataclass(frozen=True)
class Together(Looked):
    """A file whose numbered columns are taken together (`titles`: as they are called on the page)."""

    titles: tuple[str, ...] = ()

    def called(self, index: int) -> str:
        """How are these columns called on the page?"""
        return self.titles[index]


def gap_of_visits(looked: Looked) -> int | None:
    """How many days may lie between two visits of one course? None: each row is a course.

    Visits are suggested where patients have several rows close together.
    """
    share = once("closeness", (looked.key, looked.form), lambda: _closeness(looked))
    left, right = st.columns(2)
    chosen = left.radio(
        "Each row is",
        list(_ROWS),
        index=int(share >= _OFTEN),
        format_func=_ROWS.__getitem__,
        horizontal=True,
        key=f"{looked.key}:each_row",
    )
    gap = _gap(looked, right) if chosen == "visit" else None
    if share >= _OFTEN:
        st.caption(
            f"Suggested: a visit, because {share:.0%} of the rows have another one of the same patient, on "
            f"another day, within {GAP} days. Visits are put together to courses of care by patient and site."
        )
    return gap


def _gap(looked: Looked, place: DeltaGenerator) -> int:
    told: int = place.number_input(
        "Most days between two visits of one course",
        min_value=1,
        max_value=LONGEST_GAP,
        value=GAP,
        step=1,
        key=f"{looked.key}:gap",
        help="A treatment begins another course where these days have passed since the visit "
        "before. A follow-up belongs to the course before it, however late it is.",
    )
    return told


def _closeness(looked: Looked) -> float:
    found = columns.suggest(looked, of_visits(), "visits")
    if "patient_key" not in found or "visit_date" not in found:
        return 0.0
    date = found["visit_date"].theirs
    form = next((one for one in looked.columns[date].formats if "%d" in one), None)
    if form is None:
        return 0.0
    profile = Profile(form=read_form(looked.form))
    return closeness(looked.path, found["patient_key"].theirs, date, form, profile)


def follow_ups(looked: Looked) -> Part | None:
    """Which numbered columns tell of follow-ups? None: none do."""
    found = numbered(looked.names)
    if not found:
        return None
    together = _together(looked, found)
    plain = [one.pattern.replace(NUMBER, "") for one in found]
    offered = of_follow_ups()
    suggested = columns.suggest(together, offered, "follow-ups", plain)
    likely = _is_told(suggested)
    with st.expander("Follow-ups in numbered columns", expanded=likely):
        st.caption(
            "Where the file has the date and the result of each follow-up in columns of their own, the "
            "outcomes are worked out from them."
        )
        chosen = columns.boxes(offered, together, (), suggested if likely else {})
        if chosen and not _is_told(chosen):
            st.warning("Choose the day, and the result or the state of the skin; or none of them.")
    return Part(together, offered, chosen) if _is_told(chosen) else None


def columns_of(part: Part | None, looked: Looked) -> tuple[int, ...]:
    """Which columns of the file do the follow-ups use?"""
    if part is None:
        return ()
    patterns = {part.looked.names[index] for index in part.chosen.values()}
    found = [one.columns for one in numbered(looked.names) if one.pattern in patterns]
    return tuple(index for several in found for index in several)


def with_kinds(part: Part | None, filled: Mapping[str, Recipe]) -> dict[str, Recipe]:
    """How are visits or follow-ups filled, every kind of visit named that stands in the file?

    Whether missed and unplanned ones are told at all, a profile says by naming them.
    """
    if part is None or "kind" not in filled:
        return dict(filled)
    known = {theirs.casefold() for theirs, _ in filled["kind"].recode}
    values = part.looked.columns[part.chosen["kind"]].values or {}
    own = [
        kind for kind in VISIT_LISTS["kind"] if kind in {one.casefold() for one in values} - known
    ]
    pairs = (*filled["kind"].recode, *((kind, kind) for kind in own))
    return {**filled, "kind": replace(filled["kind"], recode=pairs)}


def _is_told(names: Collection[str]) -> bool:
    return "visit_day" in names and ("result" in names or "skin" in names)


def _together(looked: Looked, found: Sequence[Numbered]) -> Looked:
    names = tuple(one.pattern for one in found)
    merged = tuple(_merged([looked.columns[index] for index in one.columns]) for one in found)
    titles = tuple(
        f"{looked.called(one.columns[0])} and {len(one.columns) - 1} more" for one in found
    )
    recognised = replace(looked.recognised, names=names)
    key = f"{looked.key}:numbered"
    return Together(looked.path, looked.form, recognised, merged, key, titles)


def _merged(several: Sequence[Surveyed]) -> Surveyed:
    """What stands in these columns, taken together?"""
    values: Counter[str] = Counter()
    for one in several:
        values.update(one.values or {})
    dated = [one for one in several if one.formats]
    formats = dated[0].formats if dated else ()
    return Surveyed(
        next((one.withheld for one in several if one.withheld is not None), None),
        None if any(one.values is None for one in several) else dict(values.most_common()),
        tuple(form for form in formats if all(form in one.formats for one in dated)),
        next((one.doubtful for one in several if one.doubtful), ""),
    )
