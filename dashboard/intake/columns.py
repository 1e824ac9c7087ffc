"""Which columns do our tables have, of what kind? Read from the database's own catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import duckdb

Kind = Literal["choice", "number", "month", "date", "text"]
Table = Literal["episodes", "complications"]
# What rules are put to: the records of a table, or the visits that episodes are made of.
Checked = Literal["episodes", "complications", "visits"]

TABLES: tuple[Table, ...] = ("episodes", "complications")
# Filled by intake where a file has none.
DERIVED = "episode_key"
KEYS = ("patient_key", "episode_key")
# Days on which an outcome was seen. A session is treatment, not an assessment: `last_session_day`
# is not among them.
OUTCOME_DAYS = (
    "cleared_day",
    "last_unhealed_day",
    "healed_day",
    "recurred_day",
    "new_elsewhere_day",
    "retreated_day",
)
COMPLICATION_DAYS = ("onset_day", "resolved_day")
ALL_DAYS = ("last_seen_day", "last_session_day", *OUTCOME_DAYS, *COMPLICATION_DAYS)
VISIT_DAY = "visit_day"


@dataclass(frozen=True)
class Column:
    """What may this column of ours hold?

    Attributes
    ----------
    name, type
        As in `queries/schema`; `type` is SQL.
    kind
        `choice` (a closed list), `number`, `month` or `text`; of a visit also `date`.
    required
        A row without it is rejected.
    """

    name: str
    type: str
    kind: Kind
    required: bool

    @property
    def is_day(self) -> bool:
        """Does it count days since day 0?"""
        return self.name in (*ALL_DAYS, VISIT_DAY)

    @property
    def takes_dates(self) -> bool:
        """May a date of theirs fill it?"""
        return self.is_day or self.kind in ("month", "date")


def columns_of(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[Column, ...]:
    """Which columns does our table have, in order?"""
    rows = connection.execute(
        'select name, type, "notnull" from pragma_table_info($table) order by cid',
        {"table": f"main.{table}"},
    ).fetchall()
    return tuple(Column(name, kind, _kind(kind), required) for name, kind, required in rows)


def _kind(data_type: str) -> Kind:
    if data_type.startswith("ENUM"):
        return "choice"
    if data_type == "DATE":
        return "month"
    return "text" if data_type == "VARCHAR" else "number"
