"""Files as nobody should send them: `malformed_file(seed)` makes one, the same for the same seed.

A plain file of episodes is made first, as text, as a workbook or as Parquet, then up to three things
are done to it. What comes out may still be fine: the point is that whatever comes is either refused
with a message or accounted for.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.intake.malformed_books import malformed_book
from tests.intake.malformed_parquet import malformed_parquet

Mutation = Callable[[random.Random, bytes], bytes]

_CHOICES = {
    "patient_key": ["p1", "p2", "p3", "00f3a9", "κλειδί", ""],
    "start_month": ["2026-01", "2025-12", "2024-02", "2026-13", ""],
    "treatment": ["laser", "peel", "diy", "extraction", "magic", ""],
    "last_seen_day": ["0", "30", "400", "-1", "soon", "30.0", "9" * 30],
    "episode_key": ["k1", "k2", "k3", "k4", ""],
    "clinic": ["north", "south", "", "=cmd|' /C calc'!A0"],
    "age_band": ["under_1", "25_34", "99", ""],
    "milia_type": ["primary", "secondary", "neonatal", ""],
    "secondary_cause": ["burn", "", "N/A"],
    "lesions": ["1", "5", "60", "1e400", "nan", "inf", "0x10", "\uff15"],
    "cleared": ["yes", "no", "partial", ""],
    "cleared_day": ["0", "14", "42", ""],
    "recurred_day": ["13", "60", "", "2026-01-05", "13/04/2026"],
    "price": ["12.50", "£10", "1,5", "", "99999999999999999999"],
    "shoe": ["42", "37", "someone@example.org", "Mr Someone", "", '"', "a\nb", "\u202egnirts"],
}
_EVIL = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\u200b",
    "NULL",
    "\\N",
    "'; drop table episodes; --",
    "%s",
]


def malformed_file(seed: int, table: str = "episodes") -> bytes:
    """Which bytes does this seed stand for? Files of complications have other columns."""
    draw = random.Random(seed)  # noqa: S311 - the same for the same seed
    kind = draw.random()
    if kind < 0.05:
        return draw.randbytes(draw.randrange(2000))
    columns, rows = _records(draw)
    if table == "complications":
        columns = ["complication" if name == "treatment" else name for name in columns]
    if kind < 0.25:
        return malformed_book(draw, [columns, *rows])
    if kind < 0.35:
        return malformed_parquet(draw, columns, rows)
    content = _text(draw, columns, rows)
    for mutation in draw.sample(_MUTATIONS, draw.randrange(4)):
        content = mutation(draw, content)
    return content


def _records(draw: random.Random) -> tuple[list[str], list[list[str]]]:
    required = list(_CHOICES)[:4]
    others = [name for name in _CHOICES if name not in required and draw.random() < 0.6]
    columns = required + others
    draw.shuffle(columns)
    good = draw.choice([0.0, 0.8, 1.0])
    rows = [
        [_value(draw, name, good) for name in columns] for _ in range(draw.choice([0, 1, 5, 60]))
    ]
    return columns, rows


def _text(draw: random.Random, columns: list[str], rows: list[list[str]]) -> bytes:
    delimiter, ending = draw.choice(",,,;\t|"), draw.choice(["\n", "\r\n"])
    lines = [delimiter.join(_quoted(cell, delimiter) for cell in row) for row in [columns, *rows]]
    return ending.join([*lines, ""]).encode()


def _value(draw: random.Random, name: str, good: float) -> str:
    if draw.random() >= good:
        return draw.choice(_CHOICES[name])
    return f"{draw.getrandbits(64):x}" if name.endswith("key") else draw.choice(_CHOICES[name][:2])


def _quoted(cell: str, delimiter: str) -> str:
    needs = any(one in cell for one in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def _at(draw: random.Random, content: bytes, piece: bytes) -> bytes:
    place = draw.randrange(len(content) + 1)
    return content[:place] + piece + content[place:]


def _other_delimiter(draw: random.Random, content: bytes) -> bytes:
    return content.replace(
        draw.choice([b",", b";", b"\t"]), draw.choice([b"|", b":", b",,", b"; "])
    )


def _stray_quotes(draw: random.Random, content: bytes) -> bytes:
    for _ in range(draw.randrange(1, 4)):
        content = _at(draw, content, b'"')
    return content


def _quote_everything(draw: random.Random, content: bytes) -> bytes:
    ending = draw.choice([b'"\n"', b'"\r\n"', b'"\r"'])
    return b'"' + content.replace(b",", b'","').strip().replace(b"\n", ending) + b'"'


def _nuls(draw: random.Random, content: bytes) -> bytes:
    return _at(draw, _at(draw, content, b"\0"), b"\0" * draw.randrange(1, 9))


def _latin_1(draw: random.Random, content: bytes) -> bytes:
    return _at(draw, content.decode(errors="ignore").encode("latin-1", "ignore"), b"\xe9\xfc")


def _utf_16(draw: random.Random, content: bytes) -> bytes:
    return content.decode(errors="ignore").encode(draw.choice(["utf-16", "utf-16-le", "utf-16-be"]))


def _bad_utf_8(draw: random.Random, content: bytes) -> bytes:
    return _at(
        draw, content, draw.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90", b"\xc3"])
    )


def _double_header(draw: random.Random, content: bytes) -> bytes:
    name = draw.choice([b"treatment", b"Patient_Key ", b"shoe", b"clinic"])
    return name + b"," + content.replace(b"clinic", b"shoe", 1)


def _no_header(draw: random.Random, content: bytes) -> bytes:
    del draw
    return content.partition(b"\n")[2]


def _header_alone(draw: random.Random, content: bytes) -> bytes:
    return content.partition(b"\n")[0] + draw.choice([b"", b"\n", b"\r\n\r\n"])


def _huge_field(draw: random.Random, content: bytes) -> bytes:
    return _at(draw, content, draw.choice([b"x", b"9", b"\xc3\xa9", b" "]) * 5_000_000)


def _wide(draw: random.Random, content: bytes) -> bytes:
    return content.replace(b"\n", b"," * draw.choice([1, 300, 3000]) + b"\n")


def _ambiguous_dates(draw: random.Random, content: bytes) -> bytes:
    return content.replace(b"2026-01", draw.choice([b"03/04/2026", b"13.04.2026", b"4-3-26"]))


def _formulas(draw: random.Random, content: bytes) -> bytes:
    return content.replace(b"laser", draw.choice(_EVIL).encode())


def _truncated(draw: random.Random, content: bytes) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def _flipped(draw: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(min(len(changed), draw.randrange(1, 6))):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _line_ends(draw: random.Random, content: bytes) -> bytes:
    ends = [b"\r", b"\n", b"\r\n", b"\n\n", b"\n\r", b"\n , ,\n", b"\n\x0b\x0c\n"]
    lines = content.splitlines()
    return b"".join(line + draw.choice(ends) for line in lines)


def _ragged(draw: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    return b"\n".join(line + b"," * draw.choice([0, 0, 0, 1, 2]) for line in lines)


def _nothing(draw: random.Random, content: bytes) -> bytes:
    del content
    return draw.choice(
        [b"", b"\n", b" ", b"\xef\xbb\xbf", b",,,\n,,,\n", b'""', b'"', b"PK\x03\x04", b"PAR1"]
    )


def _marks(draw: random.Random, content: bytes) -> bytes:
    return b"\xef\xbb\xbf" * draw.choice([1, 2]) + _at(draw, content, b"\xef\xbb\xbf")


def _repeated(draw: random.Random, content: bytes) -> bytes:
    return content + content.partition(b"\n")[2] * draw.randrange(1, 3)


_MUTATIONS: list[Mutation] = [
    _other_delimiter, _stray_quotes, _quote_everything, _nuls, _latin_1, _utf_16, _bad_utf_8,
    _double_header, _no_header, _header_alone, _huge_field, _wide, _ambiguous_dates, _formulas,
    _truncated, _flipped, _line_ends, _ragged, _nothing, _marks, _repeated,
]  # fmt: skip
