from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from dashboard.errors import BadInput
from dashboard.intake.files import archive
from dashboard.intake.files.archive import check_archive
from tests.intake.books import Sheet, book, unzipped, zipped
from tests.intake.taking import Taking

GOOD = book(Sheet([["x", "y"], [1, 2]]))


def check(folder: Path, content: bytes) -> None:
    path = folder / "book.xlsx"
    path.write_bytes(content)
    check_archive(path)


def test_a_workbook_passes(tmp_path: Path) -> None:
    check(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({f"media/{at}": b"" for at in range(2_000)}, "2,006 parts"),
        ({"media/1": b" " * 5_000_000}, "several hundred times its size"),
    ],
)
def test_a_bomb_is_refused_by_its_directory(
    take: Taking, more: dict[str, bytes], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        take(book(Sheet([["x"]]), more))


def test_what_would_unpack_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1_000_000_000)
    # The directory says so; nothing is there to be unpacked.
    content = _saying(GOOD, "xl/styles.xml", size=1_500_000_000)
    with pytest.raises(BadInput, match=r"would unpack to 1.5 GB"):
        check(tmp_path, content)


@pytest.mark.parametrize("size", [10, 100_000])
def test_a_directory_that_lies_is_refused(tmp_path: Path, size: int) -> None:
    with pytest.raises(BadInput, match="damaged"):
        check(tmp_path, _saying(GOOD, "xl/worksheets/sheet1.xml", size=size))


def test_parts_of_the_same_name_are_refused(tmp_path: Path) -> None:
    packed = io.BytesIO(GOOD)
    with zipfile.ZipFile(packed, "a") as twice, pytest.warns(UserWarning, match="Duplicate"):
        twice.writestr("xl/styles.xml", "<styleSheet/>")
    with pytest.raises(BadInput, match="damaged"):
        check(tmp_path, packed.getvalue())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (zipped({"content.xml": b"<x/>", "mimetype": b"x"}), "OpenDocument"),
        (zipped({"xl/workbook.bin": b"x"}), "binary workbook"),
        (zipped({"word/document.xml": b"x"}), "Word"),
        (zipped({"records.csv": b"x,y"}), "zip archive, not a workbook"),
        (zipped({}), "empty zip archive"),
        (GOOD[:300], "damaged"),
        (GOOD.replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged"),
        (b"PK\x03\x04rest", "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_to_do(
    take: Taking, content: bytes, message: str
) -> None:
    with pytest.raises(BadInput, match=message) as fault:
        take(content)
    assert fault.value.remedy


def test_a_locked_part_is_refused(tmp_path: Path) -> None:
    content = bytearray(GOOD)
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(BadInput, match="password"):
        check(tmp_path, bytes(content))


def test_macros_and_links_are_not_looked_at(take: Taking) -> None:
    more = {"xl/vbaProject.bin": b"\xd0\xcf", "xl/externalLinks/externalLink1.xml": b"<x"}
    header = ["patient_key", "start_month", "treatment", "last_seen_day"]
    taken = take(book(Sheet([[*header], ["a", "2026-01", "laser", 3]]), more))
    assert len(taken.episodes) == 1
    assert set(more) <= set(unzipped(book(Sheet([["x"]]), more)))


def _saying(packed: bytes, name: str, *, size: int) -> bytes:
    """The same archive, whose directory says that the part unpacks to `size`, and was packed to it."""
    changed = bytearray(packed)
    at = changed.rindex(name.encode())
    entry = changed.rindex(b"PK\x01\x02", 0, at)
    struct.pack_into("<I", changed, entry + 24, size)
    if size > 1_000_000:
        struct.pack_into("<I", changed, entry + 20, size)
    return bytes(changed)
