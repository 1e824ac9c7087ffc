"""A database with the tables of `queries/schema/` and nothing in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard import statements
from tests.intake.taking import Taking

SCHEMA = ("types", "episodes", "complications", "limits", "release")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the tests run, their records are none of the future."""
    monkeypatch.setattr("dashboard.intake.cutoff.today", lambda: date(2026, 12, 31))


@pytest.fixture(scope="session")
def _shared() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as opened:
        for name in SCHEMA:
            opened.execute(statements.schema(name))
        yield opened


@pytest.fixture
def connection(_shared: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """One database for all tests: making it takes longer than a test. Each finds it empty."""
    yield _shared
    _shared.execute("delete from complications")
    _shared.execute("delete from episodes")
    _shared.execute("delete from cutoffs")


@pytest.fixture
def take(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Taking:
    return Taking(connection, tmp_path)
