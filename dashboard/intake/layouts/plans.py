"""Which columns of this very file does its layout use?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.intake.binding import Binding, Bound, bind_recipes, bound_day_zero
from dashboard.intake.columns import VISIT_DAY, Column, Table
from dashboard.intake.faults import BadProfile
from dashboard.intake.header import Header
from dashboard.intake.layouts.layouts import GAP, NUMBER, VISIT_COLUMNS, Recipes, Rows
from dashboard.intake.profile import Profile
from dashboard.intake.recipes import Recipe

MOST_FOLLOW_UPS = 100


@dataclass(frozen=True)
class Part:
    """How are the rows filled that a record tells of besides its own?

    Attributes
    ----------
    split
        Their columns whose cells hold several values.
    """

    rows: Rows
    binding: Binding
    split: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How do the records of a file become rows of ours, where they are none as they stand?

    Attributes
    ----------
    visits
        How a visit is filled; at most `gap` days lie between two of one course of care.
    follow_ups
        How each of the numbered follow-ups is filled, in order.
    also, in_episodes
        Further episodes, and complications, that a record tells of.
    links
        Complications are told by visits, or counted from day 0 of their episode, so the file of
        episodes must say which these are; in a file of complications: they are to be looked up.
    """

    visits: Binding | None = None
    gap: int = GAP
    follow_ups: tuple[Binding, ...] = ()
    also: tuple[Part, ...] = ()
    in_episodes: tuple[Part, ...] = ()
    links: bool = False

    @property
    def reshapes(self) -> bool:
        """Are the rows of the table others than the records of its file?"""
        return bool(self.visits or self.follow_ups or self.also)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Which bindings are in it?"""
        visits = [self.visits] if self.visits else []
        return (
            *visits,
            *self.follow_ups,
            *(part.binding for part in (*self.also, *self.in_episodes)),
        )

    @property
    def kind(self) -> str:
        """What is one of the records, where it is not just a row of ours?"""
        if self.visits:
            return "visits"
        return "follow-ups" if self.follow_ups else ""

    def bindings_of(self, table: Table) -> tuple[Binding, ...]:
        """Which bindings fill columns of this table?"""
        parts = self.also if table == "episodes" else self.in_episodes
        return tuple(part.binding for part in parts)

    def with_columns(
        self, columns: Mapping[Table, tuple[Column, ...]]
    ) -> list[tuple[Binding, tuple[Column, ...]]]:
        """Which columns of ours does each of its bindings fill?"""
        told = {id(part.binding): columns["episodes"] for part in self.also}
        told |= {id(part.binding): columns["complications"] for part in self.in_episodes}
        visit = tuple(VISIT_COLUMNS.values())
        return [(binding, told.get(id(binding), visit)) for binding in self.bindings]


def plan_of(header: Header, profile: Profile, table: Table, binding: Binding) -> Plan:
    """Which columns does the layout of `table` need from a file with this header?

    Raises
    ------
    BadProfile
        If the file lacks one of them, or one is dropped.
    """
    complications = profile.of("complications").layout
    keyed = _is_keyed(profile)
    if table == "complications":
        return Plan(links=keyed or complications.zero_of_episode)
    layout = profile.of("episodes").layout
    in_episodes = [
        _part(rows, header, profile, "[[complications.in_episodes]]", binding.day_zero)
        for rows in complications.in_episodes
    ]
    if not layout.visits:
        for part in in_episodes:
            _check_zero(part)
    plan = Plan(
        visits=_visits(layout.visits.columns, header, profile) if layout.visits else None,
        gap=layout.visits.gap if layout.visits else GAP,
        follow_ups=_follow_ups(layout.follow_up, header, profile, binding.day_zero),
        also=tuple(_part(rows, header, profile, "[[episodes.also]]", None) for rows in layout.also),
        in_episodes=tuple(in_episodes),
        links=keyed or complications.zero_of_episode,
    )
    _check_dropped(plan, binding, header)
    return plan


def _is_keyed(profile: Profile) -> bool:
    visits = profile.of("episodes").layout.visits
    return visits is not None and "visit_key" in visits.columns


def _visits(recipes: Recipes, header: Header, profile: Profile) -> Binding:
    return bind_recipes(recipes, None, header, profile, "[episodes.visits]")


def _follow_ups(
    recipes: Recipes, header: Header, profile: Profile, day_zero: Bound | None
) -> tuple[Binding, ...]:
    """Bind the numbered columns, as long as the file has the next one."""
    if not recipes:
        return ()
    bindings: list[Binding] = []
    for number in range(1, MOST_FOLLOW_UPS + 1):
        own = {
            name: tuple(_numbered(recipe, number) for recipe in several)
            for name, several in recipes.items()
        }
        if bindings and header.find(own[VISIT_DAY][0].source or "") is None:
            break
        bindings.append(
            bind_recipes(own, day_zero, header, profile, f"[episodes.follow_up] {number}")
        )
    return tuple(bindings)


def _numbered(recipe: Recipe, number: int) -> Recipe:
    names = [name and name.replace(NUMBER, str(number)) for name in (recipe.source, recipe.where)]
    return replace(recipe, source=names[0], where=names[1])


def _part(rows: Rows, header: Header, profile: Profile, where: str, day_zero: Bound | None) -> Part:
    zero = bound_day_zero(rows.day_zero, header, f"{where} day_zero") or day_zero
    binding = bind_recipes(rows.columns, zero, header, profile, where)
    split = []
    for name in rows.split:
        index = header.find(name)
        if index is None:
            raise BadProfile(
                f"{where} split needs the column “{name}”, which the file does not have.",
                "Correct the name, or take it out.",
            )
        split.append(index)
    return Part(rows, binding, tuple(split))


def _check_zero(part: Part) -> None:
    dated = [
        name
        for name, several in part.binding.columns.items()
        if any(bound.recipe.date is not None for bound in several)
    ]
    if dated and part.binding.day_zero is None:
        raise BadProfile(
            f"[[complications.in_episodes]] {dated[0]} is taken from a date, but neither it nor "
            "[episodes] has a day_zero.",
            'Say where day 0 stands: day_zero = { from = "Treated on", date = "%d/%m/%Y" }.',
        )


def _check_dropped(plan: Plan, binding: Binding, header: Header) -> None:
    for own in plan.bindings:
        both = sorted(binding.dropped & (own.converted | own.kept))
        if both:
            raise BadProfile(
                f"The profile both drops and uses the column “{header.names[both[0]]}”.",
                "Take it out of “drop”, or out of the layout.",
            )
