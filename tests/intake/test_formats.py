from __future__ import annotations

import gzip

import pytest

from dashboard.errors import BadInput
from dashboard.intake.files.formats import format_of
from tests.intake.taking import Taking


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old workbook"),
        (gzip.compress(b"x", mtime=0), "compressed"),
        (b"7z\xbc\xaf\x27\x1c", "compressed"),
        (b"%PDF-1.7", "PDF"),
        (b'[{"patient_key": "a"}]', "JSON"),
        (b'\xef\xbb\xbf\n{"patient_key": "a"}', "JSON"),
        (b"<html><table>", "web page"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"{\\rtf1", "text document"),
        (b"SQLite format 3\x00", "database"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    take: Taking, content: bytes, message: str
) -> None:
    with pytest.raises(BadInput, match=message) as fault:
        take(content)
    assert fault.value.remedy


@pytest.mark.parametrize(
    "content", [b"", b"a,b", b"[Export]\na,b", b"{a},b", b"BZ,x", b"<5,>5\n", b"\xff\xfea\x00"]
)
def test_everything_else_may_be_text(content: bytes) -> None:
    assert format_of(content) == "csv"
