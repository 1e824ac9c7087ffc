from __future__ import annotations

import pytest

from dashboard.errors import BadInput
from tests.intake.taking import Taking

HEADER = ["patient_key", "start_month", "treatment", "last_seen_day"]
RECORD = ["a", "2026-01", "laser", "3"]


@pytest.mark.parametrize("delimiter", ["|", "~", ":", "^", "\x1f", "/", "$", "\\"])
def test_any_single_character_may_be_declared(take: Taking, delimiter: str) -> None:
    blank = delimiter * 3
    text = "\n".join([blank, delimiter.join(HEADER), delimiter.join(RECORD), blank, ""])
    written = delimiter.replace("\\", "\\\\").replace("\x1f", "\\u001f")
    taken = take(text.encode(), profile=f'delimiter = "{written}"')
    assert len(taken.episodes) == 1
    (file,) = taken.summary.files
    assert (file.read, file.blank) == (3, 2)
    assert file.delimiter == ("pipe" if delimiter == "|" else delimiter)


def test_a_pipe_is_recognised(take: Taking) -> None:
    taken = take("|".join(HEADER) + "\n" + "|".join(RECORD) + "\n")
    assert taken.summary.files[0].delimiter == "pipe"


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        ('delimiter = "a"', "“delimiter” is “a”"),
        ('delimiter = ";;"', "“delimiter” is “;;”"),
        ("delimiter = '\"'", "“delimiter”"),
        ('delimiter = "¦"', "“delimiter”"),
        ("delimiter = 5", "“delimiter”"),
        ('encoding = "klingon"', "“encoding” is “klingon”"),
        ('decimal = ","', "“decimal” is “,”"),
        ("sheet = 2", "“sheet” is “2”"),
        ("header_rows = 0", "“header_rows” is “0”"),
        ("header_rows = true", "“header_rows” is “True”"),
        ('header_rows = "2"', "“header_rows”"),
        ('[complications]\nencoding = "klingon"', "“encoding” is “klingon”"),
        ("[episodes]\nheader_rows = 9", "“header_rows” is “9”"),
    ],
)
def test_what_a_profile_cannot_declare_is_refused(take: Taking, profile: str, message: str) -> None:
    with pytest.raises(BadInput, match=message) as fault:
        take(",".join(HEADER), profile=profile)
    assert fault.value.remedy


def test_the_names_of_several_header_lines_are_joined(take: Taking) -> None:
    text = """
        Patient,Visit,,What
        key,"first
        month",last day,
        a,2026-01,3,laser
        b,2026-02,,laser
        """
    profile = """
        header_rows = 2
        [episodes.columns]
        patient_key = "patient key"
        start_month = "Visit first\\nmonth"
        last_seen_day = "last day"
        treatment = "what"
        """
    taken = take(text.replace("        ", ""), profile=profile)
    assert len(taken.episodes) == 1
    assert {one["line"] for one in taken.rejects} == {5}
    (file,) = taken.summary.files
    assert (file.read, file.header_rows) == (2, 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [("a,b\nc\n1,2\n", "first 2 lines do not name the same number"), ("a,b\n", "first 2 lines")],
)
def test_header_lines_that_do_not_fit_are_refused(take: Taking, text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        take(text, profile="header_rows = 2")
