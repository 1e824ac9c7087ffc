"""What became of the records of a file: how many were accepted, rejected, and made which rows?"""
# ruff: noqa: S608 - composed from the closed list of our tables.

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from dashboard.intake.columns import Table
from dashboard.intake.reading import Source
from dashboard.intake.scan import BLANK, GOOD

_REJECTED = "select record from violations where kind = $kind and severity = 'reject'"
_IDENTICAL = "select record from violations where kind = $kind and rule = 'identical_rows'"


@dataclass(frozen=True)
class Account:
    """How many records were accepted (`repeated` of them repeat another) and rejected?

    `made` is the number of rows of ours that were kept of them.
    """

    accepted: int
    rejected: int
    repeated: int
    made: int


def account(connection: duckdb.DuckDBPyConnection, kind: Table, source: Source) -> Account:
    """What became of the records of a file that are rows of `kind`?"""
    rejected, repeated = _counts(
        connection,
        f"select count(distinct record) filter (where severity = 'reject'), "
        f"count(distinct record) filter (where rule = 'identical_rows' "
        f"and record not in ({_REJECTED})) from violations where kind = $kind",
        kind,
    )
    accepted = int(source.loaded.size) - rejected
    return Account(accepted, _broken(source) + rejected, repeated, accepted - repeated)


def account_reshaped(connection: duckdb.DuckDBPyConnection, source: Source) -> Account:
    """What became of the records of a file of episodes that were reshaped?

    A record is rejected with the visit that it is, or with the episode that was made of it.
    """
    lost = (
        f"select record from origins_episodes where own and row in ({_REJECTED}) union "
        "select record from violations where kind = 'visits' and severity = 'reject'"
    )
    same = (
        f"select record from origins_episodes where own and row in ({_IDENTICAL}) union "
        "select record from violations where kind = 'visits' and rule = 'identical_rows'"
    )
    rejected, repeated, made = _counts(
        connection,
        f"select (select count(*) from ({lost})), "
        f"(select count(*) from ({same}) where record not in ({lost})), "
        f"(select count(distinct row) from origins_episodes where own "
        f"and row not in ({_REJECTED}) and row not in ({_IDENTICAL}))",
        "episodes",
    )
    accepted = int(source.loaded.size) - rejected
    return Account(accepted, _broken(source) + rejected, repeated, made)


def account_besides(
    connection: duckdb.DuckDBPyConnection, kind: Table, told_again: int = 0
) -> Account:
    """What became of the rows of `kind` that the records of a file tell of besides?

    `told_again` of them, left out before, are told by an earlier record.
    """
    rows, rejected, repeated = _counts(
        connection,
        f"select count(*), count(*) filter (where row in ({_REJECTED})), "
        f"count(*) filter (where row in ({_IDENTICAL}) and row not in ({_REJECTED})) "
        f"from origins_{kind} where not own",
        kind,
    )
    accepted = rows - rejected
    return Account(accepted + told_again, rejected, repeated + told_again, accepted - repeated)


def _broken(source: Source) -> int:
    status = source.scan.status
    return int(np.count_nonzero((status != GOOD) & (status != BLANK)))


def _counts(connection: duckdb.DuckDBPyConnection, sql: str, kind: Table) -> tuple[int, ...]:
    return tuple(connection.execute(sql, {"kind": kind}).fetchall()[0])
