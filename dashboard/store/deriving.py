"""Put accepted records in place, and derive what follows from them, in a release being built."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import duckdb

import dashboard
from dashboard import statements
from dashboard.cohort import month_start
from dashboard.errors import StoreFault
from dashboard.intake.summary import IntakeSummary

# The tables that pages count from, in the order in which they are made, after those that facts take in.
_TAKEN_IN = ("harms", "recorded")
DERIVED = (*_TAKEN_IN, "facts", "held", "anonymity")
_DERIVED_TYPES = ("care", "eligibility", "group_label")
# Table → rows and fingerprint, as the ledger keeps them.
Tables = dict[str, dict[str, Any]]


def derivation() -> str:
    """Which derivation is this: a mark that changes with the statements that derive?"""
    text = "".join(statements.schema(name) for name in DERIVED)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def count_changes(connection: duckdb.DuckDBPyConnection, *, brought: bool) -> dict[str, int]:
    """How many of the accepted episodes are new, changed, unchanged?

    Parameters
    ----------
    brought
        The import brought a file of complications: episodes without any in it have none.
    """
    connection.execute(
        "create temp table this_import as select $brought as brought_complications",
        {"brought": brought},
    )
    connection.execute(statements.schema("seen"))
    counts = connection.execute(statements.load("release/episodes_by_change").sql).fetchall()
    return {str(change): int(episodes) for change, episodes in counts}


def put_in_place(
    connection: duckdb.DuckDBPyConnection, summary: IntakeSummary, number: int, *, synthetic: bool
) -> None:
    """Put what was accepted in the place of what is stored, and write down which release this is.

    Of each clinic's cut-off the later stays: the one stored or the one of this import. What is stored speaks
    up to then, whatever an older file says.
    """
    connection.execute("begin")
    connection.execute(statements.schema("merge"))
    for clinic, month in summary.cutoffs.items():
        connection.execute(
            "insert into cutoffs values ($clinic, $month) on conflict (clinic) "
            "do update set until_month = greatest(until_month, excluded.until_month)",
            {"clinic": clinic, "month": month_start(month)},
        )
    name_release(connection, number, synthetic=synthetic)
    connection.execute("commit")


def name_release(connection: duckdb.DuckDBPyConnection, number: int, *, synthetic: bool) -> None:
    """Write down in the file which release it is, and when and by which version it was made."""
    connection.execute("delete from release")
    connection.execute(
        "insert into release values ($number, $created, $synthetic, $version)",
        {
            "number": number,
            "created": dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0),
            "synthetic": synthetic,
            "version": dashboard.__version__,
        },
    )


def derive(connection: duckdb.DuckDBPyConnection) -> Tables:
    """Derive the tables that pages count from, write all to the file: what does it hold now?

    Raises
    ------
    StoreFault
        If the derived tables do not account for every episode.
    """
    for table in reversed(DERIVED):
        connection.execute(f"drop table if exists {table}")
    # "recurrence_state": a type of releases before version 0.2.
    for name in (*_DERIVED_TYPES, "recurrence_state"):
        connection.execute(f"drop type if exists {name}")
    for name in DERIVED:
        connection.execute(statements.schema(name))
    for name in _TAKEN_IN:
        connection.execute(f"drop table {name}")
    counted = connection.execute(statements.load("release/rows_by_table").sql).fetchall()
    tables = {name: {"rows": rows, "fingerprint": mark} for name, rows, mark in counted}
    stored, derived = tables["episodes"]["rows"], tables["facts"]["rows"]
    if stored != derived:
        raise StoreFault(
            f"Of {stored} episodes {derived} have derived facts.",
            "Report this: it is a fault of the program.",
        )
    connection.execute("checkpoint")
    return tables
