"""The counts under a chart: every number under its day, in the order of the groups."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest

from dashboard.figures import curves
from dashboard.widgets import counts_below
from tests.figures import tiny

_LABELS = curves.Labels("Share", "clearance", "Came back", "Treated again")


def _prepared(labels: curves.Labels = _LABELS) -> curves.Curves:
    return curves.prepare(
        tiny.curves(), ("extraction", "laser"), "treatment", (30, 90), labels, far=True
    )


def _rows(html: str) -> list[list[str]]:
    rows = re.findall(r'<div role="row".*?</div>', html)
    return [
        [unescape(text) for text in re.findall(r">([^<>]+)</(?:span|i|b)>", row)] for row in rows
    ]


def _html(prepared: curves.Curves, *, all_counts: bool) -> str:
    return counts_below._table(
        prepared, "light", counts_below.blocks(prepared, all_counts=all_counts)
    )


def test_the_summary_says_who_is_still_followed() -> None:
    assert _rows(_html(_prepared(), all_counts=False)) == [
        ["Day", "0", "90", "135", "180"],
        ["Extraction", "20", "12", "6", "6"],
        ["Laser", "12", "–", "–", "–"],
    ]


def test_the_detail_says_what_became_of_the_others() -> None:
    rows = _rows(_html(_prepared(), all_counts=True))
    assert [row[0] for row in rows if len(row) == 1] == [
        "Still followed",
        "Came back so far",
        "Treated again so far",
        "Last seen so far",
    ]
    # Laser: of 12, 2 were last seen, 3 had milia again, 7 were last seen on the last day.
    assert [row[1] for row in rows if row[0] == "Laser"] == ["12", "0", "0", "0"]


def test_what_cannot_compete_has_no_block() -> None:
    prepared = _prepared(curves.Labels("Share healed", "last session", "Healed"))
    assert "competing_so_far" not in counts_below.blocks(prepared, all_counts=True)


def test_each_cell_is_as_wide_as_the_days_to_the_next() -> None:
    prepared = _prepared()
    found = re.search(r"--columns: (\d+)px (.*) (\d+)px", _html(prepared, all_counts=False))
    assert found is not None
    shares = [int(share) for share in re.findall(r"(\d+)fr", found[2])]
    assert list(np.cumsum([0, *shares])) == [*prepared.days, prepared.last_day]


def test_on_a_telephone_only_days_far_enough_apart_have_numbers() -> None:
    # Of 0, 90, 135 and 180 days in 180: 135 stands too close to 90, and 180 has the room that it leaves.
    rows = re.findall(r'<div role="row".*?</div>', _html(_prepared(), all_counts=False))
    for row in rows:
        cells = re.findall(r'<span role="(?:cell|columnheader)"([^>]*)>', row)
        assert [bool(kind) for kind in cells] == [False, False, True, False]


@pytest.mark.parametrize(
    ("days", "last_day", "kept"),
    [
        ((0, 90, 180, 365), 402, [0, 180, 365]),
        ((0, 180, 365, 548, 730), 730, [0, 365, 730]),
        ((0,), 10, [0]),
    ],
)
def test_which_days_are_kept_on_a_telephone(
    days: tuple[int, ...], last_day: int, kept: list[int]
) -> None:
    spare = counts_below._spare(days, last_day)
    assert [day for day, left_out in zip(days, spare, strict=True) if not left_out] == kept
