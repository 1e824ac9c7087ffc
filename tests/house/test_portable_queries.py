"""The same questions must be able to run on a distributed engine: sqlglot carries each to Spark."""

from __future__ import annotations

import logging

import pytest
import sqlglot
from sqlglot import exp

from dashboard import statements

_ALL = statements.names()
# These ask the release file about itself (its closed lists, its fingerprints), not about records.
_OF_THE_FILE = "release/"
# Carried over, but with another meaning there: tried, and found to differ.
_OTHER_MEANING = (exp.Pivot, exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.Median)


def _faults(sql: str) -> list[str]:
    """What would not mean the same on Spark?"""
    faults = []
    tree = sqlglot.parse_one(sql, read="duckdb")
    faults += [f"unknown function {node.name}" for node in tree.find_all(exp.Anonymous)]
    faults += [f"not parsed: {node}" for node in tree.find_all(exp.Command)]
    faults += [f"differs: {type(node).__name__}" for node in tree.find_all(*_OTHER_MEANING)]
    faults += ["ASOF join" for node in tree.find_all(exp.Join) if node.args.get("method") == "ASOF"]
    return faults


@pytest.mark.parametrize("name", _ALL)
def test_a_query_is_carried_to_spark(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="sqlglot"):
        carried = sqlglot.transpile(
            statements.load(name).sql,
            read="duckdb",
            write="spark",
            unsupported_level=sqlglot.ErrorLevel.RAISE,
        )
    assert len(carried) == 1
    assert not caplog.records


@pytest.mark.parametrize("name", [name for name in _ALL if not name.startswith(_OF_THE_FILE)])
def test_a_query_keeps_its_meaning(name: str) -> None:
    assert _faults(statements.load(name).sql) == []


@pytest.mark.parametrize("name", [name for name in _ALL if not name.startswith("checks/")])
def test_a_query_counts_and_leaves_dividing_to_python(name: str) -> None:
    tree = sqlglot.parse_one(statements.load(name).sql, read="duckdb")
    dividing = (exp.Div, exp.IntDiv, exp.Avg, exp.SafeDivide)
    assert not [node.sql() for node in tree.find_all(*dividing)]


@pytest.mark.parametrize(
    "sql",
    [
        "select quantile_cont(day, 0.5) from facts",
        "select median(day) from facts",
        "from facts pivot (count(*) for site in ('nose'))",
        "select * from a asof join b on a.day >= b.day",
        "select no_such_function(day) from facts",
    ],
)
def test_what_does_not_carry_is_noticed(sql: str) -> None:
    assert _faults(sql)
