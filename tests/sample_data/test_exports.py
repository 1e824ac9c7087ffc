"""The exports of invented clinic systems give the records that they were made from, exactly."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import statements
from dashboard.intake.columns import KEYS
from dashboard.intake.mapping import Draft
from dashboard.intake.summary import ImportRequest, IntakeSummary
from dashboard.intake.take import take_in
from sample_data.exports import FOLDER, SYSTEMS, rewrite
from sample_data.exports.workbook import column_name
from tests.sample_data import drafts

_SCHEMA = ("types", "episodes", "complications", "limits", "release")
_SALT = b"0123456789abcdef"
FILES = {
    "high_street": ("high_street.csv", None),
    "riverside": ("riverside_visits.csv", "riverside_reactions.csv"),
    "dermasoft": ("dermasoft.xlsx", None),
}
# What each account says: kind, read, accepted, rejected, blank, repeated, rows kept.
ACCOUNTS = {
    "high_street": [("episodes", 246, 243, 1, 2, 3, 240), ("complications", 74, 74, 0, 0, 0, 74)],
    "riverside": [("episodes", 1206, 1205, 1, 0, 3, 200), ("complications", 53, 52, 1, 0, 1, 51)],
    "dermasoft": [
        ("episodes", 204, 202, 1, 1, 2, 200),
        ("episodes", 43, 43, 0, 0, 3, 40),
        ("complications", 25, 25, 0, 0, 0, 25),
    ],
}
# Columns that look like identity are dropped by the profiles.
IDENTITY = ("@example.org", "Ashe", "RV1 4AB", "Dové")
LARGEST = 1_000_000


class Told:
    """What came of an import: its summary, and patients with their episodes and complications."""

    def __init__(self, episodes: Path, complications: Path | None, profile: Path | None) -> None:
        with duckdb.connect(config={"threads": 1}) as connection:
            for name in _SCHEMA:
                connection.execute(statements.schema(name))
            request = ImportRequest(episodes, complications, profile)
            self.summary: IntakeSummary = take_in(connection, request, _SALT)
            self.episodes = _rows(connection, "accepted_episodes")
            self.complications = _rows(connection, "accepted_complications")
            self.rejects = _rows(connection, "rejected_records")

    def by_patient(self) -> list[str]:
        """Each patient's episodes with their complications: all that is stored but the keys."""
        harms: dict[str, list[str]] = {}
        for one in self.complications:
            harms.setdefault(one["episode_key"], []).append(_text(_without_keys(one)))
        patients: dict[str, list[str]] = {}
        for one in self.episodes:
            own = sorted(harms.get(one["episode_key"], []))
            patients.setdefault(one["patient_key"], []).append(_text([_without_keys(one), own]))
        return sorted(_text(sorted(own)) for own in patients.values())


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    found = connection.execute(f"from {table}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _without_keys(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in KEYS}


def _text(value: object) -> str:
    return json.dumps(value, default=str)


@pytest.fixture(scope="module")
def exported() -> Callable[[str], Told]:
    told: dict[str, Told] = {}

    def of(name: str) -> Told:
        if name not in told:
            episodes, complications = FILES[name]
            harms = FOLDER / complications if complications else None
            told[name] = Told(FOLDER / episodes, harms, FOLDER / f"{name}.toml")
        return told[name]

    return of


@pytest.mark.parametrize("name", FILES)
def test_an_export_gives_the_records_it_was_made_from(
    name: str, exported: Callable[[str], Told]
) -> None:
    clean = FOLDER / "clean"
    made_from = Told(clean / f"{name}_episodes.csv", clean / f"{name}_complications.csv", None)
    assert made_from.rejects == []
    assert len(made_from.episodes) > 150
    assert len(made_from.complications) > 20
    told = exported(name)
    assert told.summary.synthetic
    assert told.by_patient() == made_from.by_patient()


def _by_hand(name: str, draft: Draft, folder: Path) -> Told:
    profile = folder / "profile.toml"
    profile.write_text(draft.toml(), encoding="utf-8")
    episodes, complications = FILES[name]
    return Told(FOLDER / episodes, FOLDER / complications if complications else None, profile)


@pytest.mark.parametrize(
    ("name", "draft"),
    [
        ("riverside", drafts.RIVERSIDE),
        ("high_street", drafts.HIGH_STREET),
        ("dermasoft", drafts.DERMASOFT),
    ],
)
def test_a_profile_that_the_page_makes_gives_the_same(
    name: str, draft: Draft, exported: Callable[[str], Told], tmp_path: Path
) -> None:
    told = _by_hand(name, draft, tmp_path)
    assert told.by_patient() == exported(name).by_patient()
    assert len(told.complications) > 20


@pytest.mark.parametrize("name", FILES)
def test_every_record_is_accounted_for(name: str, exported: Callable[[str], Told]) -> None:
    told = exported(name)
    accounts = [
        (one.kind, one.read, one.accepted, one.rejected, one.blank, one.repeated, one.made)
        for one in told.summary.files
    ]
    assert accounts == ACCOUNTS[name]
    for _, read, accepted, rejected, blank, *_ in accounts:
        assert read == accepted + rejected + blank
    # Only the line of totals, and a reaction at a visit that nobody has.
    assert {one["rule"] for one in told.rejects} <= {"required_missing", "without_episode"}
    assert {one.severity for one in told.summary.rules} <= {"reject", "repair"}


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_the_dropped_columns_is_said(name: str, exported: Callable[[str], Told]) -> None:
    told = exported(name)
    said = _text(told.summary.to_dict()) + _text(told.rejects)
    assert not [word for word in IDENTITY if word in said]


def test_the_seed_makes_the_committed_bytes(tmp_path: Path) -> None:
    rewrite(tmp_path)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in _files(tmp_path)}
    assert {path.name for path in made} >= {
        name for pair in FILES.values() for name in pair if name
    }
    assert all((FOLDER / path).read_bytes() == content for path, content in made.items())
    assert sum(map(len, made.values())) < LARGEST
    assert set(SYSTEMS) == set(FILES)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_columns_of_a_sheet_are_named_like_a_spreadsheet_does() -> None:
    assert [column_name(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
