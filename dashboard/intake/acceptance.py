"""Which records are taken, which are not, and why? Makes the tables that intake hands over."""
# ruff: noqa: S608 - composed from the closed lists of our tables, columns and patterns.

from __future__ import annotations

import duckdb
import numpy as np

from dashboard.intake.checking import messages
from dashboard.intake.columns import KEYS, TABLES, Checked, Column, Table
from dashboard.intake.faults import LONGEST_SHOWN
from dashboard.intake.looks import single_patterns
from dashboard.intake.reading import Source
from dashboard.intake.scan import FIELDS, LONG, NUL
from dashboard.intake.summary import RuleCount

WITHHELD = "withheld"
# Rules on the bytes of a record, before any value can be read.
STRUCTURE = {
    NUL: ("nul_byte", "The record holds a NUL byte, so it is damaged."),
    LONG: ("record_too_long", "The record is longer than a megabyte."),
    FIELDS: ("field_count", "The record has not as many fields as the header."),
}
_REJECTED = "select record from violations where kind = $kind and severity = 'reject'"


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the three tables empty, with the columns and types of the stored ones."""
    for table in TABLES:
        connection.execute(
            f"create or replace temp table accepted_{table} as select * from {table} limit 0"
        )
    connection.execute(
        "create or replace temp table rejected_records (file varchar, line bigint, "
        "column_name varchar, value varchar, rule varchar, message varchar)"
    )


def accept(connection: duckdb.DuckDBPyConnection, kind: Table, columns: tuple[Column, ...]) -> None:
    """Put the records of `kind` that no rule rejects into `accepted_<kind>`, repeated ones once."""
    names = ", ".join(column.name for column in columns)
    connection.execute(
        f"insert into accepted_{kind} select {names} from typed_{kind} where record not in "
        f"(select record from violations where kind = $kind "
        f"and (severity = 'reject' or rule = 'identical_rows'))",
        {"kind": kind},
    )


def list_rejects(
    connection: duckdb.DuckDBPyConnection,
    kind: Checked,
    source: Source,
    withheld: frozenset[str],
    *,
    reshaped: bool = False,
) -> None:
    """Add every rejected record of `kind`, with each rule that rejects it, to `rejected_records`.

    Keys, the columns `withheld`, and single values that look like identity are not shown. Where the
    records were reshaped, each record that a rejected row comes from is told.
    """
    origin = f"origins_{kind}" if reshaped else "(select record as row, record from violations)"
    found = connection.execute(
        f"select distinct row, origin.record from {origin} as origin "
        f"where row in ({_REJECTED}) order by all",
        {"kind": kind},
    ).fetchnumpy()
    rows, records = (np.asarray(found[name], dtype=np.int64) for name in ("row", "record"))
    if not rows.size:
        return
    connection.register("rejected_lines", {"record": rows, "line": source.lines(records)})
    told = {rule: message for (folder, rule), message in messages().items() if folder == kind}
    connection.register("told", {"rule": np.array([*told]), "message": np.array([*told.values()])})
    looks = single_patterns()
    alike = " or ".join(f"regexp_matches(value, ${name})" for name in looks)
    connection.execute(
        f"insert into rejected_records select $file, line, column_name, "
        f"case when column_name in (select unnest($withheld)) or {alike} "
        f"then if(value is null, null, '{WITHHELD}') "
        f"when length(value) > {LONGEST_SHOWN} then left(value, {LONGEST_SHOWN}) || '…' "
        f"else value end, rule, message "
        f"from violations inner join rejected_lines using (record) inner join told using (rule) "
        f"where kind = $kind and severity = 'reject' order by line, column_name, rule",
        {**looks, "file": source.name, "kind": kind, "withheld": sorted({*KEYS, *withheld})},
    )
    connection.unregister("rejected_lines")
    connection.unregister("told")


def list_broken(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Add every record that could not be parsed to `rejected_records`."""
    for status, (rule, message) in STRUCTURE.items():
        at = np.flatnonzero(source.scan.status == status)
        if not at.size:
            continue
        fields = source.scan.fields[at]
        connection.register("broken", {"line": source.scan.lines[at], "fields": fields})
        detail = f"; it has ' || fields || ', the header {source.scan.header_fields}."
        end = detail if status == FIELDS else "."
        connection.execute(
            f"insert into rejected_records "
            f"select $file, line, '', null, $rule, $message || '{end}' from broken order by line",
            {"file": source.name, "rule": rule, "message": message.removesuffix(".")},
        )
        connection.unregister("broken")


def count_broken(kind: Checked, source: Source) -> tuple[RuleCount, ...]:
    """How many records could not be parsed, and why?"""
    return tuple(
        RuleCount(kind, rule, "reject", "", int(count), message)
        for status, (rule, message) in STRUCTURE.items()
        if (count := np.count_nonzero(source.scan.status == status))
    )


def count_rules(connection: duckdb.DuckDBPyConnection, kind: Checked) -> tuple[RuleCount, ...]:
    """How often was each rule broken, by column? Those that reject nothing: by accepted records."""
    counts = []
    rows = connection.execute(
        f"select rule, severity, column_name, count(distinct record) from violations "
        f"where kind = $kind and (severity = 'reject' or record not in ({_REJECTED})) "
        f"group by all order by all",
        {"kind": kind},
    ).fetchall()
    said = messages()
    for rule, severity, column, count in rows:
        folder = next(one for one in (kind, "values", "together") if (one, rule) in said)
        counts.append(RuleCount(kind, rule, severity, column, count, said[folder, rule]))
    return tuple(counts)
