"""What do people and programs do to an export?"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
SURNAMES = ("Ashe", "Birch", "Cole", "Dové", "Elm", "Frost", "Gray", "Hart", "Ivory", "Jung")
AGES = {
    "under_1": (0, 0),
    "1_15": (1, 15),
    "16_24": (16, 24),
    "25_34": (25, 34),
    "35_44": (35, 44),
    "45_54": (45, 54),
    "55_64": (55, 64),
    "65_plus": (65, 88),
}


class Mess:
    """Draws that are the same on every machine: of the generator only `random()` is used."""

    def __init__(self, seed: str) -> None:
        self._draw = random.Random(seed)

    def chance(self, share: float) -> bool:
        """Does it happen, in so many of all cases?"""
        return self._draw.random() < share

    def between(self, low: int, high: int) -> int:
        """Which whole number, both ends included?"""
        return low + int(self._draw.random() * (high - low + 1))

    def pick(self, several: Sequence[T]) -> T:
        """Which of them?"""
        return several[self.between(0, len(several) - 1)]

    def shuffled(self, several: Sequence[T]) -> list[T]:
        """In which other order?"""
        keys = [self._draw.random() for _ in several]
        return [several[at] for at in sorted(range(len(several)), key=keys.__getitem__)]

    def word(self, text: str) -> str:
        """How is a word written this time: in capitals, with blanks around it?"""
        if not text:
            return self.pick(("", "", "N/A", "?", " ", "n/a"))
        if self.chance(0.1):
            text = text.upper()
        elif self.chance(0.1):
            text = text.lower()
        return f"{text}{self.pick(('', '', '', ' ', '  '))}" if self.chance(0.2) else text

    def age(self, band: str) -> str:
        """Which age lies in this band?"""
        return str(self.between(*AGES[band])) if band else self.word("")


def separated(rows: list[list[str]], delimiter: str, encoding: str, ending: str = "\r\n") -> bytes:
    """How are these rows written?"""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return text.getvalue().encode(encoding)
