from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.intake.faults import UnreadableFile
from dashboard.intake.header import Header, read_header

KNOWN = {"patient_key", "start_month", "procedure"}


def read(folder: Path, content: str | bytes, delimiter: str | None = None) -> Header:
    path = folder / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_header(path, KNOWN, delimiter)


@pytest.mark.parametrize(("name", "delimiter"), [("comma", ","), ("semicolon", ";"), ("tab", "\t")])
def test_the_delimiter_is_the_one_under_which_columns_are_known(
    tmp_path: Path, name: str, delimiter: str
) -> None:
    del name
    header = read(tmp_path, f"patient_key{delimiter}a,b;c\td{delimiter} Start_Month \n1,2\n")
    assert header.delimiter == delimiter
    assert header.find("START_month") == len(header.names) - 1
    assert header.find("nothing") is None


def test_a_declared_delimiter_is_taken(tmp_path: Path) -> None:
    assert read(tmp_path, "patient_key,start_month;x\n", ";").names == (
        "patient_key,start_month",
        "x",
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", ""])
def test_names_may_be_quoted_and_go_over_lines(tmp_path: Path, ending: str) -> None:
    header = read(tmp_path, '"patient_key","of ""this""\nclinic"' + ending)
    assert header.names == ("patient_key", 'of "this"\nclinic')


def test_a_byte_order_mark_and_blank_lines_go_before_the_header(tmp_path: Path) -> None:
    header = read(tmp_path, b"\xef\xbb\xbf\r\n,,\r\n \r\npatient_key,x\r\n")
    assert (header.bom, header.blank_lines, header.line, header.start) == (True, 3, 4, 12)
    assert header.names == ("patient_key", "x")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\n\r\n , ;\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        ("patient_key,x\n".encode("utf-16-be"), "NUL bytes"),
        ("patient_key,Größe\n".encode("latin-1"), "Line 1 .*UTF-8"),
        (b'"patient_key,x\n1,2\n', "opened on line 1 is never closed"),
        (b"patient_key," + b"x" * 200_000 + b"\n", "too long to be a column's name"),
        (b"patient_key," + b"x," * 1000 + b"\n", "1,002 columns"),
        (b"patient_key,x, Patient_Key\n", "Columns 1 and 3 have the same name .“patient_key”."),
    ],
)
def test_what_cannot_be_a_header_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read(tmp_path, content)


def test_a_double_name_that_is_not_known_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="Columns 1 and 2") as fault:
        read(tmp_path, "Smith,smith,no\n")
    assert "mith" not in str(fault.value)


def test_columns_without_a_name_may_be_several(tmp_path: Path) -> None:
    assert read(tmp_path, "patient_key,,\n").names == ("patient_key", "", "")
