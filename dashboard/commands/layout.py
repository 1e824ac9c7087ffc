"""How do lists and tables stand on a terminal: in columns, numbers to the right, nothing unseen?"""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

# Control characters: a terminal obeys them, and they may come from a file's name or a column's.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def in_columns(rows: Sequence[Sequence[object]], *, indent: int = 0) -> list[str]:
    """How do `rows` look, one line each, with every column as wide as its widest cell?

    Whole numbers are aligned to the right and have commas between thousands; everything else
    stands to the left.
    """
    written = [[_written(cell) for cell in row] for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*written, strict=True)]
    lines = []
    for row, cells in zip(rows, written, strict=True):
        aligned = [
            text.rjust(width) if _is_number(cell) else text.ljust(width)
            for cell, text, width in zip(row, cells, widths, strict=True)
        ]
        lines.append((" " * indent + "  ".join(aligned)).rstrip())
    return lines


def say(line: str, *, err: bool = False) -> None:
    """Print one line, on standard output or standard error."""
    click.echo(harmless(line), err=err)


def harmless(text: str) -> str:
    """How is `text` shown so that no terminal obeys it?"""
    return _CONTROL.sub("\ufffd", text)


def _written(cell: object) -> str:
    return f"{cell:,}" if _is_number(cell) else harmless(str(cell)).replace("\n", " ")


def _is_number(cell: object) -> bool:
    return isinstance(cell, int) and not isinstance(cell, bool)
