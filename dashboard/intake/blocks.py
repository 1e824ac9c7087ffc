"""What does one block of a file's bytes add to what is known of its records?

NumPy on whole blocks; between two blocks only the few numbers of `Known` are carried.
"""

from __future__ import annotations

import numpy as np

from dashboard.intake.known import (
    CR,
    LF,
    QUOTE,
    SPACE,
    TAB,
    Bytes,
    Flags,
    Known,
    Numbers,
    edges,
    shifted_left,
    shifted_right,
)
from dashboard.intake.quotes import inside_quotes


def add_block(known: Known, work: bytes, following: bytes, base: int) -> None:
    """Which records end in `work`, which begins at offset `base`, the byte `following` after it?

    Raises
    ------
    UnreadableFile
        If a quote opens or closes inside a field.
    """
    block = np.frombuffer(work, dtype=np.uint8)
    breaks = _breaks(work, block, following)
    inside = inside_quotes(known, work, block, following, breaks)
    delimiters = block == known.delimiter
    outside = breaks
    if inside is not None:
        known.quoted_breaks |= bool((breaks & inside).any())
        delimiters &= ~inside
        outside = breaks & ~inside
    at = np.flatnonzero(outside)
    _add_endings(known, work, block, at)
    known.ends.append(at + (base + 1))
    _count_fields(known, delimiters, at)
    _find_nuls(known, work, block, at)
    _find_blank(known, block, delimiters, inside, at)
    _number_lines(known, breaks, at)
    known.padded |= _is_padded(known, work, block, following)
    known.odd_spaces |= _has_odd_spaces(known, work)
    known.unfinished = bool(at.size == 0 or at[-1] != block.size - 1)
    known.before = int(block[-1])


def _breaks(work: bytes, block: Bytes, following: bytes) -> Flags:
    """Which bytes end a line: LF (after CR or not), or a CR without LF."""
    feeds = block == LF
    if b"\r" not in work:
        return feeds
    return feeds | ((block == CR) & (shifted_left(block, following) != LF))


def _add_endings(known: Known, work: bytes, block: Bytes, at: Numbers) -> None:
    """In which ways do records end?"""
    if b"\r" not in work and known.before != CR:
        known.endings |= {"\n"} if at.size else set()
        return
    feeds = at[block[at] == LF]
    after_return = shifted_right(block, known.before)[feeds] == CR
    if feeds.size < at.size:
        known.endings.add("\r")
    if after_return.any():
        known.endings.add("\r\n")
    if not after_return.all():
        known.endings.add("\n")


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
        if known.delimiter != TAB:  # which is white space inside quotes, too
            content |= (block == known.delimiter) & ~delimiters
        content |= (block == QUOTE) & inside & (shifted_right(block, known.before) == QUOTE)
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
    beside = edges(known)
    at = np.flatnonzero(block == SPACE)
    before, after = shifted_right(block, known.before)[at], shifted_left(block, following)[at]
    return bool((beside[before] | beside[after]).any()) or (not following and work.endswith(b" "))


def _has_odd_spaces(known: Known, work: bytes) -> bool:
    """Does white space other than the plain space stand anywhere in a field?"""
    tabs = b"\t" in work and (known.delimiter != TAB or b'"' in work)
    return tabs or known.quoted_breaks or (not work.isascii() and b"\xc2\xa0" in work)
