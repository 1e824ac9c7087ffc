"""What may columns tell of an attempt at home beside the course that followed, and how does a profile say it?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

import duckdb

from dashboard import statements
from dashboard.intake.columns import Column
from dashboard.intake.layouts.layouts import Rows
from dashboard.intake.mapping.known import without
from dashboard.intake.mapping.ours import Ours, ours
from dashboard.intake.recipes import Recipe

# Whether there was an attempt, and by what; columns of the page, not of our tables.
TRIED, HOW, WHEN, RESULT = "tried_at_all", "tried_how", "tried_when", "tried_result"
# What holds of the patient and of who recorded it holds of the attempt as well. The site is not said.
SAME = ("clinic", "sex", "skin_type")
# As our own months are written.
_MONTH = "%Y-%m"
_MEANINGS = {
    TRIED: "whether the patient had tried to remove the milia at home: a tick, or yes and no",
    HOW: "by what: squeezing, a needle or pin, another tool, or a product",
    WHEN: "the month or the day of the attempt; without it, it cannot be placed in time",
    RESULT: "whether the milia were gone after it, as the patient told",
}


@cache
def of_attempts() -> tuple[Ours, ...]:
    """Which columns has an attempt at home that stands beside a course?"""
    lists = {TRIED: ("yes", "no"), HOW: _techniques(), WHEN: (), RESULT: _results()}
    columns = {name: Column(name, "VARCHAR", "choice", required=False) for name in lists}
    columns[WHEN] = Column(WHEN, "DATE", "month", required=True)
    return tuple(Ours(columns[name], lists[name], _MEANINGS[name]) for name in lists)


def is_told(names: Collection[str]) -> bool:
    """Do these columns say that there was an attempt, and when?"""
    return WHEN in names and (TRIED in names or HOW in names)


def attempts(filled: Mapping[str, Recipe], seen: Recipe) -> Rows:
    """How does a profile say it?

    Parameters
    ----------
    filled
        Column of the page → how it is filled; of `TRIED` the recipe recodes theirs to yes and no.
    seen
        The date of the first visit after it, up to which its outcome is known.

    Raises
    ------
    ValueError
        If they do not say that there was one and when, or `seen` is no date.
    """
    if not is_told(filled) or not seen.date:
        raise ValueError("Nothing says whether there was an attempt, or when.")
    when = Recipe(filled[WHEN].source, date=filled[WHEN].date or _MONTH)
    columns = {
        "treatment": _treatment(filled),
        "operator_role": Recipe(constant="self"),
        "start_month": when,
        "last_seen_day": Recipe(seen.source, date=seen.date),
    }
    for name, own in ((HOW, "technique"), (RESULT, "cleared")):
        if name in filled:
            columns[own] = filled[name]
    return Rows({name: (recipe,) for name, recipe in columns.items()}, when, SAME)


def _treatment(filled: Mapping[str, Recipe]) -> Recipe:
    """Where is there an attempt at all: where it is ticked, else where something was used?"""
    if TRIED in filled:
        tried = filled[TRIED]
        ticks = [theirs for theirs, own in tried.recode if own == "yes"]
        return Recipe(constant="diy", where=tried.source, values=(*ticks, "yes"))
    how = filled[HOW]
    return Recipe(how.source, recode=without(how.recode), otherwise="diy")


def _results() -> tuple[str, ...]:
    return next(one.allowed for one in ours("episodes") if one.name == "cleared")


def _techniques() -> tuple[str, ...]:
    with duckdb.connect() as connection:
        for name in ("types", "limits"):
            connection.execute(statements.schema(name))
        rows = connection.execute(
            "select cast(technique as varchar) from treatment_techniques "
            "where treatment = 'diy' order by technique"
        ).fetchall()
    return tuple(str(value) for (value,) in rows)
