"""A scale of greys for the cells of a table: from which share on is a cell how dark, and how is the scale said?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd


@dataclass(frozen=True, eq=False)
class Shaded:
    """Which table has cells on a scale?

    Attributes
    ----------
    levels
        A level a cell, 0 for none, hidden and not known.
    legend
        What each level says.
    """

    table: pd.DataFrame
    levels: list[list[int]]
    legend: tuple[tuple[int, str], ...]


def level(share: float, steps: Sequence[float]) -> int:
    """How dark is a cell with this share: 0 where it is none, 1 below the first step?"""
    return 1 + sum(share >= step for step in steps) if share > 0 else 0


def scale(steps: Sequence[float]) -> list[tuple[int, str]]:
    """What does each level of the scale say?"""
    edges = [f"{100 * step:g}" for step in steps]
    between = [f"{low} up to {high}%" for low, high in pairwise(edges)]
    said = [f"under {edges[0]}%", *between, f"{edges[-1]}% and over"]
    return [(0, "none"), *enumerate(said, start=1)]
