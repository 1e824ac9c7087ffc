"""A click on a point chooses what it stands for, and nothing that cannot be chosen."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import words
from dashboard.widgets import pointing

_AMONG = {"": "Choose one", "north": "North", "south": "South"}


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([{"x": 12.0, "customdata": "north"}], "north"),
        ([{"customdata": "south"}, {"customdata": "north"}], "south"),
        ([], ""),
        # Small clinics together, and whoever has none recorded, are drawn and have no panel.
        ([{"customdata": words.SMALL_TOGETHER}], ""),
        ([{"customdata": words.NOT_RECORDED}], ""),
        # A line has nothing that it stands for.
        ([{"x": 12.0}], ""),
        ([{"customdata": ["north"]}], ""),
    ],
)
def test_what_a_point_stands_for(points: list[dict[str, Any]], code: str) -> None:
    assert pointing.meant(points, _AMONG) == code
