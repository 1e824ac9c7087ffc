"""What are columns called that are named in several rows: a group above, and what each of its columns holds below?"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import zip_longest

# Rows beneath the first one that are looked at.
LOOKED_AT = 20
NOTE = (
    "The header has two rows: what stands in them was joined. If that is wrong, say that one row names the "
    "columns (header_rows = 1 in a profile)."
)


def names_in(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """What are the columns called that these rows name? What stands above each other is joined.

    Where two columns would be called alike ("date" of the first and of the second visit), a group above
    them is taken for each of its columns.
    """
    names = _joined(rows)
    told = [name.casefold() for name in names if name]
    if len(rows) != 2 or len(set(told)) == len(told):
        return names
    return _joined([grouped(*rows), rows[1]])


def _joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    # Nothing is said twice.
    return tuple(
        " ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))
        for parts in zip_longest(*rows, fillvalue="")
    )


def grouped(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """What stands in the upper row, where a group belongs to every column it stands over?

    Cells right of a group are blank. A text with nothing below it names one column alone, and a row with a
    single text is no row of groups.

    >>> grouped(["Patient", "Visit 1", "", "Visit 2", ""], ["", "date", "result", "date", "result"])
    ['Patient', 'Visit 1', 'Visit 1', 'Visit 2', 'Visit 2']
    """
    filled, group = [*upper], ""
    if sum(bool(text.strip()) for text in upper) < 2:
        return filled
    for index, (above, below) in enumerate(zip(upper, lower, strict=False)):
        if above.strip():
            group = above if below.strip() else ""
        elif below.strip():
            filled[index] = group
    return filled


def is_doubled(rows: Sequence[Sequence[str]], known: Set[str]) -> bool:
    """Do the first two of these rows plainly name the columns, and the others hold records?

    Where it is not plain, they do not: a header of one row must never be read as two. `known`: names that
    are known to stand in a header, folded.
    """
    if len(rows) < 3 or len(rows[0]) != len(rows[1]):
        return False
    upper, lower = ([text.strip() for text in row] for row in rows[:2])
    above = grouped(upper, lower)
    of_group = [one != other for one, other in zip(above, upper, strict=True)]
    names = [f"{one} {other}".strip().casefold() for one, other in zip(above, lower, strict=True)]
    named = [name for name in names if name]
    if not any(of_group) or len(set(named)) < len(named):
        return False
    if not all(_is_word(text) for text in (*upper, *lower) if text):
        return False
    # A known name stands over a record, not over another name.
    if any(
        one.casefold() in known and other and not after
        for one, other, after in zip(upper, lower, [*of_group[1:], False], strict=True)
    ):
        return False
    return _are_records(lower, rows[2 : LOOKED_AT + 2])


def _are_records(lower: Sequence[str], records: Sequence[Sequence[str]]) -> bool:
    """Do numbers or dates stand beneath a word, and does no word stand again in its column?"""
    counted = False
    for text, *below in zip_longest(lower, *records, fillvalue=""):
        told = [cell.strip() for cell in below if cell.strip()]
        if text and text.casefold() in {cell.casefold() for cell in told}:
            return False
        counted |= bool(text and told) and not any(_is_word(cell) for cell in told)
    return counted


def _is_word(text: str) -> bool:
    """Is it no number and no date: has it letters, and no year?"""
    digits = "".join(one if one.isdigit() else " " for one in text).split()
    return any(one.isalpha() for one in text) and all(len(one) < 3 for one in digits)
