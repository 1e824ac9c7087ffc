"""How do complications find their episode, where they do not name it by its key?

They stand in the file of episodes itself, in cells or in columns of their own; or in a file that
names a visit, or dates that only the episode's day 0 turns into days.
"""
# ruff: noqa: S608 - composed from closed lists and positional column names only.

from __future__ import annotations

from dataclasses import replace

import duckdb

from dashboard.intake.columns import Column
from dashboard.intake.expressions import Expressions
from dashboard.intake.layouts.plans import Part, Plan
from dashboard.intake.layouts.reshaping import Reshaped, as_it_stands, with_binding
from dashboard.intake.staging import run


def reshape_in_episodes(
    connection: duckdb.DuckDBPyConnection,
    columns: tuple[Column, ...],
    plan: Plan,
    own: Expressions,
) -> Reshaped:
    """Make `raw` of the complications that the records of episodes tell of.

    Needs `told_rows`, and the episodes staged. `own` is how the columns of the episodes are taken.
    """
    filled = [
        column
        for column in columns
        if column.name in ("episode_key", "onset_day")
        or any(column.name in part.binding.columns for part in plan.in_episodes)
    ]
    selects = [
        _told_by(part, number, filled, plan, own) for number, part in enumerate(plan.in_episodes)
    ]
    first = ""
    if plan.visits:
        # Named at several visits, it began at the first of them.
        whose = "coalesce(episode_key, cast(record as varchar))"
        first = (
            f" qualify row_number() over (partition by {whose}, complication "
            f"order by try_cast(onset_day as double), record, part, nth) = 1"
        )
    run(
        connection,
        f"create or replace temp table also_rows as select *, "
        f"row_number() over (order by record, part, nth) - 1 as row from "
        f"(select * from ({' union all '.join(selects)}) where complication is not null{first})",
        own.parameters,
    )
    names = ", ".join(f"{column.name} as c{index}" for index, column in enumerate(filled))
    connection.execute(
        f"create or replace temp table raw as select {names} from also_rows order by row"
    )
    connection.execute(
        "create or replace temp table origins_complications as "
        "select row, record, false as own from also_rows"
    )
    connection.execute("drop table also_rows")
    return Reshaped(as_it_stands(filled, own.scan))


def reshape_linked(
    connection: duckdb.DuckDBPyConnection,
    columns: tuple[Column, ...],
    told: Expressions,
    *,
    keyed: bool,
) -> Reshaped:
    """Let each complication in `raw` find its episode, and the day 0 it is counted from.

    Needs `linkage`, and the episodes staged.

    Parameters
    ----------
    told
        How our columns are taken from the file of complications.
    keyed
        Its key of the episode is that of a visit.
    """
    told = replace(told, zero="links.day_zero")
    filled = [
        column
        for column in columns
        if column.name in told.binding.columns or column.name == "episode_key"
    ]
    values = {column.name: told.of(column) for column in filled}
    key = next(column for column in filled if column.name == "episode_key")
    linked = told.plain(key) if keyed else values["episode_key"]
    if keyed:
        values["episode_key"] = f"coalesce(links.episode_key, {values['episode_key']})"
    listed = ", ".join(f"{values[one.name]} as c{index}" for index, one in enumerate(filled))
    connection.execute("alter table raw rename to told_rows")
    run(
        connection,
        f"create temp table raw as with links as (select "
        f"coalesce(linkage.link_key, typed_episodes.episode_key) as link_key, "
        f"min(typed_episodes.episode_key) as episode_key, min(linkage.day_zero) as day_zero "
        f"from linkage inner join typed_episodes on typed_episodes.record = linkage.row "
        f"group by 1) select {listed} from told_rows left join links on links.link_key = {linked} "
        f"order by told_rows.rowid",
        told.parameters,
    )
    connection.execute("drop table told_rows")
    return Reshaped(as_it_stands(filled, told.scan))


def _told_by(part: Part, number: int, filled: list[Column], plan: Plan, own: Expressions) -> str:
    """Which statement gives the complications of one kind that the records tell of?"""
    told = replace(with_binding(own, part.binding), scan=replace(own.scan, padded=True))
    if plan.visits:
        told = replace(told, zero="courses.day_zero")
    values = {column.name: told.of(column) for column in filled}
    values["episode_key"] = "typed_episodes.episode_key"
    if plan.visits and "onset_day" not in part.binding.columns:
        values["onset_day"] = "case when courses.day >= 0 then cast(courses.day as varchar) end"
    listed = ", ".join(f"{value} as {name}" for name, value in values.items())
    row, found = "told.record", f"{_cut(part, told)} as told"
    if plan.reshapes:
        found += (
            " left join origins_episodes as origin on origin.record = told.record and origin.own"
        )
        row = "origin.row"
    if plan.visits:
        found += " left join courses on courses.record = told.record"
    return (
        f"select told.record, {number} as part, told.nth, {listed} from {found} "
        f"left join typed_episodes on typed_episodes.record = {row}"
    )


def _cut(part: Part, told: Expressions) -> str:
    """Which relation has one row for each value of the cells that hold several?

    Cells beside are cut alike. One of a single value holds for all; one of another number of values
    is left whole, so that the rule of its column tells it.
    """
    if not part.split:
        return "(select *, 0 as nth from told_rows)"
    first, *others = (f"c{index}" for index in part.split)
    mark, *more = part.rows.separators
    lists = []
    for name in (first, *others):
        cell = name
        for other in more:
            cell = f"replace({cell}, {told.parameter(other)}, {told.parameter(mark)})"
        lists.append(f"string_split({cell}, {told.parameter(mark)}) as list_{name}")
    taken = [f"unnest(range(len(list_{first}))) as nth, unnest(list_{first}) as {first}"]
    for name in others:
        whole = f"list_resize(cast([] as varchar[]), len(list_{first}), {name})"
        same = f"len(list_{name}) = len(list_{first})"
        taken.append(f"unnest(case when {same} then list_{name} else {whole} end) as {name}")
    split = ", ".join((first, *others))
    return (
        f"(select * exclude ({split}), {', '.join(taken)} "
        f"from (select *, {', '.join(lists)} from told_rows))"
    )
