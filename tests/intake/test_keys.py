from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.intake.keys import derived_key, hashed, key_parameters

DATABASE = duckdb.connect()


def in_sql(expression: str, salt: bytes, values: Mapping[str, str | None]) -> str | None:
    columns = ", ".join(f"${name} as {name}" for name in values)
    sql = f"select {expression} from (select {columns})"  # noqa: S608 - written in this file
    named = DATABASE.extract_statements(sql)[0].named_parameters
    parameters = {**key_parameters(salt), **values}
    ((found,),) = DATABASE.execute(sql, {name: parameters[name] for name in named}).fetchall()
    return found


@settings(max_examples=60)
@given(
    salt=st.binary(min_size=1, max_size=130),
    value=st.text(st.characters(codec="utf-8", exclude_characters="\0")),
)
def test_it_is_python_s_hmac(salt: bytes, value: str) -> None:
    expected = hmac.new(salt, b"patient_key\0" + value.encode(), hashlib.sha256).hexdigest()[:32]
    assert in_sql(hashed("patient_key", "value"), salt, {"value": value}) == expected


def test_nothing_stays_nothing_and_columns_differ() -> None:
    assert in_sql(hashed("patient_key", "cast(value as varchar)"), b"s", {"value": None}) is None
    one = in_sql(hashed("patient_key", "value"), b"s", {"value": "a"})
    assert one != in_sql(hashed("episode_key", "value"), b"s", {"value": "a"})
    assert one != in_sql(hashed("patient_key", "value"), b"t", {"value": "a"})


def test_a_derived_key_tells_every_part_apart() -> None:
    parts = {
        "patient_key": "a",
        "start_month": "2026-01",
        "site": "nose",
        "treatment": "laser",
        "episode_order": "1",
    }
    found = {in_sql(derived_key(), b"s", parts)}
    for part in parts:
        found.add(in_sql(derived_key(), b"s", {**parts, part: "2"}))
    blank = {"site": None, "episode_order": None}
    found.add(
        in_sql(derived_key().replace("site", "cast(site as varchar)"), b"s", {**parts, **blank})
    )
    assert len(found) == 1 + len(parts) + 1
    assert None not in found


def test_an_empty_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        key_parameters(b"")
