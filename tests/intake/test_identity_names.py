"""Which values are names of people, however they are written, and which are keys, codes and clinics?"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.intake.faults import LooksLikeIdentity
from dashboard.intake.looks import PERHAPS_NAMES, patterns
from tests.intake.taking import Taking

# Half of the given names are on the list of common ones, half are not.
GIVEN = ("Oliver", "Mary", "John", "Anna", "Paul", "Xanthe", "Zdenka", "Otto", "Kwame", "Inés")
SURNAMES = ("Smith", "Brown", "O'Brien", "McDonald", "Khan", "Lee", "Wood", "Żak", "Novák", "Hall")
draw = random.Random(11)  # noqa: S311 - drawn for variety

WAYS: dict[str, Callable[[str, str], str]] = {
    "John Smith": lambda first, last: f"{first} {last}",
    "Smith John": lambda first, last: f"{last} {first}",
    "Smith, John": lambda first, last: f"{last}, {first}",
    "SMITH John": lambda first, last: f"{last.upper()} {first}",
    "SMITH, John": lambda first, last: f"{last.upper()}, {first}",
    "John SMITH": lambda first, last: f"{first} {last.upper()}",
    "John Q Smith": lambda first, last: f"{first} Q {last}",
    "J. Smith": lambda first, last: f"{first[0]}. {last}",
    "J Smith": lambda first, last: f"{first[0]} {last}",
    "JQ SMITH": lambda first, last: f"{first[0]}Q {last.upper()}",
    "Smith J": lambda first, last: f"{last} {first[0]}",
    "SMITH J.": lambda first, last: f"{last.upper()} {first[0]}.",
    "Smith, J. Q.": lambda first, last: f"{last}, {first[0]}. Q.",
}


def records(values: list[str], column: str) -> str:
    """As many records, with these values in one column."""
    names = ["patient_key", "start_month", "treatment", "last_seen_day", "clinic", "extra"]
    rows = [
        ",".join(
            f'"{value}"' if name == column else cell
            for name, cell in zip(
                names, (f"p{index}", "2026-01", "laser", "3", "", ""), strict=True
            )
        )
        for index, value in enumerate(values)
    ]
    return "\n".join([",".join(names), *rows, ""])


def people(way: str, number: int) -> list[str]:
    """So many different people, no given name nor surname more common than the others."""
    pairs = [
        (first, SURNAMES[(at + turn) % 10]) for turn in range(10) for at, first in enumerate(GIVEN)
    ]
    return [WAYS[way](*pair) for pair in pairs[:number]]


@pytest.mark.parametrize("number", [5, 100])
@pytest.mark.parametrize("way", WAYS)
def test_people_are_known_however_they_are_written(take: Taking, way: str, number: int) -> None:
    with pytest.raises(LooksLikeIdentity, match=r"“patient_key”.* seems to hold names of people"):
        take(records(people(way, number), "patient_key"))


def test_people_are_known_in_a_column_that_nothing_takes(take: Taking) -> None:
    with pytest.raises(LooksLikeIdentity, match="“extra”"):
        take(records(people("SMITH John", 10), "extra"))


@pytest.mark.parametrize("way", ["John Smith", "SMITH John", "J. Smith", "Smith, J. Q."])
def test_people_where_a_clinic_should_stand(take: Taking, way: str) -> None:
    with pytest.raises(LooksLikeIdentity, match="“clinic”"):
        take(records(people(way, 100), "clinic"))


def test_people_drawn_at_random_where_a_clinic_should_stand(take: Taking) -> None:
    pairs = people("SMITH John", 100)
    with pytest.raises(LooksLikeIdentity, match="“clinic”"):
        take(records([draw.choice(pairs) for _ in range(100)], "clinic"))


def test_patients_who_come_again_and_again_are_still_people(take: Taking) -> None:
    with pytest.raises(LooksLikeIdentity, match="“patient_key”"):
        take(records(people("SMITH John", 5) * 8, "patient_key").replace("laser,3", "laser,4", 1))


@pytest.mark.parametrize("value", ["KHAN JOHN", "khan john", "john_khan", "Khan.John"])
def test_a_known_given_name_tells_wherever_it_stands(take: Taking, value: str) -> None:
    swaps = [("john", name) for name in ("anna", "mary", "paul", "oliver", "ruth")]
    values = [
        value.lower().replace(*swap).replace("khan", surname)
        for swap, surname in zip(swaps, ("lee", "wood", "hall", "zak", "novak"), strict=True)
    ]
    values = [one.upper() for one in values] if value.isupper() else values
    with pytest.raises(LooksLikeIdentity):
        take(records(values, "patient_key"))


CLINICS = (
    "Hill, St Mary",
    "Harley Street Clinic",
    "North Wing",
    "St James",
    "C01",
    "north",
    "=west",
)


@pytest.mark.parametrize("number", [3, 7, 400])
def test_names_of_clinics_repeat(take: Taking, number: int) -> None:
    names = [CLINICS[index % len(CLINICS)] for index in range(number)]
    assert take(records(names, "clinic")).summary.files[0].accepted == number


@pytest.mark.parametrize("name", CLINICS)
def test_a_file_of_one_clinic_is_no_file_of_people(take: Taking, name: str) -> None:
    assert take(records([name] * 30, "clinic")).summary.files[0].accepted == 30


@pytest.mark.parametrize("number", [4, 200])
def test_wards_products_and_devices_in_an_ignored_column(take: Taking, number: int) -> None:
    for words in (["North Wing", "South Wing", "East Wing"], ["Rose Water", "Er YAG", "Max Peel"]):
        values = [words[index % 3] for index in range(number)]
        assert take(records(values, "extra")).summary.files[0].accepted == len(values)


LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
KEYS: dict[str, Callable[[int], str]] = {
    "P00123": lambda index: f"P{index:05}",
    "AB-12": lambda index: f"{draw.choice(LETTERS)}{draw.choice(LETTERS)}-{index}",
    "K7F3": lambda index: f"K{index % 10}F{index}",
    "QXKV": lambda _: "".join(draw.choices(LETTERS, k=8)),
    "QXKV ZWTR": lambda _: " ".join("".join(draw.choices(LETTERS, k=4)) for _ in range(2)),
    "qxKvZw": lambda _: "".join(draw.choices(LETTERS + LETTERS.lower(), k=12)),
    "K7F3 9QX2": lambda index: f"{draw.getrandbits(16):04X} {index:04}",
    "uuid": lambda _: f"{draw.getrandbits(32):08x}-{draw.getrandbits(16):04x}",
    "Patient 12": lambda index: f"Patient {index}",
}


@pytest.mark.parametrize("column", ["patient_key", "extra", "clinic"])
@pytest.mark.parametrize("kind", KEYS)
def test_keys_and_codes_are_nobody(take: Taking, kind: str, column: str) -> None:
    for number in (3, 30):
        values = [KEYS[kind](index) for index in range(number)]
        assert take(records(values, column)).summary.files[0].accepted == number


def test_no_value_of_our_closed_lists_may_be_a_name(connection: duckdb.DuckDBPyConnection) -> None:
    types = connection.execute(
        "select type_name from duckdb_types() where logical_type = 'ENUM' and not internal"
    ).fetchall()
    assert types
    for (name,) in types:
        values = connection.execute(f"select unnest(enum_range(null::{name}))").fetchall()
        for kind in ("person", *PERHAPS_NAMES):
            matched = "select value from unnest($values) as cells(value) where regexp_matches(value, $pattern)"
            given_values = {"values": [value for (value,) in values], "pattern": patterns()[kind]}
            assert connection.execute(matched, given_values).fetchall() == []


@given(st.from_regex(r"[A-Za-z]{0,6}[-_]?[0-9]{1,8}[A-Z]{0,2}", fullmatch=True))
def test_a_word_with_a_number_in_it_is_nobody(value: str) -> None:
    assert not any(re.search(patterns()[kind], value) for kind in ("person", *PERHAPS_NAMES))
