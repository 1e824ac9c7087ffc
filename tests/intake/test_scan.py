from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dashboard.intake import scan as scanning
from dashboard.intake.faults import UnreadableFile
from dashboard.intake.scan import BLANK, FIELDS, GOOD, LONG, LONGEST_RECORD, NUL, Scan, scan
from tests.intake.slow_scan import StrayQuoteError, slow_scan

PIECES = st.sampled_from(
    ["a", "bc", ",", ",", '"', '""', "\n", "\r\n", "\r", " ", "\t", "\0", "é", ";"]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map("".join)
ROWS = st.lists(
    st.lists(st.text('ab",\n\r é', max_size=5), min_size=2, max_size=2), min_size=1, max_size=8
)


def scanned(folder: Path, content: bytes, delimiter: str = ",") -> Scan:
    path = folder / "file.csv"
    path.write_bytes(content)
    return scan(path, delimiter, 0, 1)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, block=st.sampled_from([1, 2, 3, 5, 1 << 22]), delimiter=st.sampled_from(",;\t"))
@example(text='\n"\t"', block=1 << 22, delimiter="\t")
def test_it_agrees_with_a_slow_scan(tmp_path: Path, text: str, block: int, delimiter: str) -> None:
    content = text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "BLOCK", block)
        try:
            expected = slow_scan(content, delimiter)
        except StrayQuoteError as stray:
            with pytest.raises(UnreadableFile, match=rf"line {stray.line}\b"):
                scanned(tmp_path, content, delimiter)
            return
        found = scanned(tmp_path, content, delimiter)
    header, *records = expected
    assert found.header_fields == header.fields
    assert found.starts.tolist() == [*(record.start for record in records), len(content)]
    assert found.lines.tolist() == [record.line for record in records]
    assert found.fields.tolist() == [record.fields for record in records]
    states = [
        BLANK if one.blank else NUL if one.nul else GOOD if one.fields == header.fields else FIELDS
        for one in records
    ]
    assert found.status.tolist() == states
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.size == len(content)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, ending=st.sampled_from(["\n", "\r\n", "\r"]))
def test_it_counts_what_the_standard_library_writes(
    tmp_path: Path, rows: list[list[str]], ending: str
) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows([["x", "y"], *rows])
    found = scanned(tmp_path, text.getvalue().encode())
    assert found.status.size == len(rows)
    assert set(found.fields.tolist()) == {2}


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    found = scanned(tmp_path, b'x,y\r\n"a\r\nb",1\r\n\r\n2,"c\n\nd"\n3,4')
    assert found.lines.tolist() == [2, 4, 5, 8]
    assert found.status.tolist() == [GOOD, BLANK, GOOD, GOOD]
    assert found.quoted_breaks
    assert found.ending == ""


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"x\n1\n", "\n"),
        (b"x\r\n1\r\n", "\r\n"),
        (b'x\r\n"1\n2\r3"\r\n', "\r\n"),
        (b"x\r1\r", ""),
        (b"x\n1\r\n", ""),
        (b"x", "\n"),
    ],
)
@pytest.mark.parametrize("block", [1, 2, 3, 1 << 22])
def test_it_is_told_how_all_records_end(
    tmp_path: Path, content: bytes, ending: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BLOCK", block)
    assert scanned(tmp_path, content).ending == ending


def test_a_record_of_more_than_a_megabyte_is_set_aside(tmp_path: Path) -> None:
    content = b"x,y\n1,2\n3," + b"z" * LONGEST_RECORD + b"\n5,6\n"
    found = scanned(tmp_path, content)
    assert found.status.tolist() == [GOOD, LONG, GOOD]
    assert found.lines.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("x\nna\nM\xfcller\n".encode("latin-1"), 3),
        (b"x\n1\n\xff", 3),
        (b"x\n1\n\xc3", 3),
        (b"x\r\r\n\xe2\x82", 3),
    ],
)
@pytest.mark.parametrize("block", [1, 2, 1 << 22])
def test_bytes_that_are_not_utf8_are_refused_with_their_line(
    tmp_path: Path, content: bytes, line: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BLOCK", block)
    with pytest.raises(UnreadableFile, match=f"Line {line} .*UTF-8"):
        scanned(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'x\n1\n"abc\n2\n', "opened on line 3 is never closed"),
        (b'x\n1\n"abc\n2,"b"\n', "opened on line 3 is closed inside a field"),
        (b'x\n5" wide\n', "On line 2 a quotation mark opens inside a field"),
        (b'x\n"a"b\n', "opened on line 2 is closed inside a field"),
        (b'x\n "a"\n', "On line 2 a quotation mark opens inside a field"),
    ],
)
@pytest.mark.parametrize("block", [1, 2, 3, 1 << 22])
def test_quotes_out_of_place_are_refused_with_their_line(
    tmp_path: Path, content: bytes, message: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BLOCK", block)
    with pytest.raises(UnreadableFile, match=message):
        scanned(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "padded"),
    [
        (b"x,y\n1 1,2\n", False),
        (b"x,y\n1, 2\n", True),
        (b"x,y\n1 ,2\n", True),
        (b"x,y\n 1,2\n", True),
        (b"x,y\n1,2 ", True),
        (b'x,y\n1," 2"\n', True),
        (b"x,y\n1,2 \r\n", True),
    ],
)
@pytest.mark.parametrize("block", [1, 2, 1 << 22])
def test_spaces_at_the_edge_of_a_field_are_told(
    tmp_path: Path, content: bytes, *, padded: bool, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BLOCK", block)
    assert scanned(tmp_path, content).padded is padded


@pytest.mark.parametrize(
    ("content", "odd"),
    [
        ("x,y\n1, 2\n", False),
        ("x,y\n1,\t2\n", True),
        ("x,y\n1,\u00a02\n", True),
        ('x,y\n1,"2\n"\n', True),
    ],
)
def test_white_space_other_than_the_plain_space_is_told(
    tmp_path: Path, content: str, *, odd: bool
) -> None:
    assert scanned(tmp_path, content.encode()).odd_spaces is odd
