"""How are record files taken in, from their bytes to rows that may be stored?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from dashboard.errors import BadInput, StoreFault
from dashboard.intake import acceptance, checking, cutoff, staging
from dashboard.intake.columns import TABLES, Column, Table, columns_of
from dashboard.intake.layouts.placing import refuse_layout, stage_file, stage_in_episodes
from dashboard.intake.layouts.reshaping import RELATIONS
from dashboard.intake.profile import read_profile
from dashboard.intake.summary import ImportRequest, IntakeSummary
from dashboard.intake.telling import Staged, summarise

_VIEWS = (
    "staged_episodes",
    "staged_complications",
    "staged_choices",
    "staged_numbers",
    "typed_days",
    "examined_values",
    "date_values",
    "decimal_values",
)
_TABLES = (
    "raw",
    "sampled",
    "translated",
    "typed_episodes",
    "typed_complications",
    "allowed_values",
    "repeated_rows",
    "known_episodes",
    "latest_days",
    "violations",
    *RELATIONS,
)


def take_in(
    connection: duckdb.DuckDBPyConnection, request: ImportRequest, salt: bytes
) -> IntakeSummary:
    """Which records of these files may be stored, and what is wrong with the others?

    Makes three temporary tables and touches nothing that is stored: `accepted_episodes` and
    `accepted_complications`, with the columns and types of the stored tables, and
    `rejected_records` (file, line, column_name, value, rule, message).

    Parameters
    ----------
    connection
        Open read-write on a database that has the tables of `queries/schema`. Stored episodes are
        looked up for complications whose episode is not in the import.
    request
        The files, the profile, the cut-off.
    salt
        Secret of the data folder; keys are hashed with it.

    Raises
    ------
    BadInput
        If a file, the profile or the cut-off cannot be used. Records that break rules are no
        reason: they are rejected one by one.
    StoreFault
        If the database gives up, e.g. because memory or disk ran out.
    """
    try:
        return _take_in(connection, request, salt)
    except duckdb.Error as fault:
        # Its text may quote values, so only its kind is told.
        raise StoreFault(
            f"The database gave up while records were taken in ({type(fault).__name__}).",
            "Free memory and disk space, then import the file again.",
        ) from None
    finally:
        _clear(connection)


def _take_in(
    connection: duckdb.DuckDBPyConnection, request: ImportRequest, salt: bytes
) -> IntakeSummary:
    acceptance.begin(connection)
    checking.begin(connection)
    paths: list[tuple[Table, Path]] = []
    if request.episodes is not None:
        paths.append(("episodes", request.episodes))
    if request.complications is not None:
        paths.append(("complications", request.complications))
    if not paths:
        raise BadInput("There is nothing to import.", "Name a file of episodes or complications.")
    columns = {table: columns_of(connection, table) for table in TABLES}
    profile = read_profile(request.profile, columns)
    until = cutoff.declared(request.until, profile)
    refuse_layout(
        profile,
        episodes=request.episodes is not None,
        complications=request.complications is not None,
    )
    staged = []
    for table, path in paths:
        one = stage_file(connection, table, path, profile, columns, salt, request.progress)
        staged.append(one)
        request.progress("Checking the records", 0.0)
        _check(connection, one, columns, until, imported=request.episodes is not None)
        if one.plan.in_episodes:
            besides = stage_in_episodes(connection, one, columns, salt)
            staged.append(besides)
            _check(connection, besides, columns, until, imported=True)
    if request.episodes is not None:
        cutoff.make_latest_days(connection)
        checking.check(connection, "episodes", "together")
        cutoff.raise_last_seen(connection)
        acceptance.accept(connection, "episodes", columns["episodes"])
    return summarise(connection, profile, until, staged)


def _check(
    connection: duckdb.DuckDBPyConnection,
    staged: Staged,
    columns: Mapping[Table, tuple[Column, ...]],
    until: cutoff.Declared,
    *,
    imported: bool,
) -> None:
    """Put the rules to the records of a table that were staged."""
    own = columns[staged.table]
    staging.make_cells(connection, staged.table, own, staged.filled)
    checking.check(connection, staged.table, "values")
    if staged.table == "episodes":
        _check_episodes(connection, own, until)
    else:
        staging.make_known_episodes(connection, until, imported=imported)
        _check_complications(connection, own)


def _check_episodes(
    connection: duckdb.DuckDBPyConnection, columns: tuple[Column, ...], until: cutoff.Declared
) -> None:
    staging.derive(connection)
    staging.make_repeated_rows(connection, columns)
    staging.make_days(connection, "episodes", columns)
    checking.check(connection, "episodes", "episodes", {"last_day": until.last_day})


def _check_complications(
    connection: duckdb.DuckDBPyConnection, columns: tuple[Column, ...]
) -> None:
    staging.make_days(connection, "complications", columns)
    checking.check(connection, "complications", "complications")
    acceptance.accept(connection, "complications", columns)


def _clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave nothing behind that holds text of the files."""
    try:
        for view in _VIEWS:
            connection.execute(f"drop view if exists {view}")
        for table in _TABLES:
            connection.execute(f"drop table if exists temp.{table}")
    except duckdb.Error:
        # The database has given up already, and said so; its temporary tables die with it.
        return
