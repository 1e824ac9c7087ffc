"""Healing counted once more from the CSV file: its rows, plain loops, MEASURES' text. No NumPy, no pandas, no
SQL, and no line of the program."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from tests.answers.recount import NEVER, Row, at_risk

PRODUCTS = ("scrub", "acne_product", "exfoliant", "unadvised_retinoid")
Z = NormalDist().inv_cdf(0.975)
# Products such as 9/10 · 8/9 are not exact: R calls a curve level with a share within this.
LEVEL = 1.5e-8


@dataclass(frozen=True)
class Wound:
    """One wound: until which day since the last session it was watched, whether it healed, last seen open."""

    group: str
    day: int
    end: str
    open_until: int


def eligibility(row: Row) -> str:
    """Can the healing of this episode be followed, or why not?"""
    product = row["treatment"] == "diy" and row["technique"] in PRODUCTS
    if row["treatment"] in ("retinoid", "observation") or product:
        return "no_wound"
    if row["healing_assessed"] == "":
        return "not_recorded"
    if row["healing_assessed"] == "no":
        return "not_assessed"
    if row["treatment"] == "diy" and row["technique"] == "":
        return "method_unknown"
    if row["last_session_day"] == "" and row["sessions"] not in ("", "1"):
        return "last_session_unknown"
    return "eligible"


def wound(row: Row, group: str) -> Wound:
    """What was seen of an eligible episode?"""
    start = int(row["last_session_day"] or 0)
    healed, again = (
        int(row[name]) if row[name] else NEVER for name in ("healed_day", "retreated_day")
    )
    end = min(healed, again, int(row["last_seen_day"]))
    seen_open = max(int(row["last_unhealed_day"] or 0) - start, 0)
    return Wound(group, max(end - start, 0), "event" if healed == end else "censored", seen_open)


def days_of(wounds: Sequence[Wound]) -> list[tuple[int, int, int]]:
    """Each day on which anybody healed: the day, how many were open before it, how many healed."""
    days = sorted({one.day for one in wounds if one.end == "event"})
    return [
        (
            day,
            at_risk(wounds, day),  # type: ignore[arg-type]
            sum(1 for one in wounds if one.day == day and one.end == "event"),
        )
        for day in days
    ]


def still_open(wounds: Sequence[Wound], day: int) -> tuple[float, float]:
    """Kaplan and Meier's share still open after a day, and the sum under Greenwood's root."""
    share, spread = 1.0, 0.0
    for when, watched, healed in days_of(wounds):
        if when <= day:
            share *= 1.0 - healed / watched
            spread += healed / (watched * (watched - healed)) if watched > healed else math.inf
    return share, spread


def limits(share: float, spread: float) -> tuple[float, float]:
    """The limits of a share still open, on the scale of log(−log); NaN where there are none."""
    if share in (0.0, 1.0) or math.isinf(spread):
        return math.nan, math.nan
    width = Z * math.sqrt(spread) / abs(math.log(share))
    return share ** math.exp(width), share ** math.exp(-width)


def day_by_which(wounds: Sequence[Wound], healed: float) -> tuple[float, float, float]:
    """By which day was this share healed, and between which limits? NaN where it is not reached."""
    days = sorted({one.day for one in wounds})
    curve = [still_open(wounds, day) for day in days]
    bounds = [limits(*point) for point in curve]
    return (
        _crossing(days, [share for share, _ in curve], 1.0 - healed),
        _crossing(days, [lower for lower, _ in bounds], 1.0 - healed),
        _crossing(days, [upper for _, upper in bounds], 1.0 - healed),
    )


def _crossing(days: Sequence[int], values: Sequence[float], target: float) -> float:
    """The first day at or below the target; the middle of the stretch on which it is level with it."""
    reached = [day for day, value in zip(days, values, strict=True) if value <= target + LEVEL]
    below = [day for day, value in zip(days, values, strict=True) if value < target - LEVEL]
    if not reached:
        return math.nan
    return (reached[0] + (below[0] if below else days[-1])) / 2


def mean_days(wounds: Sequence[Wound], horizon: int) -> tuple[float, float]:
    """The area under the curve up to a day, day by day, and Greenwood's error of it."""
    shares = [still_open(wounds, day)[0] for day in range(horizon)]
    variance = 0.0
    for day, watched, healed in days_of(wounds):
        if day < horizon and watched > healed:
            variance += sum(shares[day:]) ** 2 * healed / (watched * (watched - healed))
    return sum(shares), math.sqrt(variance)


def log_rank(one: Sequence[Wound], other: Sequence[Wound]) -> float:
    """The log-rank statistic of two groups: observed less expected, squared, by its variance."""
    less, variance = 0.0, 0.0
    for day, watched, healed in days_of([*one, *other]):
        own = at_risk(one, day)  # type: ignore[arg-type]
        mine = sum(1 for each in one if each.day == day and each.end == "event")
        less += mine - healed * own / watched
        if watched > 1:
            share = own / watched
            variance += healed * share * (1 - share) * (watched - healed) / (watched - 1)
    return less**2 / variance


def turnbull(wounds: Sequence[Wound], steps: int = 4000) -> list[tuple[float, float, float]]:
    """Turnbull's own iteration, step by step: (after, up to, share of the healings) of each interval."""
    seen: dict[tuple[float, float], int] = {}
    for one in wounds:
        before, after = float(one.open_until), float(one.day)
        if one.end == "censored":
            before, after = after, math.inf
        elif before == after:
            before -= 1
        seen[before, after] = seen.get((before, after), 0) + 1
    cells = []
    for begin in sorted({before for before, _ in seen}):
        end = min(after for _, after in seen if after > begin)
        if not any(begin < before < end for before, _ in seen):
            cells.append((begin, end))
    within = {
        each: [
            place for place, cell in enumerate(cells) if each[0] <= cell[0] and cell[1] <= each[1]
        ]
        for each in seen
    }
    mass = [1.0 / len(cells)] * len(cells)
    for _ in range(steps):
        shared = [0.0] * len(cells)
        for each, number in seen.items():
            whole = sum(mass[place] for place in within[each])
            for place in within[each]:
                shared[place] += number * mass[place] / whole / len(wounds)
        mass = shared
    return [(*cell, share) for cell, share in zip(cells, mass, strict=True)]
