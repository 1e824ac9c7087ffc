"""Which rules do the records break, and what follows from each?

The rules are the files of `queries/checks/`, in folders: `values` (one value by itself, both
tables), `episodes`, `complications`, and `together` (what only both tables can tell). Each adds
what it finds to the temporary table `violations`; when its folder has run, values are set blank.
So the rules of one folder see the records alike, whatever their order.
"""
# ruff: noqa: S608 - composed from the closed list of our columns and the files of queries/checks.

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from dashboard import statements
from dashboard.intake.columns import Checked
from dashboard.intake.faults import LONGEST_SHOWN
from dashboard.intake.staging import run


def begin(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget what was found before."""
    connection.execute(
        "create or replace temp table violations (kind varchar, record bigint, "
        "column_name varchar, value varchar, rule varchar, severity varchar)"
    )


def check(
    connection: duckdb.DuckDBPyConnection,
    kind: Checked,
    folder: str,
    parameters: Mapping[str, object] | None = None,
) -> None:
    """Run the rules of a folder on the records of `kind`, then set blank what they say."""
    given = dict(parameters or {})
    rules = []
    for name in statements.names(f"checks/{folder}"):
        rule = statements.load(name)
        rules.append(rule.header["rule"])
        run(
            connection,
            f"insert into violations select $kind, record, column_name, "
            f"left(value, {LONGEST_SHOWN + 1}), $rule, $severity from ({rule.sql})",
            {
                **given,
                "kind": kind,
                "rule": rule.header["rule"],
                "severity": rule.header["severity"],
            },
        )
    _set_blank(connection, kind, rules)


def _set_blank(connection: duckdb.DuckDBPyConnection, kind: Checked, rules: list[str]) -> None:
    broken = (
        "from violations where kind = $kind and severity = 'blank' "
        "and rule in (select unnest($rules))"
    )
    parameters: dict[str, object] = {"kind": kind, "rules": rules}
    columns = connection.execute(f"select distinct column_name {broken}", parameters).fetchall()
    for (column,) in columns:
        connection.execute(
            f"update typed_{kind} set {column} = null "
            f"where record in (select record {broken} and column_name = $column)",
            {**parameters, "column": column},
        )


def messages() -> dict[tuple[str, str], str]:
    """What does each rule say? By (folder, rule)."""
    names = statements.names("checks")
    headers = [(name.split("/")[-2], statements.load(name).header) for name in names]
    return {(folder, header["rule"]): header["message"] for folder, header in headers}
