"""What is known of a file's records between two blocks of its bytes?"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

QUOTE, LF, CR, TAB, SPACE = 34, 10, 13, 9, 32

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass
class Known:
    """What is known after the blocks read so far?

    `ends`, `lines`, `fields`, `blank`, `nul` have one array a block, each with one number a record
    that ended in it (`lines`: the line on which the record *after* it begins). The rest speaks of
    the record left open at the block's end.
    """

    delimiter: int
    line: int
    inside: bool = False
    before: int = LF
    opened_on: int = 0
    delimiters: int = 0
    has_content: bool = False
    has_nul: bool = False
    unfinished: bool = False
    endings: set[str] = field(default_factory=set)
    quoted_breaks: bool = False
    padded: bool = False
    odd_spaces: bool = False
    ends: list[Numbers] = field(default_factory=list)
    lines: list[Numbers] = field(default_factory=list)
    fields: list[Numbers] = field(default_factory=list)
    blank: list[Flags] = field(default_factory=list)
    nul: list[Flags] = field(default_factory=list)


def edges(known: Known) -> Flags:
    """Which bytes may stand next to a field?"""
    found = np.zeros(256, dtype=bool)
    found[[known.delimiter, LF, CR, QUOTE]] = True
    return found


def shifted_right(block: Bytes, before: int) -> Bytes:
    """Which byte stands before each byte of the block?"""
    return np.concatenate([np.array([before], dtype=np.uint8), block[:-1]])


def shifted_left(block: Bytes, following: bytes) -> Bytes:
    """Which byte stands after each byte of the block? (NUL after the last one of the file.)"""
    return np.concatenate([block[1:], np.frombuffer(following or b"\0", dtype=np.uint8)])
