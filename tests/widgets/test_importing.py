"""What the import page decides by itself, and what it leaves to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake.files.recognising import Recognised, Surveyed
from dashboard.intake.mapping import ours
from dashboard.widgets.importing import dates, files, values
from dashboard.widgets.importing.recognised import Looked
from dashboard.widgets.reading import as_label


def _looked(column: Surveyed) -> Looked:
    found = Recognised("csv", "utf-8", "comma", "point", (), "", (), 1, ("Age",), 3, 0, 0, ())
    return Looked(Path("export.csv"), {}, found, (column,))


def test_nothing_is_guessed_where_day_and_month_may_change_places() -> None:
    assert dates._other_order(("%d/%m/%Y", "%m/%d/%Y"))
    assert not dates._other_order(("%d/%m/%Y", "%d/%m/%y"))
    assert dates._in_words("02/03/2026", "%d/%m/%Y") == "2 March 2026"
    assert dates._in_words("02/03/2026", "%m/%d/%Y") == "3 February 2026"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("%d/%m/%Y", "31/12/2026 (day first)"),
        ("%m/%d/%Y", "12/31/2026 (month first)"),
        ("%Y-%m-%d", "2026-12-31 (year first)"),
        ("%b %Y", "Dec 2026 (month first)"),
    ],
)
def test_a_format_is_shown_as_a_date(form: str, said: str) -> None:
    assert dates._example(form) == said


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ({"34": 1, "7": 2}, True),
        ({"25_34": 3, "35_44": 1}, False),
        # The first two bands of lesions and a blank word would still be bands.
        ({"34": 1, "N/A": 2}, True),
        ({"young": 1}, False),
        (None, True),
    ],
)
def test_exact_ages_are_banded_and_bands_are_not(
    told: dict[str, int] | None, *, counted: bool
) -> None:
    age = next(one for one in ours("episodes") if one.name == "age_band")
    assert values._is_counted(age, _looked(Surveyed(None, told)), 0) is counted


def test_a_file_keeps_its_name_and_no_path() -> None:
    assert files._safe("../../etc/pass*wd.csv") == "pass_wd.csv"
    assert files._safe(".hidden") == "hidden"
    assert files._safe("Our export (June).xlsx") == "Our export (June).xlsx"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("column 3 (“Visit”)", "column 3 (“Visit”)"),
        ("![x](http://a.b/c)", "  x (http:\u2060//a.b/c)"),
        ("two_words _here_", "two_words  here "),
        (":red[danger]", ":\u2060red danger "),
    ],
)
def test_a_label_is_text(text: str, label: str) -> None:
    assert as_label(text) == label
