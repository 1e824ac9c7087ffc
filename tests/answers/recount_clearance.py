"""Clearance counted once more from the CSV file: its rows, plain loops, MEASURES' text. No NumPy, no pandas,
no SQL, and no line of the program."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tests.answers import recount
from tests.answers.recount import NEVER, Row, Spell

# The normal quantile of 0.975.
Z = 1.959963984540054
Filters = Mapping[str, Sequence[str]]


def counted(rows: Sequence[Row], filters: Filters, group_by: str, unit: str) -> list[Row]:
    """The episodes that are counted: in the cohort, each patient's first where patients are counted, and
    professional ones unless groups are treatments. Who is first is settled before the filters apply."""
    first = {row["episode_key"] for row in recount.firsts(rows)}
    return [
        row
        for row in rows
        if all((row[column] or "not_recorded") in kept for column, kept in filters.items())
        and (group_by == "treatment" or recount.care(row) == "professional")
        and (unit == "episode" or row["episode_key"] in first)
    ]


def outcome(row: Row) -> str:
    """What was written down of clearance?"""
    return row["cleared"] or "not_recorded"


def treated_again_first(row: Row) -> bool:
    """Written down as clear on a day, and treated again before it or on it?"""
    return recount.eligibility(row) == "retreated_before_clear"


def events(rows: Sequence[Row], measure: str, kind: str) -> tuple[int, int]:
    """How many of how many, for a measure and kind of the answer?"""
    told = [outcome(row) for row in rows]
    assessed = sum(one in ("yes", "partial", "no") for one in told)
    again = sum(treated_again_first(row) for row in rows)
    if measure == "clearance":
        return told.count({"cleared": "yes", "not_cleared": "no"}.get(kind, kind)), assessed
    if measure == "persistence":
        persistent = told.count("partial") + told.count("no") + again
        return (persistent if kind == "persistence" else again), assessed
    return (assessed if kind == "assessed" else told.count(kind)), len(rows)


def until_clear(row: Row, group: str) -> Spell | None:
    """What was seen since the first session? None where clearance is not followed."""
    state = recount.eligibility(row)
    if row["treatment"] not in ("retinoid", "observation") or state == "cleared_without_day":
        return None
    last_seen = int(row["last_seen_day"])
    if state == "eligible":
        return Spell(group, int(row["cleared_day"]), "event")
    retreated = int(row["retreated_day"]) if row["retreated_day"] else NEVER
    if retreated <= last_seen:
        return Spell(group, retreated, "competing")
    return Spell(group, last_seen, "censored")


def wilson(happened: int, patients: int) -> tuple[float, float]:
    """Wilson's limits, as he wrote them."""
    share, spread = happened / patients, Z * Z / patients
    centre = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / patients + spread / (4 * patients))
    return (centre - half) / (1 + spread), (centre + half) / (1 + spread)


def newcombe(own: tuple[int, int], other: tuple[int, int]) -> tuple[float, float, float]:
    """The difference of two shares with Newcombe's limits."""
    p, q = own[0] / own[1], other[0] / other[1]
    (lower, upper), (low, high) = wilson(*own), wilson(*other)
    below = math.sqrt((p - lower) ** 2 + (high - q) ** 2)
    above = math.sqrt((upper - p) ** 2 + (q - low) ** 2)
    return p - q, p - q - below, p - q + above


def fisher(own: tuple[int, int], other: tuple[int, int]) -> float:
    """How probable are numbers at least as unequal? Every table with these margins, by whole numbers."""
    (x, n), (y, m) = own, other
    k = x + y

    def ways(first: int) -> int:
        return math.comb(n, first) * math.comb(m, k - first)

    tables = [ways(first) for first in range(max(0, k - m), min(k, n) + 1)]
    # What is as improbable as the table seen but for rounding in R counts with it.
    unequal = sum(one for one in tables if one <= ways(x) + ways(x) // 10**7)
    return unequal / math.comb(n + m, k)


def median(spells: Sequence[Spell]) -> int | None:
    """The first day on which the incidence is a half."""
    for day in sorted({spell.day for spell in spells if spell.end == "event"}):
        if recount.incidence(spells, day) >= 0.5 - 1e-12:
            return day
    return None
