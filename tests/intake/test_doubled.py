"""Two rows that name the columns are found where that is plain, and one row is never read as two."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.intake.doubled import is_doubled, names_in
from dashboard.intake.files.form import Form
from dashboard.intake.files.recognising import our_names, recognise
from dashboard.intake.header import read_header
from dashboard.intake.profile import Profile
from tests.house.repository import ROOT
from tests.intake import malformed
from tests.intake.books import Sheet, Value, book
from tests.intake.malformed_books import _ROWS, _second_header

GROUPS = ["Patient", "", "Begun", "Follow-up 1", "", "Follow-up 2", ""]
NAMES = ["No", "Sex", "", "date", "result", "date", "result"]
RECORDS = [
    ["1041", "f", "03/02/2026", "17/03/2026", "clear", "12/08/2026", "back"],
    ["1042", "m", "05/02/2026", "19/03/2026", "better", "", ""],
]
JOINED = (
    "Patient No", "Patient Sex", "Begun", "Follow-up 1 date", "Follow-up 1 result",
    "Follow-up 2 date", "Follow-up 2 result",
)  # fmt: skip
WORDS = st.sampled_from(["date", "result", "Visit 1", "Patient", "PIH", "laser", "treatment", ""])
TABLES = sorted(
    path for path in (ROOT / "sample_data").rglob("*") if path.suffix in (".csv", ".xlsx")
)


def test_groups_and_what_each_holds_are_found() -> None:
    assert is_doubled([GROUPS, NAMES, *RECORDS], frozenset())
    assert names_in([GROUPS, NAMES]) == JOINED


def test_a_group_is_taken_for_each_column_only_where_two_would_be_called_alike() -> None:
    assert names_in([["Patient", "", "Course"], ["No", "Sex", "start"]]) == (
        "Patient No",
        "Sex",
        "Course start",
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([GROUPS, NAMES], "nothing stands beneath"),
        ([NAMES, *RECORDS], "a column without a name over a record"),
        ([GROUPS[:-1], NAMES, *RECORDS], "rows of unlike length"),
        ([["Patient", "x", "Begun", "d1", "r1", "d2", "r2"], NAMES, *RECORDS], "no group"),
        ([["Export", "", "", "", "", "", ""], NAMES, *RECORDS], "one text alone is a title"),
        ([GROUPS, [*NAMES[:-1], "date"], *RECORDS], "two columns are called alike"),
        ([GROUPS, ["No", "Sex", "", "date", "2026", "date", "result"], *RECORDS], "a number"),
        ([GROUPS, ["No", "f", "", "date", "result", "date", "result"], *RECORDS], "stands again"),
        ([GROUPS, NAMES, ["a", "b", "c", "d", "e", "f", "g"]], "no number, no date beneath"),
    ],
)
def test_what_is_not_plain_is_one_row(rows: list[list[str]], why: str) -> None:
    assert not is_doubled(rows, frozenset()), why


def test_a_known_name_stands_over_records() -> None:
    upper = ["patient", "sex", "visit 1", ""]
    lower = ["No", "of it", "date", "result"]
    rows = [upper, lower, ["1", "f", "2026-01-02", "clear"]]
    assert is_doubled(rows, frozenset())
    assert not is_doubled(rows, {"sex"})
    # It may well be a group.
    assert is_doubled(rows, {"visit 1"})


@given(
    st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=2, max_size=9),
    st.sampled_from(["42", "2026-01", "03/02/2026", "3 Feb 2026", "12.5"]),
)
def test_a_first_record_with_a_number_or_a_date_is_no_header(
    columns: list[tuple[str, str, str]], told: str
) -> None:
    rows = [list(row) for row in zip(*columns, strict=True)]
    rows[1][0] = told
    assert not is_doubled(rows, frozenset())


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_file_of_the_samples_has_the_header_it_has(path: Path) -> None:
    assert recognise(path).header_rows == (2 if path.name == "dermasoft.xlsx" else 1)


@pytest.mark.parametrize("known", [our_names("episodes"), frozenset()], ids=["known", "unknown"])
def test_no_malformed_file_of_one_header_row_is_read_as_one_of_two(
    tmp_path: Path, known: frozenset[str]
) -> None:
    path, looked_at = tmp_path / "file.csv", 0
    for seed in range(300):
        draw = random.Random(seed)  # noqa: S311 - the same for the same seed
        columns, records = malformed._records(draw)
        table: list[list[Value]] = [[*row] for row in (columns, *records)]
        for change in draw.sample([one for one in _ROWS if one is not _second_header], 2):
            change(draw, table)
        assert not is_doubled([[str(cell or "") for cell in row] for row in table], known)
        path.write_bytes(malformed._text(draw, columns, records))
        for mutation in draw.sample(malformed._MUTATIONS, draw.randrange(3)):
            path.write_bytes(mutation(draw, path.read_bytes()))
        try:
            looked_at += read_header(path, known, None, None).records
        except BadInput:
            continue
        assert read_header(path, known, None, None).records == 1
    assert looked_at > 100


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_is_told_and_read_alike_where_a_profile_declares_it(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"export.{kind}"
    rows = [GROUPS, NAMES, *RECORDS]
    if kind == "csv":
        path.write_text("\n".join(";".join(row) for row in rows) + "\n", encoding="utf-8")
    else:
        path.write_bytes(book(Sheet([[cell or None for cell in row] for row in rows])))
    found = recognise(path)
    assert (found.names, found.header_rows, found.records) == (JOINED, 2, 2)
    assert "The header has two rows" in found.notes[0]
    declared = recognise(path, Profile(form=Form(header_rows=2)))
    assert (declared.names, declared.header_rows, declared.notes) == (JOINED, 2, ())
    assert recognise(path, Profile(form=Form(header_rows=1))).header_rows == 1
