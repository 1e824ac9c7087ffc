from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.intake.files.cells import Cell, text_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("", ""), ("  x\n", "  x\n"), (True, "yes"), (False, "no"), (7, "7"), (-0.0, "0"),
        (30.0, "30"), (0.30000000000000004, "0.3"), (1e300, "1e+300"), (float("nan"), ""),
        (float("inf"), ""), (dt.date(2026, 3, 4), "2026-03-04"),
        (dt.datetime.fromisoformat("2026-03-04"), "2026-03-04"),
        (dt.datetime.fromisoformat("2026-03-04T05:06:07"), "2026-03-04 05:06:07"),
        (dt.time(6, 30), "06:30:00"), (dt.timedelta(days=1, seconds=61), "24:01:01"),
    ],
)  # fmt: skip
def test_a_cell_is_written_as_it_is_meant(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_a_number_of_fifteen_digits_is_written_as_it_was_typed(digits: int, places: int) -> None:
    value = digits / 10**places
    assert float(text_of(value)) == float(f"{value:.15g}")
    assert "e" not in text_of(value) or abs(value) < 1e-4
