from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.intake import reading
from dashboard.intake.faults import UnreadableFile
from dashboard.intake.files.form import Form
from dashboard.intake.reading import find_source, load
from tests.intake.slow_scan import StrayQuoteError, slow_scan

PIECES = st.sampled_from(["a", "b", ",", '"', '""', "\n", "\r\n", "\r", "é", ";", " "])
HEADERS = st.sampled_from(["x,y\n", "x,y\r\n", '"x","y\r"\n', '"x\n",y\r\n', '"\r\nx","y"\r'])
BODIES = st.lists(PIECES, max_size=25).map("".join)


DATABASE = duckdb.connect()


def rows(path: Path) -> list[tuple[str | None, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        source = find_source(path, {"x", "y"}, Form(delimiter=","), Path(folder))
        load(DATABASE, source)
    return DATABASE.execute("select * from raw order by rowid").fetchall()


def written(folder: Path, content: bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"x,y\n1,2\n3,4\n",
        b"\xef\xbb\xbfx,y\n1,2\n3,4",
        b"x,y\r\n1,2\r\n3,4\r\n",
        b"x,y\r1,2\r3,4\r",
        b"x,y\n1,2\r\n3,4\r",
        b"\n\nx,y\n1,2\n\n3,4\n,\n",
        b'"x",y\n"1",2\n"3","4"\n',
        b'"x","y"\n1,2\nbroken\n3,4\nbroken,too,much\n',
        b"x,y\n\0,1\n1,2\n3,\0\n3,4\n",
        b"x,y\n9\n1,2\n9\n9\n3,4\n9",
    ],
)
def test_good_records_arrive_in_order(tmp_path: Path, content: bytes) -> None:
    assert rows(written(tmp_path, content)) == [("1", "2"), ("3", "4")]


def test_quoted_text_arrives_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, b'x,y\r\n"a,""b""","c\nd\r\ne"\r\n;,"\'"\r\n')
    assert rows(path) == [('a,"b"', "c\nd\r\ne"), (";", "'")]


def test_a_name_with_wild_cards_means_one_file(tmp_path: Path) -> None:
    written(tmp_path, b"x,y\n5,6\n", "a1.csv")
    assert rows(written(tmp_path, b"x,y\n1,2\n", "a*.csv")) == [("1", "2")]


def test_a_header_alone_has_no_records(tmp_path: Path) -> None:
    assert rows(written(tmp_path, b"x,y")) == []


def test_the_lines_of_records_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path, b'x,y\n\n1,"2\n2"\nbroken\n3,4\n')
    source = find_source(path, {"x"}, Form(), tmp_path)
    assert source.lines(source.loaded * 0).tolist() == [3, 3]
    assert source.scan.lines[source.loaded].tolist() == [3, 6]
    assert (source.read, source.blank) == (4, 1)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=HEADERS, body=BODIES)
def test_the_parser_never_finds_other_records_than_the_scan(
    tmp_path: Path, header: str, body: str
) -> None:
    content = (header + body).encode()
    path = written(tmp_path, content)
    try:
        expected = [one for one in slow_scan(content, ",")[1:] if one.fields == 2 and not one.blank]
    except StrayQuoteError:
        with pytest.raises(UnreadableFile):
            rows(path)
        return
    assert len(rows(path)) == len(expected)


def test_a_count_that_differs_refuses_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, b"x,y\n1,2\n3,4\n")
    source = find_source(path, {"x"}, Form(), tmp_path)
    path.write_bytes(b"x,y\n1,2\n")
    with pytest.raises(UnreadableFile, match="two independent"):
        load(DATABASE, source)
    monkeypatch.setattr(reading, "_needs_copy", lambda *_: True)
    path.unlink()
    with pytest.raises(UnreadableFile, match="could not be copied"):
        load(DATABASE, source)


@pytest.mark.parametrize(("name", "message"), [("none.csv", "does not exist"), ("", "folder")])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        find_source(tmp_path / name, {"x"}, Form(), tmp_path)
