"""Workbooks as nobody should send them: crafted, damaged, or just odd."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.intake.books import (
    ERROR,
    NOT_CALCULATED,
    Raw,
    Sheet,
    Value,
    book,
    letters,
    unzipped,
    zipped,
)

Rows = list[list[Value]]

_SHEET = "xl/worksheets/sheet1.xml"
_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(12)
    ) + b"]>"
)  # fmt: skip
_ODD: list[Value] = [
    ERROR, NOT_CALCULATED, True, False, 0.1 + 0.2, -1.0, 1e300, 45000.5,
    Raw('t="s"', "<v>99999</v>"), Raw('t="b"', "<v>maybe</v>"), Raw('t="d"', "<v>2026-02-31</v>"),
    Raw('s="1"', "<v>-5</v>"), Raw('s="1"', "<v>99999999</v>"), Raw('s="99"', "<v>1</v>"),
    Raw("", "<v>soon</v>"), Raw("", "<v></v>"), Raw('t="str"', "<f>A1</f><v>x&#10;y</v>"),
    Raw('t="inlineStr"', "<is><t>_x0000_</t></is>"), Raw('t="inlineStr"', "<is><t></t></is>"),
    Raw('t="inlineStr"', "<is><r><t>a</t></r><r><t>b</t></r></is>"), Raw('t="zzz"', "<v>1</v>"),
]  # fmt: skip


def malformed_book(draw: random.Random, plain: list[list[str]]) -> bytes:
    """Which workbook comes of these rows?"""
    rows: Rows = [[cell or None for cell in row] for row in plain]
    for change in draw.sample(_ROWS, draw.randrange(3)):
        change(draw, rows)
    merged = [_range(draw, rows) for _ in range(draw.choice([0, 0, 0, 0, 1, 5]))]
    first = Sheet(rows, merged=merged)
    sheets = {"Records": first}
    if draw.random() < 0.2:
        other = Sheet([["Read", "me"]] if draw.random() < 0.5 else rows[:2])
        sheets = (
            {"Other": other, "Records": first} if draw.random() < 0.5 else sheets | {"B": other}
        )
    content = book(sheets)
    for damage in draw.sample(_DAMAGE, draw.choice([0, 0, 0, 1, 2])):
        content = damage(draw, content)
    return content


def _odd_cells(draw: random.Random, rows: Rows) -> None:
    for _ in range(draw.randrange(1, 8)):
        row = draw.choice(rows)
        if row:
            row[draw.randrange(len(row))] = draw.choice(_ODD)


def _numbers(draw: random.Random, rows: Rows) -> None:
    del draw
    for row in rows[1:]:
        row[:] = [
            float(cell) if isinstance(cell, str) and cell.isascii() and cell.isdigit() else cell
            for cell in row
        ]


def _titles(draw: random.Random, rows: Rows) -> None:
    for _ in range(draw.randrange(1, 4)):
        rows.insert(0, [draw.choice(["Export", None, "  "])])


def _blank_rows(draw: random.Random, rows: Rows) -> None:
    for _ in range(draw.randrange(1, 4)):
        rows.insert(draw.randrange(len(rows) + 1), draw.choice([[], [None], [" ", "\t"], [ERROR]]))


def _second_header(draw: random.Random, rows: Rows) -> None:
    rows.insert(draw.randrange(2), [draw.choice(["a", "b", None]) for _ in rows[0]])


def _ragged(draw: random.Random, rows: Rows) -> None:
    for row in rows[1:]:
        if draw.random() < 0.3:
            row.extend(["more"] * draw.randrange(3))
            del row[draw.randrange(len(row) + 1) :]


def _bell(draw: random.Random, rows: Rows) -> None:
    draw.choice(rows).append(
        Raw('t="inlineStr"', f"<is><t>{draw.choice(['&#7;', '&#0;', '&x;'])}</t></is>")
    )


def _range(draw: random.Random, rows: Rows) -> str:
    row, column = draw.randrange(1, len(rows) + 3), draw.randrange(8)
    last, far = row + draw.choice([0, 0, 2, 10**6]), column + draw.choice([0, 1, 3, 16_000])
    return f"{letters(column)}{row}:{letters(far)}{last}"


def _flipped(draw: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.randrange(1, 6) if content else 0):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _truncated(draw: random.Random, content: bytes) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def _inside(
    change: Callable[[random.Random, bytes], bytes], name: str = ""
) -> Callable[..., bytes]:
    """Change what is packed: one part, or any."""

    def damage(draw: random.Random, content: bytes) -> bytes:
        try:
            parts = unzipped(content)
        except Exception:  # noqa: BLE001 - damaged before
            return content
        at = name or draw.choice(sorted(parts))
        if at in parts:
            parts[at] = change(draw, parts[at])
        return zipped(parts)

    return damage


def _without(draw: random.Random, content: bytes) -> bytes:
    try:
        parts = unzipped(content)
    except Exception:  # noqa: BLE001 - damaged before
        return content
    del parts[draw.choice(sorted(parts))]
    return zipped(parts)


def _laughing(draw: random.Random, part: bytes) -> bytes:
    del draw
    return _LAUGHS + part.replace(b"<v>", b"<v>&m;")


def _far_away(draw: random.Random, part: bytes) -> bytes:
    return part.replace(b'<row r="2"', b'<row r="%d"' % draw.choice([5, 70_000, 1_048_576, 10**12]))


def _bomb(draw: random.Random, content: bytes) -> bytes:
    try:
        parts = unzipped(content)
    except Exception:  # noqa: BLE001 - damaged before
        return content
    more = (
        {"xl/media/a": b" " * 3_000_000}
        if draw.random() < 0.5
        else {f"m/{at}": b"" for at in range(2500)}
    )
    return zipped(parts | more)


_ROWS = [_odd_cells, _numbers, _titles, _blank_rows, _second_header, _ragged, _bell]
_DAMAGE = [
    _flipped, _truncated, _without, _bomb, _inside(_flipped), _inside(_flipped, _SHEET),
    _inside(_truncated), _inside(_truncated, _SHEET), _inside(_laughing, _SHEET),
    _inside(_laughing, "xl/workbook.xml"), _inside(_far_away, _SHEET),
]  # fmt: skip
