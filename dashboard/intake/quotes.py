"""Which bytes of a block stand inside quotation marks, and is any mark out of place?"""

from __future__ import annotations

import numpy as np

from dashboard.intake import faults
from dashboard.intake.known import (
    QUOTE,
    Bytes,
    Flags,
    Known,
    Numbers,
    edges,
    shifted_left,
    shifted_right,
)


def inside_quotes(
    known: Known, work: bytes, block: Bytes, following: bytes, breaks: Flags
) -> Flags | None:
    """Which bytes stand inside quotes? None if none does.

    Raises
    ------
    UnreadableFile
        If a quote opens or closes inside a field.
    """
    if b'"' not in work:
        return np.ones(block.size, dtype=bool) if known.inside else None
    quotes = block == QUOTE
    at = np.flatnonzero(quotes)
    opening = ((np.arange(at.size) + known.inside) & 1) == 0
    before = shifted_right(block, known.before)[at]
    # A quote right after a closing one re-opens the field: the two stand for one quotation mark.
    first = opening & (before != QUOTE)
    _check_places(known, block, following, breaks, at, opening, first)
    if first.any():
        known.opened_on = _line_of(known, breaks, at[np.flatnonzero(first)[-1]])
    inside: Flags = ((np.cumsum(quotes, dtype=np.uint8) + np.uint8(known.inside)) & 1).astype(bool)
    known.inside = bool(inside[-1])
    return inside


def _check_places(
    known: Known,
    block: Bytes,
    following: bytes,
    breaks: Flags,
    at: Numbers,
    opening: Flags,
    first: Flags,
) -> None:
    beside = edges(known)
    edge_before = beside[shifted_right(block, known.before)[at]]
    edge_after = beside[shifted_left(block, following)[at]]
    if not following:
        edge_after[at == block.size - 1] = True
    wrong = np.where(opening, ~edge_before, ~edge_after)
    if not wrong.any():
        return
    bad = int(np.flatnonzero(wrong)[0])
    opened = np.flatnonzero(first[: bad + 1])
    line = _line_of(known, breaks, at[opened[-1]]) if opened.size else known.opened_on
    raise faults.stray_quote(line, opens=bool(opening[bad]))


def _line_of(known: Known, breaks: Flags, position: np.int64) -> int:
    return known.line + int(np.count_nonzero(breaks[:position]))
