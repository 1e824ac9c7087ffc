"""How do the records get from their text in `raw` into our columns, first as text, then typed?

Makes the temporary relations that the rules in `queries/checks/` ask; the text of one file is there
until the next is read. They are composed from closed lists: our column names and the positional
ones; whatever a profile says travels as a parameter.

| relation | what it holds |
|---|---|
| `staged_episodes`, `staged_complications` | `record` and our columns as text, NULL where blank |
| `typed_episodes`, `typed_complications` | the same in their types, NULL where that failed |
| `staged_choices`, `staged_numbers` | optional values not blank: `record, column_name, value` |
| `allowed_values` | the closed lists: `column_name, value` |
| `repeated_rows` | records that may repeat another: `record, episode_key, contents` |
| `known_episodes` | those of the import and the store: `episode_key, start_month, accepted, last_day` |
| `typed_days` | every day that is named: `record, column_name, start_month, day`, of complications `last_day` |
"""
# ruff: noqa: S608 - composed from closed lists only.

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import duckdb

from dashboard.intake.columns import Column, Table
from dashboard.intake.cutoff import Declared
from dashboard.intake.expressions import LESION_BANDS, Expressions
from dashboard.intake.keys import derived_key, key_parameters

_UNBROKEN = (
    "select * from typed_episodes where record not in "
    "(select record from violations where kind = 'episodes' and severity = 'reject')"
)


def stage(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    columns: tuple[Column, ...],
    expressions: Expressions,
    salt: bytes,
) -> None:
    """Make the staged and the typed records of `table` from `raw`.

    An episode without a key gets one, hashed from what it is told apart by.
    """
    values = _listed(f"{expressions.of(column)} as {column.name}" for column in columns)
    names = _listed(column.name for column in columns)
    source = f"(select rowid as record, {values} from raw)"
    parameters = {**expressions.parameters, **key_parameters(salt)}
    lacking = f"select 1 from {source} where episode_key is null limit 1"
    if table == "episodes" and run(connection, lacking, parameters).fetchall():
        names = names.replace(
            "episode_key", f"coalesce(episode_key, {derived_key()}) as episode_key"
        )
    sql = f"select record, {names} from {source}"
    # Where their text is ours as it stands, it need not be written a second time.
    if connection.extract_statements(sql)[0].named_parameters:
        run(connection, f"create or replace temp table translated as {sql}", parameters)
        connection.execute("drop table raw")
        sql = "from translated"
    connection.execute(f"create or replace temp view staged_{table} as {sql}")
    typed = _listed(f"{_typed(column)} as {column.name}" for column in columns)
    connection.execute(
        f"create or replace temp table typed_{table} as select record, {typed} from staged_{table}"
    )


def make_cells(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    columns: tuple[Column, ...],
    filled: Collection[str],
) -> None:
    """Make `allowed_values`, and the views of the optional values that are not blank.

    Columns that nothing fills are left out: all their values are blank.
    """
    lists = _union(
        f"select '{column.name}' as column_name, "
        f"cast(unnest(enum_range(null::{column.type})) as varchar) as value"
        for column in columns
        if column.kind == "choice"
    )
    connection.execute(f"create or replace temp table allowed_values as {lists}")
    for kind, view in (("choice", "staged_choices"), ("number", "staged_numbers")):
        cells = _union(
            f"select record, '{column.name}' as column_name, {column.name} as value "
            f"from staged_{table} where {column.name} is not null"
            for column in columns
            if column.kind == kind and not column.required and column.name in filled
        )
        cells = (
            cells or f"select record, '' as column_name, '' as value from staged_{table} limit 0"
        )
        connection.execute(f"create or replace temp view {view} as {cells}")


def make_repeated_rows(connection: duckdb.DuckDBPyConnection, columns: tuple[Column, ...]) -> None:
    """Make `repeated_rows`: episodes that share their key, or most of what tells them apart."""
    contents = _listed(column.name for column in columns if column.name != "episode_key")
    alike = "(patient_key, start_month, treatment, last_seen_day)"
    connection.execute(
        f"create or replace temp table repeated_rows as "
        f"select record, episode_key, list_value({contents}) as contents from staged_episodes "
        f"where episode_key in "
        f"(select episode_key from staged_episodes group by episode_key having count(*) > 1) "
        f"or {alike} in (select {alike} from staged_episodes group by all having count(*) > 1)"
    )


def make_known_episodes(
    connection: duckdb.DuckDBPyConnection, until: Declared, *, imported: bool
) -> None:
    """Make `known_episodes`: is there an episode for a complication to belong to, and up to which day?

    Where the import has an episode of the same key as the store, the import's counts.
    """
    last = "$last_day"
    if until.month is None:
        # Of its clinic is known what is stored, or what the episodes of this import say.
        latest = f"(select last_day(max(start_month + last_seen_day)) from ({_UNBROKEN}))"
        spoken = (
            f"greatest(last_day(until_month), {latest})" if imported else "last_day(until_month)"
        )
        last = f"least($last_day, {spoken})"
    known = (
        f"select episode_key, start_month, true as accepted, {last} as last_day from episodes "
        f"left join cutoffs on cutoffs.clinic = coalesce(episodes.clinic, '')"
    )
    if imported:
        known = (
            f"select episode_key, min(start_month) as start_month, "
            f"bool_or(record in (select record from ({_UNBROKEN}))) as accepted, "
            f"$last_day as last_day "
            f"from typed_episodes where episode_key is not null group by episode_key "
            f"union all {known} where episode_key not in "
            f"(select episode_key from typed_episodes where episode_key is not null)"
        )
    connection.execute(
        f"create or replace temp table known_episodes as {known}", {"last_day": until.last_day}
    )


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill what follows from other columns: the band of the lesions, day 0 of a single session."""
    bands = " ".join(f"when lesions >= {lowest} then '{band}'" for lowest, band in LESION_BANDS)
    connection.execute(
        f"update typed_episodes set lesion_band = case {bands} end where lesions is not null"
    )
    connection.execute("update typed_episodes set last_session_day = 0 where sessions = 1")


def make_days(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: tuple[Column, ...]
) -> None:
    """Make the view `typed_days`: every day a record names, and the month it is counted from.

    Of complications also up to which day the records of their episode speak.
    """
    source, until = "typed_episodes as typed", ""
    if table == "complications":
        source = "typed_complications as typed inner join known_episodes using (episode_key)"
        until = ", last_day"
    days = _union(
        f"select record, '{column.name}' as column_name, start_month, {column.name} as day{until} "
        f"from {source} where {column.name} is not null"
        for column in columns
        if column.is_day
    )
    connection.execute(f"create or replace temp view typed_days as {days}")


def run(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object]
) -> duckdb.DuckDBPyConnection:
    """Run the statement with those of the parameters that it names."""
    named = connection.extract_statements(sql)[0].named_parameters
    return connection.execute(sql, {name: parameters[name] for name in named})


def _typed(column: Column) -> str:
    if column.kind == "text":
        return column.name
    if column.kind == "month":
        return f"try_cast({column.name} || '-01' as date)"
    return f"try_cast({column.name} as {column.type})"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _union(selects: Iterable[str]) -> str:
    return " union all ".join(selects)
