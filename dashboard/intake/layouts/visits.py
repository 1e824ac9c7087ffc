"""How do visits become episodes, and follow-ups outcomes? Counted by the database, not row by row.

`queries/schema/courses.sql` groups visits into courses of care, `queries/schema/outcomes.sql` says
what became of each by stated rules (docs/profiles.md). Here their columns are laid ready.

| relation | what it holds |
|---|---|
| `staged_visits`, `typed_visits` | one row a visit or follow-up, as text and typed |
| `repeated_visits` | visits that may repeat another: `record, first_record` |
| `places`, `courses`, `course_starts` | a patient at a site; the course of each visit; one row a course |
| `observations`, `outcomes` | what was seen in a course; what became of it, in our columns |
"""
# ruff: noqa: S608 - composed from closed lists only.

from __future__ import annotations

from collections.abc import Collection

import duckdb

from dashboard import statements
from dashboard.intake import checking
from dashboard.intake.columns import VISIT_DAY, Column
from dashboard.intake.expressions import Expressions
from dashboard.intake.layouts.layouts import VISIT_COLUMNS
from dashboard.intake.layouts.plans import Plan
from dashboard.intake.staging import run

RELATIONS = (
    "gap",
    "staged_visits",
    "typed_visits",
    "repeated_visits",
    "places",
    "courses",
    "course_starts",
    "observations",
    "outcomes",
)
# Which of several visits tells a column of the episode. All others: the first that is not blank.
_LAST = ("dlqi_after", "distress_after", "satisfaction")
_WORST = ("pain",)
_ADDED = ("chair_minutes", "price", "cost")
_EVER = ("complications_assessed", "free_redo", "complaint")
# What follows from visits and follow-ups, by what the profile must tell of them for that.
_OF_RESULT = (
    "cleared",
    "cleared_day",
    "recurred_day",
    "recurred_where",
    "new_elsewhere_day",
    "retreated_day",
)
_OF_SKIN = ("healing_assessed", "last_unhealed_day", "healed_day")
_OF_VISITS = {
    "start_month": "strftime(course_starts.day_zero, '%Y-%m')",
    "episode_order": "cast(course_starts.episode_order as varchar)",
    "sessions": "cast(course_starts.sessions as varchar)",
    "last_session_day": "cast(course_starts.last_session_day as varchar)",
    "unplanned_visits": "outcomes.unplanned_visits",
    "retreated_day": "cast(least(cast(outcomes.retreated_day as integer), "
    "course_starts.retreated_day) as varchar)",
}
# All that may follow from them: nobody need say where it stands.
WORKED_OUT = frozenset(
    (
        *_OF_RESULT,
        *_OF_SKIN,
        *_OF_VISITS,
        "last_seen_day",
        "reviews_attended",
        "reviews_planned",
    )
)


def worked_out(plan: Plan) -> dict[str, str]:
    """Which of our columns follow from visits or follow-ups, and from which expression?"""
    bindings = [plan.visits] if plan.visits else list(plan.follow_ups)
    if not bindings:
        return {}
    told = bindings[0].columns
    names = ["last_seen_day", "reviews_attended"]
    names += _OF_RESULT if "result" in told else ()
    names += _OF_SKIN if "skin" in told else ()
    recoded = {ours for bound in told.get("kind", ()) for _, ours in bound.recipe.recode}
    # Without missed ones on record, those attended are not all that were planned.
    names += ["reviews_planned"] if "missed" in recoded else []
    names += ["unplanned_visits"] if "unplanned" in recoded else []
    found = {name: f"outcomes.{name}" for name in names}
    return found | (_OF_VISITS if plan.visits else {})


def take_visits(
    connection: duckdb.DuckDBPyConnection,
    plan: Plan,
    columns: list[Column],
    own: Expressions,
    told: Expressions,
) -> None:
    """Check the visits in `raw`, and make the courses of care and their outcomes from them.

    Parameters
    ----------
    own, told
        How our columns are filled from a visit, and what it tells of itself.
    """
    filled = [column for column in columns if column.name in own.binding.columns]
    values = [f"{own.of(column)} as {column.name}" for column in filled]
    # Courses are told apart by site, where there is one.
    if all(column.name != "site" for column in filled):
        values.append("cast(null as varchar) as site")
    values += [f"{told.of(column)} as {name}" for name, column in VISIT_COLUMNS.items()]
    _make_gap(connection, plan.gap)
    run(
        connection,
        f"create or replace temp table staged_visits as select rowid as record, "
        f"false as follow_up, {', '.join(values)} from raw",
        told.parameters | own.parameters,
    )
    connection.execute("drop table raw")
    contents = ", ".join(
        [column.name for column in filled] + ["kind", "result", "skin", "visit_key"]
    )
    same_day = "(patient_key, visit_date)"
    connection.execute(
        f"create or replace temp table repeated_visits as select record, "
        f"min(record) over (partition by patient_key, visit_date, list_value({contents})) "
        f"as first_record from staged_visits where {same_day} in "
        f"(select {same_day} from staged_visits group by all having count(*) > 1)"
    )
    _check(connection, "patient_key, site, treatment, try_cast(visit_date as date) as visit_date")
    connection.execute(
        "create or replace temp view sound_visits as select * from typed_visits "
        "where record not in (select record from violations where kind = 'visits' "
        "and (severity = 'reject' or rule = 'identical_rows'))"
    )
    connection.execute(statements.schema("courses"))
    connection.execute("drop view sound_visits")
    connection.execute(statements.schema("outcomes"))


def take_follow_ups(
    connection: duckdb.DuckDBPyConnection, several: list[Expressions], table: str
) -> None:
    """Check the follow-ups in `raw`, and make the outcomes of the episodes in `table` from them."""
    selects = []
    for number, told in enumerate(several):
        values = {name: told.of(column) for name, column in VISIT_COLUMNS.items()}
        seen = " or ".join(f"{values[name]} is not null" for name in (VISIT_DAY, "result", "skin"))
        listed = ", ".join(f"{value} as {name}" for name, value in values.items())
        selects.append(
            f"select rowid * {len(several)} + {number} as record, true as follow_up, {listed}, "
            f"cast(null as varchar) as patient_key, cast(null as varchar) as site from raw "
            f"where {seen}"
        )
    _make_gap(connection, 1)
    run(
        connection,
        f"create or replace temp table staged_visits as {' union all '.join(selects)}",
        several[0].parameters,
    )
    connection.execute(
        "create or replace temp table repeated_visits as "
        "select record, record as first_record from staged_visits limit 0"
    )
    day = f"try_cast(try_cast({VISIT_DAY} as double) as integer)"
    _check(connection, f"record // {len(several)} as course, {day} as {VISIT_DAY}")
    connection.execute(
        f"create or replace temp table observations as select course, {VISIT_DAY} as day, "
        f"coalesce(kind, 'review') as kind, result, skin from typed_visits "
        f"where {VISIT_DAY} is not null"
    )
    connection.execute(
        f"create or replace temp table course_starts as select row as course, treatment, "
        f"try_cast(last_session_day as integer) as last_session_day from {table}"
    )
    connection.execute(statements.schema("outcomes"))


def value_of(name: str) -> str:
    """Which expression is our column of an episode, from what is `told` at the visits of a course?"""
    told = f"told.{name}"
    if name == "treatment":
        return f"arg_min({told}, turn) filter (where courses.kind = 'session')"
    if name in _LAST:
        return f"arg_max({told}, turn)"
    if name in _EVER:
        return f"coalesce(max(case when {told} = 'yes' then {told} end), arg_min({told}, turn))"
    if name in _WORST or name in _ADDED:
        number = f"try_cast({told} as decimal(18, 4))"
        whole = f"cast({'max' if name in _WORST else 'sum'}({number}) as varchar)"
        # What is no number is handed on, so that the rule of its column tells it.
        return f"coalesce(min(case when {number} is null then {told} end), {whole})"
    return f"arg_min({told}, turn)"


def clear(connection: duckdb.DuckDBPyConnection, besides: Collection[str] = ()) -> None:
    """Forget the visits."""
    for name in RELATIONS:
        if name not in besides:
            connection.execute(f"drop table if exists temp.{name}")


def _make_gap(connection: duckdb.DuckDBPyConnection, days: int) -> None:
    clear(connection)
    connection.execute("create temp table gap as select $days as days", {"days": days})


def _check(connection: duckdb.DuckDBPyConnection, columns: str) -> None:
    connection.execute(
        f"create or replace temp table typed_visits as "
        f"select record, {columns}, kind, result, skin from staged_visits"
    )
    checking.check(connection, "visits", "visits")
