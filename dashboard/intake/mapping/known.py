"""What do clinic systems call our columns and values? `synonyms.toml`, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("synonyms.toml")


def plain(name: str) -> str:
    """How are names and values compared: lower case, words parted by one space, nothing else.

    >>> plain("  Pat.ID_no ")
    'pat id no'
    """
    parted = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", name)
    return " ".join(re.findall(r"[0-9a-zà-ÿ]+", parted.casefold()))


@cache
def names_of(column: str) -> frozenset[str]:
    """What is our column called elsewhere, its own name included? Plain."""
    return frozenset(plain(name) for name in (column, *_read()["columns"].get(column, ())))


@cache
def values_of(column: str, allowed: tuple[str, ...]) -> Mapping[str, str]:
    """What do systems write for the values of our column? Theirs, plain → ours; our own values included."""
    lists = _read()["values"]
    told = lists.get(column, {})
    if set(allowed) == {"yes", "no"}:
        told = lists["yes_no"]
    theirs = {plain(word): ours for ours, words in told.items() for word in words}
    return {**theirs, **{plain(value): value for value in allowed}}


@cache
def blanks() -> frozenset[str]:
    """Which words often mean *not recorded*? Lower case, as they stand."""
    return frozenset(_read()["blanks"]["words"])


@cache
def nothing() -> frozenset[str]:
    """Which words say that there was no complication? Plain."""
    return frozenset(plain(word) for word in _read()["nothing"]["words"])


def without(recode: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Which pairs of a recode say that there was nothing: words for it, and what a person said means it?"""
    # Upper and lower case are the same to a profile, which takes no word twice.
    said = {theirs.lower() for theirs, own in recode if not own}
    return tuple((word, "") for word in sorted({"no", "none", "nil"} | said))


@cache
def _read() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
