"""Every rule of `queries/checks/` has an example in `rules/`, a text file that anybody can read.

`[episodes]`, `[complications]`, `[until]`, `[profile]` (one of `PROFILES`) are given. `[broken]` are
the rules that are broken, and no others; `[rejected]` the records that are rejected; `[kept …]` what
is accepted, of the columns shown. Characters that cannot be seen are written as in Python: `\\x07`.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlglot

from dashboard import statements
from dashboard.intake import take as taking
from tests.intake.taking import Taken, Taking

EXAMPLES = Path(__file__).parent / "rules"
CHECKS = tuple(name.removeprefix("checks/") for name in statements.names("checks"))
QUESTIONS = (*statements.names("checks"), *statements.names("intake"))
# What the questions of intake are put to, besides what `take_in` makes.
RELATIONS = {
    "examined_values": "select 'c0' as column_name, 'a' as value, cast(2 as bigint) as records",
    "decimal_values": "select 'c0' as column_name, '3,5' as value",
    "date_values": "select 'c0' as column_name, '03/04/2026' as value",
}
VISITS = {
    "gap": "select 90 as days",
    "repeated_visits": "select cast(0 as bigint) as record, cast(0 as bigint) as first_record",
    "staged_visits": "select cast(0 as bigint) as record, false as follow_up, 'a' as patient_key, "
    "'nose' as site, '2026-01-01' as visit_date, '0' as visit_day, 'session' as kind, "
    "'clear' as result, 'open' as skin",
}

# Rules on visits need a profile that says so.
PROFILES = {
    "visits": """
        [episodes.columns]
        patient_key = "who"
        site = "where"
        treatment = "done"
        [episodes.visits]
        date = { from = "on", date = "%Y-%m-%d" }
        kind = "kind"
        result = "result"
        skin = "skin"
        """,
    "follow-ups": """
        [episodes.follow_up]
        day = "day{n}"
        kind = "kind{n}"
        result = "result{n}"
        skin = "skin{n}"
        """,
}


def example(name: str) -> dict[str, str]:
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="ascii")
    parts = re.findall(r"^\[([a-z ]+)\]\n(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    return {
        title: part.rstrip("\n").encode().decode("unicode_escape") + "\n" for title, part in parts
    }


def taken_of(name: str, take: Taking) -> Taken:
    given = example(name)
    until = given["until"].strip() if "until" in given else None
    profile = PROFILES[given["profile"].strip()] if "profile" in given else None
    return take(given["episodes"], given.get("complications"), until=until, profile=profile)


def rows(text: str | None) -> list[dict[str, str]]:
    return list(csv.DictReader((text or "").splitlines()))


def same(found: list[dict[str, Any]], expected: list[dict[str, str]]) -> bool:
    """Are the rows the same, in the columns expected, in whatever order?"""
    columns = list(expected[0]) if expected else []
    shown = [{name: written(row[name]) for name in columns} for row in found]
    return sorted(map(str, shown)) == sorted(map(str, expected))


def written(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_every_rule_has_an_example_and_every_example_a_rule() -> None:
    written_down = {
        path.relative_to(EXAMPLES).with_suffix("").as_posix() for path in EXAMPLES.rglob("*.txt")
    }
    assert written_down == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_a_rule_does_what_its_example_says(name: str, take: Taking) -> None:
    expected = example(name)
    taken = taken_of(name, take)
    broken = rows(expected["broken"])
    assert taken.counts() == {(one["rule"], one["column"]): int(one["count"]) for one in broken}
    assert name.split("/")[1] in {one["rule"] for one in broken}
    assert same(taken.episodes, rows(expected["kept episodes"]))
    assert same(taken.rejects, rows(expected.get("rejected")))
    if "complications" in expected:
        kept = rows(expected.get("kept complications"))
        assert same(taken.complications, kept) or not kept


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_rule_can_be_carried_to_another_engine(name: str) -> None:
    sql = statements.load(name).sql
    strictly = sqlglot.ErrorLevel.RAISE
    assert sqlglot.transpile(sql, read="duckdb", write="spark", unsupported_level=strictly)


@pytest.mark.parametrize("kind", ["episodes", "complications"])
def test_a_rule_returns_what_its_header_says(
    take: Taking,
    connection: duckdb.DuckDBPyConnection,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    given = example("together/last_seen_day_raised")
    with monkeypatch.context() as patch:
        patch.setattr(taking, "_clear", lambda _: None)
        take(given["episodes"], given["complications"] if kind == "complications" else None)
    for relation, sql in RELATIONS.items():
        connection.execute(f"create temp view {relation} as {sql}")
    for relation, sql in VISITS.items():
        connection.execute(f"create temp table {relation} as {sql}")
    other = "episodes" if kind == "complications" else "complications"
    for name in QUESTIONS:
        if f"/{other}/" in name:
            continue
        statement = statements.load(name)
        values = dict.fromkeys((one.name for one in statement.params), "2026-01-31")
        found = connection.execute(statement.sql, values).description
        described = [(column[0], str(column[1]).lower()) for column in found]
        assert described == [(one.name, one.type) for one in statement.returns], name
        if name.startswith("checks/"):
            assert [one.name for one in statement.returns] == ["record", "column_name", "value"]
    taking._clear(connection)
