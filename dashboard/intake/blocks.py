"""What does one block of a file's bytes add to what is known of its records?

NumPy on whole blocks; between two blocks only the few numbers of `Known` are carried.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dashboard.intake import faults

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
    styles: set[str] = field(default_factory=set)
    quoted_breaks: bool = False
    padded: bool = False
    odd_spaces: bool = False
    ends: list[Numbers] = field(default_factory=list)
    lines: list[Numbers] = field(default_factory=list)
    fields: list[Numbers] = field(default_factory=list)
    blank: list[Flags] = field(default_factory=list)
    nul: list[Flags] = field(default_factory=list)


def add_block(known: Known, work: bytes, following: bytes, base: int) -> None:
    """Which records end in `work`, which begins at offset `base`, the byte `following` after it?

    Raises
    ------
    UnreadableFile
        If a quote opens or closes inside a field.
    """
    block = np.frombuffer(work, dtype=np.uint8)
    breaks = _breaks(known, work, block, following)
    inside = _inside_quotes(known, work, block, following, breaks)
    delimiters = block == known.delimiter
    outside = breaks
    if inside is not None:
        known.quoted_breaks |= bool((breaks & inside).any())
        delimiters &= ~inside
        outside = breaks & ~inside
    at = np.flatnonzero(outside)
    known.ends.append(at + (base + 1))
    _count_fields(known, delimiters, at)
    _find_nuls(known, work, block, at)
    _find_blank(known, block, delimiters, inside, at)
    _number_lines(known, breaks, at)
    known.padded |= _is_padded(known, work, block, following)
    known.odd_spaces |= _has_odd_spaces(known, work)
    known.unfinished = bool(at.size == 0 or at[-1] != block.size - 1)
    known.before = int(block[-1])


def _breaks(known: Known, work: bytes, block: Bytes, following: bytes) -> Flags:
    """Which bytes end a line: LF (after CR or not), or a CR without LF."""
    feeds = block == LF
    if b"\r" not in work and known.before != CR:
        if b"\n" in work:
            known.styles.add("lf")
        return feeds
    returns = block == CR
    lone = returns & (_next(block, following) != LF)
    if lone.any():
        known.styles.add("cr")
    after_return = feeds & (_previous(block, known.before) == CR)
    if after_return.any():
        known.styles.add("crlf")
    if (feeds & ~after_return).any():
        known.styles.add("lf")
    return feeds | lone


def _inside_quotes(
    known: Known, work: bytes, block: Bytes, following: bytes, breaks: Flags
) -> Flags | None:
    """Which bytes stand inside quotes? None if none does."""
    if b'"' not in work:
        return np.ones(block.size, dtype=bool) if known.inside else None
    quotes = block == QUOTE
    at = np.flatnonzero(quotes)
    opening = ((np.arange(at.size) + known.inside) & 1) == 0
    before = _previous(block, known.before)[at]
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
    edges = _edges(known)
    edge_before = edges[_previous(block, known.before)[at]]
    edge_after = edges[_next(block, following)[at]]
    if not following:
        edge_after[at == block.size - 1] = True
    wrong = np.where(opening, ~edge_before, ~edge_after)
    if not wrong.any():
        return
    bad = int(np.flatnonzero(wrong)[0])
    opened = np.flatnonzero(first[: bad + 1])
    line = _line_of(known, breaks, at[opened[-1]]) if opened.size else known.opened_on
    raise faults.stray_quote(line, opens=bool(opening[bad]))


def _edges(known: Known) -> Flags:
    """Which bytes may stand next to a field?"""
    edges = np.zeros(256, dtype=bool)
    edges[[known.delimiter, LF, CR, QUOTE]] = True
    return edges


def _line_of(known: Known, breaks: Flags, position: np.int64) -> int:
    return known.line + int(np.count_nonzero(breaks[:position]))


def _count_fields(known: Known, delimiters: Flags, at: Numbers) -> None:
    places = np.flatnonzero(delimiters)
    until = np.searchsorted(places, at)
    counts = np.diff(until, prepend=0)
    if counts.size:
        counts[0] += known.delimiters
        known.delimiters = int(places.size - until[-1])
    else:
        known.delimiters += int(places.size)
    known.fields.append(counts + 1)


def _find_nuls(known: Known, work: bytes, block: Bytes, at: Numbers) -> None:
    if b"\0" not in work and not known.has_nul:
        known.nul.append(np.zeros(at.size, dtype=bool))
        return
    flags, known.has_nul = _any_by_record(block == 0, at, pending=known.has_nul)
    known.nul.append(flags)


def _find_blank(
    known: Known, block: Bytes, delimiters: Flags, inside: Flags | None, at: Numbers
) -> None:
    """Which records hold nothing but delimiters, white space and empty quotes?"""
    empty = np.zeros(256, dtype=bool)
    empty[[known.delimiter, SPACE, TAB, LF, CR, QUOTE]] = True
    starts = np.append(0, at + 1)
    starts = starts[starts < block.size]
    if not empty[block[starts]].any() and (known.has_content or not known.unfinished):
        # No record begins as a blank one would: the usual case, and the quick one.
        known.blank.append(np.zeros(at.size, dtype=bool))
        known.has_content = bool(at.size == 0 or at[-1] != block.size - 1)
        return
    content = ~empty[block]
    if inside is not None:
        content |= (block == known.delimiter) & ~delimiters
        content |= (block == QUOTE) & inside & (_previous(block, known.before) == QUOTE)
    filled, known.has_content = _any_by_record(content, at, pending=known.has_content)
    known.blank.append(~filled)


def _any_by_record(flags: Flags, at: Numbers, *, pending: bool) -> tuple[Flags, bool]:
    """Which records that end in this block hold a flag, and does the one left open?"""
    places = np.flatnonzero(flags)
    until = np.searchsorted(places, at, side="right")
    found: Flags = np.diff(until, prepend=0) > 0
    if not found.size:
        return found, pending or bool(places.size)
    found[0] |= pending
    return found, bool(places.size > until[-1])


def _number_lines(known: Known, breaks: Flags, at: Numbers) -> None:
    every = np.flatnonzero(breaks)
    known.lines.append(np.searchsorted(every, at) + (known.line + 1))
    known.line += int(every.size)


def _is_padded(known: Known, work: bytes, block: Bytes, following: bytes) -> bool:
    """Does a space stand at the edge of a field?"""
    if known.padded or b" " not in work:
        return False
    edges = _edges(known)
    at = np.flatnonzero(block == SPACE)
    before, after = _previous(block, known.before)[at], _next(block, following)[at]
    return bool((edges[before] | edges[after]).any()) or (not following and work.endswith(b" "))


def _has_odd_spaces(known: Known, work: bytes) -> bool:
    """Does white space other than the plain space stand anywhere in a field?"""
    tabs = b"\t" in work and (known.delimiter != TAB or b'"' in work)
    return tabs or known.quoted_breaks or (not work.isascii() and b"\xc2\xa0" in work)


def _previous(block: Bytes, before: int) -> Bytes:
    return np.concatenate([np.array([before], dtype=np.uint8), block[:-1]])


def _next(block: Bytes, following: bytes) -> Bytes:
    return np.concatenate([block[1:], np.frombuffer(following or b"\0", dtype=np.uint8)])
