"""Which column of this very file fills which column of ours, and which are left over?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.intake.columns import DERIVED, Column, Table
from dashboard.intake.faults import BadProfile, UnreadableFile
from dashboard.intake.header import Header, folded
from dashboard.intake.layouts.layouts import Layout
from dashboard.intake.profile import Profile
from dashboard.intake.recipes import Recipe


@dataclass(frozen=True)
class Bound:
    """Which of their columns (from 0) does a recipe use?"""

    recipe: Recipe
    source: int | None
    where: int | None


@dataclass(frozen=True)
class Binding:
    """What becomes of each column of the file?

    Attributes
    ----------
    columns
        Our column → how it is filled.
    day_zero
        Where the date of day 0 stands.
    dropped
        Their columns that the profile drops: not looked at.
    converted
        Their columns that are used, but whose values are not kept: hashed, turned into days or
        bands, or only looked at as a condition.
    kept
        Their columns whose values are kept in some column of ours.
    """

    columns: Mapping[str, tuple[Bound, ...]]
    day_zero: Bound | None
    dropped: frozenset[int]
    converted: frozenset[int]
    kept: frozenset[int]

    def unused(self, header: Header) -> tuple[int, ...]:
        """Which of their columns are ignored, dropped ones included?"""
        return tuple(
            index for index in range(len(header.names)) if index not in self.converted | self.kept
        )


def bind(header: Header, profile: Profile, table: Table, columns: tuple[Column, ...]) -> Binding:
    """How is each of our columns filled from this file?

    Raises
    ------
    BadProfile
        If the file lacks a column that the profile names.
    UnreadableFile
        If a required column of ours is not filled. What was found instead is not repeated: in a
        file without a header it would be somebody's record.
    """
    section = profile.of(table)
    dropped = frozenset(
        index for index, name in enumerate(header.names) if folded(name) in section.drop
    )
    bound: dict[str, tuple[Bound, ...]] = {}
    for column in columns:
        own = header.find(column.name)
        if column.name in section.columns:
            bound[column.name] = tuple(
                _bound(recipe, header, f"[{table}.columns] {column.name}")
                for recipe in section.columns[column.name]
            )
        elif own is not None and own not in dropped:
            bound[column.name] = (Bound(Recipe(source=column.name), own, None),)
    lacking = [
        column.name
        for column in columns
        if column.required
        and column.name not in bound
        and (column.name != DERIVED or table != "episodes")
        and column.name not in _worked_out(section.layout)
    ]
    if lacking:
        raise UnreadableFile(
            f"The file has no column for {_listed(lacking)} ({table}).",
            "Put a header line first that names the columns, or say in a profile which of theirs "
            "is meant (docs/profiles.md).",
        )
    day_zero = bound_day_zero(section.day_zero, header, f"[{table}] day_zero")
    return _binding(bound, day_zero, dropped, profile)


def bind_recipes(
    recipes: Mapping[str, tuple[Recipe, ...]],
    day_zero: Bound | None,
    header: Header,
    profile: Profile,
    where: str,
) -> Binding:
    """How are these columns filled from this file, by what a layout says and nothing else?

    Raises
    ------
    BadProfile
        If the file lacks a column that is named.
    """
    bound = {
        name: tuple(_bound(recipe, header, f"{where} {name}") for recipe in several)
        for name, several in recipes.items()
    }
    return _binding(bound, day_zero, frozenset(), profile)


def bound_day_zero(day_zero: Recipe | None, header: Header, where: str) -> Bound | None:
    """Which of their columns holds day 0?"""
    return None if day_zero is None else _bound(day_zero, header, where)


def joined(binding: Binding, others: tuple[Binding, ...]) -> Binding:
    """What becomes of each column of the file, by this binding and others of the same file?"""
    kept = binding.kept.union(*(other.kept for other in others))
    used = binding.converted.union(*(other.converted for other in others))
    return replace(binding, kept=kept, converted=used - kept)


def _binding(
    bound: Mapping[str, tuple[Bound, ...]],
    day_zero: Bound | None,
    dropped: frozenset[int],
    profile: Profile,
) -> Binding:
    kept = _kept(bound, profile)
    used = {
        index
        for one in [*(one for several in bound.values() for one in several), day_zero]
        if one
        for index in (one.source, one.where)
        if index is not None
    }
    return Binding(bound, day_zero, dropped, frozenset(used - kept), frozenset(kept))


def _worked_out(layout: Layout) -> tuple[str, ...]:
    """Which required columns follow from the visits or follow-ups?"""
    if layout.visits:
        return ("start_month", "last_seen_day")
    return ("last_seen_day",) if layout.follow_up else ()


def _bound(recipe: Recipe, header: Header, where: str) -> Bound:
    return Bound(recipe, _index(recipe.source, header, where), _index(recipe.where, header, where))


def _index(name: str | None, header: Header, where: str) -> int | None:
    if name is None:
        return None
    index = header.find(name)
    if index is None:
        raise BadProfile(
            f"{where} of the profile needs the column “{name}”, which the file does not have.",
            "Correct the name, or take the line out.",
        )
    return index


def _kept(bound: Mapping[str, tuple[Bound, ...]], profile: Profile) -> set[int]:
    kept = set()
    for ours, several in bound.items():
        for one in several:
            if one.source is not None and ours not in profile.hash and not one.recipe.converts:
                kept.add(one.source)
    return kept


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
