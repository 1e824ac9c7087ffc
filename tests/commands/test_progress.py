from __future__ import annotations

import io
from contextlib import redirect_stderr

import pytest

from dashboard.commands.progress import shown_progress
from dashboard.intake.progress import silent

ERASED = "\r\033[2K"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def fail() -> None:
    with shown_progress() as progress:
        progress("Counting", 0.0)
        raise ValueError("x")


def test_a_terminal_sees_one_line_that_is_gone_at_the_end() -> None:
    with redirect_stderr(Terminal()) as stream, shown_progress() as progress:
        for share in (0.0, 0.1, 0.101, 1.0):
            progress("Counting", share)
    expected = ["", "Counting …", "Counting … 10%", "Counting … 100%", ""]
    assert stream.getvalue().split(ERASED) == expected


def test_the_line_is_gone_where_the_import_fails() -> None:
    with redirect_stderr(Terminal()) as stream, pytest.raises(ValueError, match="x"):
        fail()
    assert stream.getvalue().endswith(ERASED)


def test_nothing_else_sees_anything() -> None:
    with redirect_stderr(io.StringIO()) as stream, shown_progress() as progress:
        assert progress is silent
        progress("Counting", 0.5)
    assert stream.getvalue() == ""
