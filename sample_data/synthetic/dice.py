"""Random numbers that are the same on every machine and every release of NumPy.

NumPy promises the bit stream of a generator, not the streams of its distributions. So only
uniform numbers and raw bits are taken from it, and every other distribution is a plain
transformation of those, written here.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Days: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Levels: TypeAlias = "pd.Categorical[str]"

# A day that never comes: beyond every cut-off, far from overflow when days are added.
NEVER = 1_000_000


class Dice:
    """One stream of random numbers per seed and stage, so that stages do not disturb each other."""

    def __init__(self, seed: int, stage: str) -> None:
        entropy = np.random.SeedSequence(seed, spawn_key=(zlib.crc32(stage.encode()),))
        self._generator = np.random.default_rng(entropy)

    def uniform(self, *shape: int) -> Floats:
        """Numbers in [0, 1)."""
        return self._generator.random(shape)

    def normal(self, n: int) -> Floats:
        """Standard normal numbers, by Box and Muller's transformation."""
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(n)))
        return np.asarray(radius * np.cos(2.0 * np.pi * self.uniform(n)))

    def exponential(self, n: int) -> Floats:
        """Exponential numbers with mean 1."""
        return -np.log1p(-self.uniform(n))

    def chance(self, probability: Floats | float, n: int) -> Flags:
        """True with the given probability, one for each of n."""
        return np.asarray(self.uniform(n) < probability)

    def between(self, low: int | Days, high: int | Days, n: int) -> Days:
        """Whole numbers from low to high, both included."""
        return spread(self.uniform(n), low, high)

    def pick(self, levels: Sequence[str], weights: Mapping[str, float], n: int) -> Levels:
        """One level for each of n, with the given weights."""
        table = np.array([weights.get(level, 0.0) for level in levels])[None, :]
        return pick_by_row(self.uniform(n), levels, table, np.zeros(n, dtype=np.int64))

    def pick_given(
        self,
        levels: Sequence[str],
        given: pd.Series,
        weights: Mapping[str, Mapping[str, float]],
    ) -> Levels:
        """One level for each row of a categorical column, with weights that depend on it."""
        rows = [weights.get(str(level), {levels[0]: 1.0}) for level in given.cat.categories]
        table = np.array([[row.get(level, 0.0) for level in levels] for row in rows])
        return pick_by_row(self.uniform(len(given)), levels, table, codes_of(given))

    def keys(self, n: int) -> NDArray[np.str_]:
        """Random keys of 16 hexadecimal digits that no reader can take for a number.

        The first digit is a letter: "12e4…" would become a number in a spreadsheet.
        """
        raw = self._generator.bit_generator.random_raw(n)
        return np.array([f"{10 + int(x) % 6:x}{(int(x) >> 4) % 16**15:015x}" for x in raw])


def pick_by_row(
    luck: Floats, levels: Sequence[str], weights: Floats, row: NDArray[np.int64]
) -> Levels:
    """Turn uniform numbers into levels; `weights` is (n_rows, n_levels), `row` picks one each."""
    cumulative = np.cumsum(weights, axis=1)
    cumulative /= cumulative[:, -1:]
    return categorical((luck[:, None] >= cumulative[row, :-1]).sum(axis=1), levels)


def categorical(codes: NDArray[np.integer], levels: Sequence[str]) -> Levels:
    """Name the levels that stand at these positions."""
    return pd.Categorical.from_codes(codes.astype(np.int8), categories=pd.Index(levels))


def codes_of(column: pd.Series) -> NDArray[np.int64]:
    """Position of each value in its column's list of levels."""
    return np.asarray(column.cat.codes, dtype=np.int64)


def effect(column: pd.Series, table: Mapping[str, float], otherwise: float = 0.0) -> Floats:
    """Look every value of a categorical column up in a table of numbers."""
    values = np.array([table.get(str(level), otherwise) for level in column.cat.categories])
    return np.asarray(values[codes_of(column)], dtype=np.float64)


def spread(luck: Floats, low: int | Days, high: int | Days) -> Days:
    """Turn uniform numbers into whole numbers from low to high, both included."""
    return np.asarray(low + np.floor(luck * (np.asarray(high) - low + 1)), dtype=np.int64)


def expit(x: Floats) -> Floats:
    """The logistic function."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def logit(p: Floats | float) -> Floats:
    """The inverse of the logistic function; minus infinity at 0."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(p) - np.log1p(-np.asarray(p)))
