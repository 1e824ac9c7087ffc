from __future__ import annotations

from dashboard.commands.layout import harmless, in_columns


def test_columns_are_as_wide_as_their_widest_cell_and_numbers_stand_to_the_right() -> None:
    assert in_columns([("episodes.csv", 1200, "read"), ("c.csv", 7, "")], indent=2) == [
        "  episodes.csv  1,200  read",
        "  c.csv             7",
    ]


def test_a_table_without_rows_has_no_lines() -> None:
    assert in_columns([]) == []


def test_cells_stay_on_their_line() -> None:
    assert in_columns([("a\nb", "\x1b[31m")]) == ["a b  \ufffd[31m"]


def test_nothing_that_a_terminal_obeys_comes_through() -> None:
    assert harmless("a\x1b]0;x\x07b\x9b\x7f\r") == "a\ufffd]0;x\ufffdb\ufffd\ufffd\ufffd"
    assert harmless("Ärztin\tø\n") == "Ärztin\tø\n"
