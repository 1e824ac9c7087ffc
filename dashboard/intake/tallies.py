"""At which clinic, and in which month, were which rules broken? For the ledger, which keeps counts and no record."""
# ruff: noqa: S608 - composed from the closed list of our tables.

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import duckdb

from dashboard.intake.columns import Table

# Clinic ("": not recorded, or no accepted record names it) → month YYYY-MM ("": none) → a number.
Numbers: TypeAlias = Mapping[str, Mapping[str, int]]

# A clinic is named only where an accepted or stored episode has it: in the others the code may be anything.
_TOLD = "(select clinic from accepted_episodes union all select clinic from episodes)"
_PLACE = (
    f"case when clinic in (from {_TOLD}) then clinic else '' end as clinic, "
    "case when start_month between date '1950-01-01' and date '2099-12-01' "
    "then strftime(start_month, '%Y-%m') else '' end as month"
)
# Table → each of its records with clinic and month, those of its episode where it is a complication.
_PLACED: dict[Table, str] = {
    "episodes": f"select record, patient_key, {_PLACE} from typed_episodes",
    "complications": (
        f"select record, {_PLACE} from typed_complications left join ("
        "select episode_key, first(clinic) as clinic, first(start_month) as start_month from ("
        "select episode_key, clinic, start_month from accepted_episodes union all "
        "select episode_key, clinic, start_month from episodes) group by episode_key"
        ") using (episode_key)"
    ),
}
_REJECTED = "select record from violations where kind = $kind and severity = 'reject'"


@dataclass(frozen=True)
class Tallies:
    """How many records came, and which rules did they break, by clinic and month of the first session?

    Attributes
    ----------
    episodes, patients
        Of the episodes that could be read, accepted or not.
    patients_by_clinic, patients_in_all
        A patient may come in several months, and to several clinics.
    broken
        "TABLE.RULE" → records that break it. As in the counts by rule: rules that reject nothing count
        accepted records.
    """

    episodes: Numbers = field(default_factory=dict)
    patients: Numbers = field(default_factory=dict)
    patients_by_clinic: Mapping[str, int] = field(default_factory=dict)
    patients_in_all: int = 0
    broken: Mapping[str, Numbers] = field(default_factory=dict)


def tally(connection: duckdb.DuckDBPyConnection, tables: Collection[Table]) -> Tallies:
    """How many records of these tables broke which rule? Asks the relations that intake has made."""
    read = _read(connection) if "episodes" in tables else Tallies()
    broken: dict[str, dict[str, dict[str, int]]] = {}
    for table in tables:
        rows = _rows(
            connection,
            f"select rule, clinic, month, count(distinct record) "
            f"from violations inner join ({_PLACED[table]}) using (record) "
            f"where kind = $kind and (severity = 'reject' or record not in ({_REJECTED})) "
            f"group by all order by all",
            kind=table,
        )
        for rule, clinic, month, number in rows:
            broken.setdefault(f"{table}.{rule}", {}).setdefault(clinic, {})[month] = number
    return replace(read, broken=broken)


def _read(connection: duckdb.DuckDBPyConnection) -> Tallies:
    """How many episodes and patients came, in all, by clinic, and by clinic and month?"""
    rows = _rows(
        connection,
        f"select clinic, month, grouping(clinic), grouping(month), count(*), count(distinct patient_key) "
        f"from ({_PLACED['episodes']}) group by grouping sets ((), (clinic), (clinic, month)) "
        f"order by clinic, month",
    )
    in_all = sum(patients for _, _, everywhere, _, _, patients in rows if everywhere)
    by_clinic = {row[0]: row[5] for row in rows if not row[2] and row[3]}
    episodes: dict[str, dict[str, int]] = {}
    patients: dict[str, dict[str, int]] = {}
    for clinic, month, _, summed, number, persons in rows:
        if not summed:
            episodes.setdefault(clinic, {})[month] = number
            patients.setdefault(clinic, {})[month] = persons
    return Tallies(episodes, patients, by_clinic, in_all)


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, **parameters: object
) -> list[tuple[Any, ...]]:
    return connection.execute(sql, parameters or None).fetchall()
