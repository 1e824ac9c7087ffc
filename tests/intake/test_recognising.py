from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dashboard.errors import BadInput
from dashboard.intake.files.form import Form
from dashboard.intake.files.recognising import our_names, preview, recognise
from dashboard.intake.profile import Profile
from tests.intake.books import Sheet, book

TEXT = """Pat ID;Surname;Visit;Preis

1041;Canary;03/02/2026;3,5
1042;Canary; 04/02/2026 ;12,25
broken
1043;Canary;05/02/2026;
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_bytes(TEXT.replace("Preis", "Geb\u00fchr").encode("cp1252"))
    return path


def test_what_is_in_an_unknown_export_is_recognised(export: Path) -> None:
    found = recognise(export)
    assert (found.format, found.encoding, found.delimiter) == ("csv", "windows-1252", "semicolon")
    assert found.names == ("Pat ID", "Surname", "Visit", "Geb\u00fchr")
    assert (found.records, found.blank, found.unreadable) == (5, 1, 1)
    assert (found.decimal, found.commas, found.header_rows) == ("comma", (3,), 1)
    assert (found.sheet, found.sheets) == ("", ())
    assert "Windows-1252" in found.notes[0]
    assert "3,5 is read as 3.5" in found.notes[1]


def test_a_preview_shows_the_columns_asked_for_and_no_others(export: Path) -> None:
    shown = preview(export, [3, 0])
    assert shown.cells == {0: ("1041", "1042", "1043"), 3: ("3,5", "12,25", "")}
    assert shown.lines == (3, 4, 6)
    assert "Canary" not in repr((shown, recognise(export)))
    assert preview(export, [2], rows=2).cells == {2: ("03/02/2026", "04/02/2026")}
    with pytest.raises(ValueError, match="needs a column"):
        preview(export, [])


def test_what_a_profile_declares_goes_first(export: Path) -> None:
    found = recognise(export, Profile(form=Form(delimiter="/", decimal="point")))
    assert found.delimiter == "/"
    assert found.decimal == "point"


def test_sheets_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book({"A": Sheet([["x", "y"]]), "B": Sheet([["clinic", "site"], [1, 2]])}))
    found = recognise(path)
    assert (found.format, found.sheet, found.sheets) == ("xlsx", "B", ("A", "B"))
    assert recognise(path, Profile(form=Form(sheet="a"))).names == ("x", "y")
    assert preview(path, [0]).cells == {0: ("1",)}


def test_parquet_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 1 as a, true as b) to '{path}' (format parquet)")
    found = recognise(path)
    assert (found.format, found.names, found.records) == ("parquet", ("a", "b"), 1)
    assert preview(path, [1]).lines == (1,)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"%PDF", None])
def test_what_cannot_be_read_is_refused_by_the_name_of_its_file(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "given.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput, match=r"given.csv|cannot be read"):
        recognise(path)


def test_our_names_are_those_of_the_tables() -> None:
    assert {"patient_key", "episode_key"} <= our_names("episodes")
    assert "grade" in our_names("complications")
