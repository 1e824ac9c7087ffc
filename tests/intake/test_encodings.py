from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadInput
from dashboard.intake.files import encodings
from dashboard.intake.files.encodings import find_encoding, write_utf8
from dashboard.intake.files.form import ENCODINGS
from tests.intake.taking import Taking

HEADER = "patient_key,start_month,treatment,last_seen_day,clinic\n"
TEXT = HEADER + "a,2026-01,laser,3,Zürich – café\n"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8 with byte order mark"),
        ("utf-16", "utf-16-le with byte order mark"),
        ("cp1252", "windows-1252"),
    ],
)
def test_the_encoding_is_recognised_and_said(take: Taking, written: str, said: str) -> None:
    taken = take(TEXT.encode(written))
    assert [one["clinic"] for one in taken.episodes] == ["Zürich – café"]
    (file,) = taken.summary.files
    assert file.encoding == said
    assert file.bytes == len(TEXT.encode(written))
    told = [note for note in taken.summary.notes if "Windows-1252" in note]
    assert len(told) == (said == "windows-1252")


@pytest.mark.parametrize("named", ENCODINGS)
def test_a_declared_encoding_is_taken(take: Taking, named: str) -> None:
    text = TEXT.replace("–", "-")
    taken = take(text.encode(ENCODINGS[named]), profile=f'encoding = "{named}"')
    assert [one["clinic"] for one in taken.episodes] == ["Zürich - café"]
    assert not any("UTF-8" in note for note in taken.summary.notes)


def test_a_mark_is_no_part_of_the_text_where_the_encoding_is_declared(take: Taking) -> None:
    for written, named in (("utf-16", "utf-16"), ("utf-8-sig", "utf-8")):
        taken = take(TEXT.encode(written), profile=f'encoding = "{named}"')
        assert taken.summary.files[0].mapped["patient_key"] == "column 1 (“patient_key”)"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TEXT.encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (TEXT.encode("utf-16-be"), "UTF-16 without a byte order mark"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.replace("é", "ç").encode("mac-roman"), "nor in Windows-1252 .line 2"),
        (TEXT.encode() + "b,2026-01,laser,3,Köln\n".encode("latin-1"), "Line 3 .*put together"),
        (TEXT.encode("utf-16")[:-1], "not utf-16-le"),
    ],
)
def test_what_leaves_doubt_is_refused(take: Taking, content: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=message) as fault:
        take(content)
    assert fault.value.remedy


def test_a_wrong_declaration_is_refused_with_the_line(take: Taking) -> None:
    with pytest.raises(BadInput, match="From line 1 on it holds bytes that are not windows-1252"):
        take(TEXT.encode() + b"\x81", profile='encoding = "windows-1252"')
    with pytest.raises(BadInput, match=r"Line 2 .*not UTF-8"):
        take(TEXT.encode("cp1252"), profile='encoding = "utf-8"')


@settings(max_examples=60)
@given(
    text=st.text(st.sampled_from("aé–€ß\n,"), min_size=1, max_size=40),
    written=st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "cp1252"]),
    block=st.integers(1, 9),
)
def test_text_comes_out_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, text: str, written: str, block: int
) -> None:
    """Blocks that cut a character in two included; a guess is only ever Windows-1252."""
    folder = tmp_path_factory.mktemp("encodings")
    path, target = folder / "given", folder / "plain"
    path.write_bytes(text.encode(written))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "_BLOCK", block)
        try:
            found = find_encoding(path, None)
        except BadInput:
            assert written == "cp1252"
            return
        write_utf8(path, found, target)
    if written == "cp1252" and found.name == "utf-8":
        # What is UTF-8 by chance is read as UTF-8.
        assert text.encode(written).decode("utf-8") == target.read_text(encoding="utf-8")
        return
    assert target.read_bytes().decode() == text
    assert found.guessed == (found.name == "windows-1252")


def test_the_last_character_may_be_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_bytes("é,é".encode()[:-1])
    with pytest.raises(BadInput, match="Line 1"):
        find_encoding(path, None)
