"""Suggestions of which of their columns and values are ours, and the profile that comes of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.intake.columns import TABLES, Table, columns_of
from dashboard.intake.layouts.layouts import VISIT_COLUMNS
from dashboard.intake.mapping import (
    Draft,
    means_blank,
    of_attempts,
    suggest_columns,
    suggest_values,
)
from dashboard.intake.mapping.known import _read as _read_synonyms
from dashboard.intake.mapping.known import plain, values_of
from dashboard.intake.profile import Profile, read_profile
from dashboard.intake.recipes import Recipe

TREATMENTS = ("extraction", "peel", "laser", "cryotherapy", "retinoid", "electrosurgery", "diy")
SITES = ("eyelid", "periorbital", "cheek", "nose")
OURS = {
    "patient_key": (),
    "start_month": (),
    "treatment": TREATMENTS,
    "last_seen_day": (),
    "site": SITES,
    "sex": ("female", "male", "other"),
    "deep": ("yes", "no"),
    "lesions": (),
}


def _suggested(names: list[str], values: dict[int, list[str]] | None = None) -> dict[str, str]:
    found = suggest_columns(names, values or {}, OURS)
    return {one.ours: names[one.theirs] for one in found}


def test_names_that_clinic_systems_use_are_known() -> None:
    names = ["Pat ID", "Surname", "Visit", "Procedure", "Area", "Last review", "Gender", "Milia"]
    assert _suggested(names) == {
        "patient_key": "Pat ID",
        "start_month": "Visit",
        "treatment": "Procedure",
        "site": "Area",
        "last_seen_day": "Last review",
        "sex": "Gender",
        "lesions": "Milia",
    }


def test_our_own_names_go_before_all_others() -> None:
    assert _suggested(["Procedure", "treatment", "area", "SITE "]) == {
        "treatment": "treatment",
        "site": "SITE ",
    }


def test_a_column_is_known_by_what_stands_in_it() -> None:
    values = {0: ["deroofing", "CryoPen", "TCA peel"], 1: ["yes", "no"], 2: ["Ann Lee", "Bo Hay"]}
    found = suggest_columns(["F07", "F08", "F09"], values, OURS)
    assert [(one.ours, one.theirs, one.reason) for one in found] == [("treatment", 0, "values")]


def test_each_of_theirs_is_suggested_once() -> None:
    found = suggest_columns(["treatment date", "Treatment type"], {}, OURS)
    assert {one.ours: one.theirs for one in found} == {"start_month": 0, "treatment": 1}


def test_the_upper_of_two_header_rows_hides_no_name() -> None:
    grouped = [
        "Client Sex",
        "Client Ref",
        "Course Milia",
        "Course Area",
        "Course By",
        "Client Mobile",
    ]
    assert _suggested(grouped) == {
        "sex": "Client Sex",
        "lesions": "Course Milia",
        "site": "Course Area",
    }
    # Two are no group: "Old" may well mean something.
    assert _suggested(["Old area", "Old sex", "Ref"]) == {}


def test_nothing_is_suggested_for_what_is_not_known() -> None:
    assert _suggested(["Surname", "Colour of eyes", "", "Room"]) == {}


def test_values_are_suggested_or_left_open() -> None:
    theirs = ["deroofing", " Laser ", "hyfrecaton", "zap", "LN2"]
    assert suggest_values("treatment", TREATMENTS, theirs) == {
        "deroofing": "extraction",
        "hyfrecaton": "electrosurgery",
        "zap": None,
        "LN2": "cryotherapy",
    }


def test_words_for_nothing_are_known() -> None:
    assert [word for word in ("N/A", " ? ", "-", "0", "no", "none") if means_blank(word)] == [
        "N/A",
        " ? ",
        "-",
    ]


@pytest.mark.parametrize("table", TABLES)
def test_every_synonym_leads_to_a_value_of_ours(
    connection: duckdb.DuckDBPyConnection, table: Table
) -> None:
    lists = [column for column in columns_of(connection, table) if column.kind == "choice"]
    assert len(lists) >= 4
    for column in lists:
        sql = f"select cast(unnest(enum_range(null::{column.type})) as varchar)"
        allowed = tuple(str(row[0]) for row in connection.execute(sql).fetchall())
        known = values_of(column.name, allowed)
        assert set(known.values()) <= set(allowed), column.name
        assert {known[plain(value)] for value in allowed} == set(allowed), column.name


def test_every_column_with_synonyms_is_ours(connection: duckdb.DuckDBPyConnection) -> None:
    ours = {column.name for table in TABLES for column in columns_of(connection, table)}
    ours |= {*VISIT_COLUMNS, *(one.name for one in of_attempts())}
    assert set(_read_synonyms()["columns"]) <= ours
    assert set(_read_synonyms()["values"]) <= {*ours, "yes_no"}


def _profile(draft: Draft, connection: duckdb.DuckDBPyConnection, folder: Path) -> Profile:
    path = folder / "draft.toml"
    path.write_text(draft.toml(), encoding="utf-8")
    return read_profile(path, {table: columns_of(connection, table) for table in TABLES})


def test_the_draft_is_a_profile(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    draft = Draft(
        name="Our system",
        form={"delimiter": "semicolon", "encoding": "windows-1252"},
        clinic="high_street",
        until="2026-06",
        blanks=("N/A", "?"),
        drop=("Surname",),
        columns={
            "patient_key": Recipe("Pat ID"),
            "start_month": Recipe("Visit", date="%d/%m/%Y"),
            "treatment": Recipe("Procedure", recode=(("deroofing", "extraction"), ("?", ""))),
            "age_band": Recipe("Age", band=True),
        },
    )
    profile = _profile(draft, connection, tmp_path)
    section = profile.of("episodes")
    assert (profile.name, profile.until, profile.hash) == (
        "Our system",
        "2026-06",
        ("patient_key",),
    )
    assert profile.form.delimiter == ";"
    assert section.drop == {"surname"}
    assert section.day_zero is not None
    assert (section.day_zero.source, section.day_zero.date) == ("Visit", "%d/%m/%Y")
    assert section.columns["treatment"][0].recode == (("deroofing", "extraction"), ("?", ""))
    assert section.columns["age_band"][0].band
    assert section.columns["clinic"][0].constant == "high_street"


def test_a_month_is_no_day_zero(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    draft = Draft(columns={"start_month": Recipe("Month", date="%m/%Y")})
    assert _profile(draft, connection, tmp_path).of("episodes").day_zero is None


@given(st.text(min_size=1), st.text(min_size=1), st.text())
def test_whatever_they_write_comes_back_from_the_file(source: str, theirs: str, name: str) -> None:
    # TOML is UTF-8, and no file of theirs holds half a character.
    texts = [text.encode("utf-8", "ignore").decode() for text in (source, theirs, name)]
    draft = Draft(name=texts[2], columns={"site": Recipe(texts[0], recode=((texts[1], "nose"),))})
    told = tomllib.loads(draft.toml())
    assert told["episodes"]["columns"]["site"] == {"from": texts[0], "recode": {texts[1]: "nose"}}
    assert told.get("name", "") == texts[2]
