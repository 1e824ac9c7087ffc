"""How do records that are no rows of ours become such rows, in the order of the file?

`raw`, which holds the records of a file as text, is replaced by a `raw` that holds rows in our own
columns; from there on all goes as if the file had been written so. Which record a row comes from is
kept beside, for the account of the import and the list of rejected records.

| relation | what it holds |
|---|---|
| `origins_episodes`, `origins_complications` | `row`, the `record` it comes from; `own`: not besides |
| `told_rows` | what is still needed of the records when their complications are taken |
| `linkage` | the episode that a key in a file of complications means, and the date of its day 0 |
"""
# ruff: noqa: S608 - composed from closed lists and positional column names only.

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb

from dashboard.intake.binding import Binding, Bound
from dashboard.intake.columns import Column
from dashboard.intake.expressions import Expressions
from dashboard.intake.faults import BadProfile
from dashboard.intake.layouts import visits
from dashboard.intake.layouts.plans import Plan
from dashboard.intake.profile import Profile
from dashboard.intake.recipes import Recipe
from dashboard.intake.scan import Scan
from dashboard.intake.staging import run

RELATIONS = (
    "own_rows",
    "told_also",
    "also_rows",
    "told_rows",
    "linkage",
    "origins_episodes",
    "origins_complications",
    *visits.RELATIONS,
)
# Further rows stand behind those of the records.
_ALSO_ROW = "(select count(*) from own_rows) + place"
# Of several tellings counts that of the first visit after the attempt, in whatever order they stand.
_LAST_SEEN = "try_cast(last_seen_day as double)"
_FIRST_SEEN = f"coalesce({_LAST_SEEN} >= 0, false) desc, {_LAST_SEEN}"
# Two tellings that agree in these tell of the same episode.
_SAME = "start_month, site, treatment, technique, episode_order"


@dataclass(frozen=True)
class Reshaped:
    """What stands in `raw` now?

    Attributes
    ----------
    expressions
        How our columns are taken from it: each as it stands.
    told_again
        Rows left out because another record tells of the same episode.
    """

    expressions: Expressions
    told_again: int = 0


def reshape_episodes(
    connection: duckdb.DuckDBPyConnection,
    columns: tuple[Column, ...],
    plan: Plan,
    own: Expressions,
) -> Reshaped | None:
    """Make rows of episodes of the records in `raw`. None: it holds such rows already.

    Raises
    ------
    BadProfile
        If complications are to be counted from a day 0 that is not told.
    """
    if plan.in_episodes:
        _keep_told(connection, plan)
    if plan.links and not plan.visits:
        _link_records(connection, own)
    if not plan.reshapes:
        return None
    again = _make_also(connection, columns, plan, own)
    worked_out = visits.worked_out(plan)
    found = {name: sql for name, sql in worked_out.items() if name not in own.binding.columns}
    filled = [
        column
        for column in columns
        if column.name in own.binding.columns
        or column.name in found
        or any(column.name in part.binding.columns for part in plan.also)
    ]
    _make_own(connection, filled, plan, own)
    source = "own_rows"
    if plan.visits or plan.follow_ups:
        source += " inner join outcomes on outcomes.course = own_rows.row"
    if plan.visits:
        source += " inner join course_starts on course_starts.course = own_rows.row"
    ours = ", ".join(found.get(column.name, f"own_rows.{column.name}") for column in filled)
    names = ", ".join(f"c{index}" for index in range(len(filled)))
    also = ", ".join(column.name for column in filled)
    connection.execute("drop table if exists temp.raw")
    connection.execute(
        f"create temp table raw as with rows (row, {names}) as "
        f"(select own_rows.row, {ours} from {source} "
        f"union all select {_ALSO_ROW}, {also} from also_rows) select {names} from rows order by row"
    )
    for name in ("own_rows", "also_rows", "staged_visits"):
        connection.execute(f"drop table if exists temp.{name}")
    return Reshaped(as_it_stands(filled, own.scan), again)


def _make_own(
    connection: duckdb.DuckDBPyConnection, filled: list[Column], plan: Plan, own: Expressions
) -> None:
    """Make `own_rows`, a row for each record or course, and where each comes from."""
    origins = "select row, row as record, true as own from own_rows"
    if plan.visits:
        told = with_binding(own, plan.visits)
        visits.take_visits(connection, plan, filled, own, told)
        given = own.binding.columns
        blank = "cast(null as varchar)"
        values = ", ".join(
            f"{visits.value_of(column.name) if column.name in given else blank} as {column.name}"
            for column in filled
        )
        connection.execute(
            f"create temp table own_rows as select courses.course as row, {values} from courses "
            f"inner join staged_visits as told on told.record = courses.record "
            f"group by courses.course"
        )
        origins = (
            "select course as row, coalesce(again.record, courses.record) as record, true as own "
            "from courses left join repeated_visits as again "
            "on again.first_record = courses.record"
        )
        if plan.links:
            connection.execute(
                "create temp table linkage as select course as row, visit_key as link_key, "
                "day_zero from courses inner join staged_visits using (record)"
            )
    else:
        values = ", ".join(f"{own.of(column)} as {column.name}" for column in filled)
        if not any(column.name == "last_session_day" for column in filled):
            values += ", cast(null as varchar) as last_session_day"
        run(
            connection,
            f"create temp table own_rows as select rowid as row, {values} from raw",
            own.parameters,
        )
        if plan.follow_ups:
            several = [with_binding(own, binding) for binding in plan.follow_ups]
            visits.take_follow_ups(connection, several, "own_rows")
    connection.execute(
        f"create or replace temp table origins_episodes as {origins} "
        f"union all select {_ALSO_ROW} as row, record, false as own from also_rows"
    )


def _make_also(
    connection: duckdb.DuckDBPyConnection,
    columns: tuple[Column, ...],
    plan: Plan,
    own: Expressions,
) -> int:
    """Make `also_rows`, once each; how many were told again?"""
    selects = []
    for number, part in enumerate(plan.also):
        told = with_binding(own, part.binding)
        same = {"patient_key", *part.rows.same} - part.binding.columns.keys()
        values = ", ".join(
            f"{(own if column.name in same else told).of(column)} as {column.name}"
            for column in columns
        )
        selects.append(f"select rowid as record, {number} as part, {values} from raw")
    names = ", ".join(f"cast(null as varchar) as {column.name}" for column in columns)
    nothing = f"select 0 as record, 0 as part, {names} limit 0"
    whose = f"coalesce(patient_key, cast(record as varchar)), {_SAME}"
    run(
        connection,
        f"create or replace temp table told_also as select *, row_number() over "
        f"(partition by {whose} order by {_FIRST_SEEN}, record, part) as telling "
        f"from ({' union all '.join(selects) or nothing}) where treatment is not null",
        own.parameters,
    )
    connection.execute(
        "create or replace temp table also_rows as select * exclude (telling), "
        "row_number() over (order by record, part) - 1 as place from told_also where telling = 1"
    )
    (again,) = connection.execute("select count(*) from told_also where telling > 1").fetchall()[0]
    connection.execute("drop table told_also")
    return int(again)


def with_binding(own: Expressions, binding: Binding) -> Expressions:
    """How are other columns taken from the same records, with the same parameters?"""
    return replace(own, binding=binding)


def as_it_stands(filled: list[Column], scan: Scan) -> Expressions:
    """How are our columns taken from a `raw` that holds them, in this order?"""
    columns = {
        column.name: (Bound(Recipe(source=column.name), index, None),)
        for index, column in enumerate(filled)
    }
    binding = Binding(columns, None, frozenset(), frozenset(), frozenset())
    return Expressions(Profile(), binding, replace(scan, padded=False, odd_spaces=False))


def _keep_told(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Keep of each record what its complications are told by."""
    used = {
        index
        for part in plan.in_episodes
        for index in (*part.binding.converted, *part.binding.kept, *part.split)
    }
    names = "".join(f", c{index}" for index in sorted(used))
    connection.execute(f"create temp table told_rows as select rowid as record{names} from raw")


def _link_records(connection: duckdb.DuckDBPyConnection, own: Expressions) -> None:
    if own.binding.day_zero is None:
        raise BadProfile(
            "[complications] day_zero is “episode”, but [episodes] has no day_zero.",
            'Say where day 0 stands: day_zero = { from = "Treated on", date = "%d/%m/%Y" }.',
        )
    run(
        connection,
        f"create temp table linkage as select rowid as row, cast(null as varchar) as link_key, "
        f"cast({own.day_zero()} as date) as day_zero from raw",
        own.parameters,
    )
