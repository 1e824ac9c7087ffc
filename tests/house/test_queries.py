"""Every query says in its header what it asks, needs and returns, and the database agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import duckdb
import pytest

from dashboard import statements
from dashboard.cohort import Cohort
from tests.house.repository import ROOT, SHARED_QUERIES, below, strings
from tests.house.small_release import small_release

_ALL = statements.names()
_CHECKS = tuple(name for name in _ALL if name.startswith("checks/"))
_COMMON_TABLES = tuple(name for name in _ALL if statements.load(name).returns == ())
_QUESTIONS = tuple(name for name in _ALL if name not in (*_CHECKS, *_COMMON_TABLES))
# What can be asked of a release as it stands: intake's questions and the checks need a file that is
# being imported, and are tested in tests/intake/.
_OF_A_RELEASE = tuple(name for name in _QUESTIONS if not name.startswith("intake/"))
_NAME = re.compile(r"[a-z]+(_[a-z]+)*s_by_[a-z]+(_[a-z]+)*")
_TYPE = re.compile(r"(varchar|bigint|hugeint|integer|double|boolean|date|timestamp)(\[\])?")
_OF_A_PERSON = {"patient", "patient_key", "episode_key", "record"}


def _stem(name: str) -> str:
    return name.rsplit("/", maxsplit=1)[-1]


@pytest.fixture(scope="module")
def release() -> Iterator[duckdb.DuckDBPyConnection]:
    with small_release() as connection:
        yield connection


def _values(statement: statements.Statement) -> dict[str, object]:
    """A value for every parameter: the open cohort, all episodes, since clearance, definition A, two horizons."""
    known = {
        **Cohort().parameters("treatment", "episode"),
        "outcome": "recurrence",
        "last_day": 91,
        "definition": "A",
        "horizons": [90, 180],
        "horizon": 180,
        "arms": ["extraction", "peel"],
        "states": ["eligible", "not_cleared"],
        "seen_days": 14,
        **dict.fromkeys(("recurrence_days", "healing_days", "complications_days"), 90),
        "course_days": 84,
        "subgroup_by": "skin_type",
        "item": "counted",
    }
    return {field.name: known[field.name] for field in statement.params}


@pytest.mark.parametrize("name", _ALL)
def test_the_header_is_whole(name: str) -> None:
    statement = statements.load(name)
    assert statement.question.endswith("?")
    assert statement.grain
    assert statement.missing
    for field in (*statement.params, *statement.returns):
        assert _TYPE.fullmatch(field.type), (
            f"{field.name} has a type of no known kind: {field.type}"
        )
    assert not statement.sql.rstrip().endswith(";"), "one statement a file, without a semicolon"


@pytest.mark.parametrize("name", _ALL)
def test_params_are_those_of_the_statement(name: str) -> None:
    statement = statements.load(name)
    (parsed,) = duckdb.extract_statements(statement.sql)
    declared = [field.name for field in statement.params]
    assert set(declared) == set(parsed.named_parameters)
    assert len(declared) == len(set(declared))


@pytest.mark.parametrize("name", _OF_A_RELEASE)
def test_returns_are_what_comes_back(name: str, release: duckdb.DuckDBPyConnection) -> None:
    statement = statements.load(name)
    cursor = release.cursor()
    cursor.execute(statement.sql, _values(statement))
    assert cursor.description is not None
    # A label of a closed list is text: `Release.run` hands it out so.
    came = [
        (column[0], "varchar" if column[1].id == "enum" else str(column[1]).lower())
        for column in cursor.description
    ]
    assert came == [(field.name, field.type) for field in statement.returns]
    assert cursor.fetchall(), "the small release has something to count for every question"


@pytest.mark.parametrize("name", _QUESTIONS)
def test_the_name_says_what_is_counted_by_what(name: str) -> None:
    assert _NAME.fullmatch(_stem(name))


@pytest.mark.parametrize("name", _QUESTIONS)
def test_no_question_returns_a_person(name: str) -> None:
    assert not _OF_A_PERSON & {field.name for field in statements.load(name).returns}


@pytest.mark.parametrize("name", _CHECKS)
def test_a_check_says_its_rule_and_what_becomes_of_the_value(name: str) -> None:
    statement = statements.load(name)
    header = statement.header
    assert header["rule"] == _stem(name)
    assert header["severity"] in ("reject", "blank", "repair", "warn")
    assert header["column"]
    assert header["message"].endswith(".")
    assert statement.returns == statements.load(_CHECKS[0]).returns


@cache
def _said_in_code() -> str:
    return "\n".join(text for path in below("dashboard") for text in strings(path))


@pytest.mark.parametrize("name", [*_QUESTIONS, *_COMMON_TABLES])
def test_no_question_is_an_orphan(name: str) -> None:
    used = {statements.load(other).header.get("uses") for other in _QUESTIONS}
    stem = _stem(name)
    assert stem in used or re.search(rf"\b{stem}\b", _said_in_code()), f"nothing asks {name}"


def test_every_folder_is_a_topic_or_shared() -> None:
    folders = {path.name for path in (ROOT / "queries").iterdir() if path.is_dir()}
    assert set(SHARED_QUERIES) <= folders
    for folder in folders - set(SHARED_QUERIES):
        assert statements.names(folder), f"queries/{folder} is empty"
