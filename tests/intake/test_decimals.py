from __future__ import annotations

import pytest

from tests.intake.books import Sheet, Value, book
from tests.intake.taking import Taken, Taking

HEADER = "patient_key;start_month;treatment;last_seen_day;price;pain\n"


def priced(take: Taking, *prices: str, profile: str | None = None, delimiter: str = ";") -> Taken:
    lines = [f"p{at};2026-01;laser;3;{price};" for at, price in enumerate(prices)]
    text = HEADER + "\n".join([*lines, ""])
    return take(text.replace(";", delimiter) if delimiter != ";" else text, profile=profile)


def found(taken: Taken) -> list[float | None]:
    return [one["price"] and float(one["price"]) for one in taken.episodes]


def notes(taken: Taken) -> str:
    return " ".join(note for note in taken.summary.notes if "Numbers" in note)


def test_a_decimal_comma_is_recognised_and_said(take: Taking) -> None:
    taken = priced(take, "3,5", "12", "1.234,50", "0,25", "")
    assert found(taken) == [3.5, 12, 1234.5, 0.25, None]
    assert notes(taken) == (
        "“episodes.csv”: Numbers in column 5 (“price”) have a decimal comma: 3,5 is read as 3.5."
    )
    assert taken.summary.files[0].commas == ("column 5 (“price”)",)


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        (("3.5", "12"), ""),
        (("1,234", "999"), "may be a decimal mark or stand between thousands"),
        (("3,5", "4.25"), "decimal commas and points"),
        (("3,5", "1.234"), "decimal commas and points"),
        (("3,5,7", "soon"), ""),
    ],
)
def test_what_leaves_doubt_is_not_changed(take: Taking, prices: tuple[str, ...], said: str) -> None:
    taken = priced(take, *prices)
    expected = [float(price) if price.replace(".", "").isdigit() else None for price in prices]
    assert found(taken) == expected
    assert said in notes(taken)
    assert bool(said) == bool(notes(taken))
    assert taken.summary.files[0].commas == ()


def test_where_commas_separate_columns_nothing_is_recognised(take: Taking) -> None:
    text = HEADER.replace(";", ",") + 'a,2026-01,laser,3,"3,5",\n'
    assert found(take(text)) == [None]
    assert found(take(text, profile='decimal = "comma"')) == [3.5]


def test_a_declared_mark_is_taken(take: Taking) -> None:
    commas = priced(take, "3,5", "1,234", "1.234", "2.5", profile='decimal = "comma"')
    # A point that cannot stand between thousands is left as it is.
    assert [one and round(one, 2) for one in found(commas)] == [3.5, 1.23, 1234, 2.5]
    assert notes(commas) == ""
    points = priced(take, "3,5", profile='decimal = "point"')
    assert found(points) == [None]


def test_exact_ages_and_counts_have_decimal_commas_too(take: Taking) -> None:
    text = "patient_key;start_month;treatment;last_seen_day;Age\na;2026-01;laser;3;34,5\n"
    profile = '[episodes.columns]\nage_band = { from = "Age", band = true }\n'
    assert take(text, profile=profile).episodes[0]["age_band"] == "25_34"


def test_numbers_of_a_workbook_keep_their_point(take: Taking) -> None:
    header = HEADER.strip().split(";")
    rows: list[list[Value]] = [
        [*header],
        ["a", "2026-01", "laser", 3, 1.234, None],
        ["b", "2026-01", "laser", 3, "3,5", None],
    ]
    taken = take(book(Sheet(rows)), profile='decimal = "comma"')
    assert [round(float(one["price"]), 1) for one in taken.episodes] == [1.2, 3.5]
