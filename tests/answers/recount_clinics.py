"""Clinics once more from the rows of the CSV file: who had which outcome, and what a model fitted patient by patient
expects. NumPy solves the equations; no line of the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from tests.answers import recount, recount_healing
from tests.answers.recount import Row

CASE_MIX = (
    *("milia_type", "site", "lesion_band", "persisted", "deep", "skin_type"),
    *("age_band", "sex", "diy_before", "inflamed_at_start"),
)
FEWEST = 10
Told = tuple[int, bool]


def followed(row: Row, horizon: int = 365) -> Told | None:
    """Up to which day since clearance was a patient followed, and did milia come back? None: not eligible."""
    if recount.eligibility(row) != "eligible":
        return None
    spell = recount.since_clearance(row, "", "A")
    return min(spell.day, horizon), spell.end == "event" and spell.day <= horizon


def known_back(row: Row) -> bool | None:
    """Is it known whether milia came back within a year, which lies before the cut-off?"""
    if recount.eligibility(row) != "eligible" or recount.reach(row) - int(row["cleared_day"]) < 365:
        return None
    spell = recount.since_clearance(row, "", "A")
    known = spell.end != "censored" or spell.day >= 365
    return (spell.end == "event" and spell.day <= 365) if known else None


def not_healed(row: Row) -> bool | None:
    if recount_healing.eligibility(row) != "eligible":
        return None
    if recount.reach(row) - int(row["last_session_day"] or 0) < 28:
        return None
    wound = recount_healing.wound(row, "")
    if not (wound.end == "event" or wound.day >= 28):
        return None
    return not (wound.end == "event" and wound.day <= 28)


def harmed(row: Row, keys: set[str]) -> bool | None:
    if row["complications_assessed"] != "yes" or int(row["last_seen_day"]) < 14:
        return None
    return row["episode_key"] in keys


def by_unit(
    rows: Sequence[Row], told: Callable[[Row], bool | None], unit: str
) -> dict[str, tuple[int, int]]:
    """Unit → of how many it is known, and how many had it."""
    found = [(row[unit] or "not_recorded", told(row)) for row in rows]
    of = Counter(name for name, had in found if had is not None)
    events = Counter(name for name, had in found if had)
    return {name: (number, events[name]) for name, number in of.items()}


def columns(
    rows: Sequence[Row],
    needed: Sequence[Callable[[Row], bool]],
    lists: Mapping[str, Sequence[str]],
) -> np.ndarray:
    """The case mix as columns of 0 and 1; levels of which too few had it, or had it not, as one.

    `lists`: in which order levels stand, where two are as rare.
    """
    matrix = []
    for name in CASE_MIX:
        levels = [row[name] or "not_recorded" for row in rows]
        counts = {
            level: [
                sum(need(row) for row, own in zip(rows, levels, strict=True) if own == level)
                for need in needed
            ]
            for level in (*lists[name], "not_recorded")
            if level in levels
        }
        rare = {level for level, each in counts.items() if min(each) < FEWEST}
        others = sorted(
            (level for level in counts if level not in rare), key=lambda level: min(counts[level])
        )
        while (
            rare
            and others
            and min(map(sum, zip(*(counts[each] for each in rare), strict=True))) < FEWEST
        ):
            rare.add(others.pop(0))
        told = ["rare" if level in rare else level for level in levels]
        matrix += [[float(each == level) for each in told] for level in sorted(set(told))[1:]]
    return np.array(matrix).T.reshape(len(rows), -1)


def expected_shares(x: np.ndarray, had: np.ndarray) -> np.ndarray:
    """Logistic regression by reweighted least squares: each patient's probability."""
    x = np.column_stack([np.ones(len(x)), x])
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ beta))
        w = p * (1 - p)
        beta += np.linalg.lstsq(x.T @ (w[:, None] * x), x.T @ (had - p), rcond=None)[0]
    return 1 / (1 + np.exp(-x @ beta))


def expected_events(x: np.ndarray, day: np.ndarray, had: np.ndarray) -> np.ndarray:
    """Cox regression with Efron's ties by Newton's method, Breslow's hazard: what each patient is expected."""
    beta = np.zeros(x.shape[1])
    days = np.unique(day[had])
    for _ in range(30):
        risk = np.exp(x @ beta)
        gradient, information = x[had].sum(axis=0), np.zeros((len(beta), len(beta)))
        for when in days:
            here, dead = day >= when, (day == when) & had
            s0, s1 = risk[here].sum(), risk[here] @ x[here]
            s2 = (risk[here][:, None] * x[here]).T @ x[here]
            d0, d1 = risk[dead].sum(), risk[dead] @ x[dead]
            d2 = (risk[dead][:, None] * x[dead]).T @ x[dead]
            ties = int(dead.sum())
            for number in range(ties):
                part = number / ties
                zero, one = s0 - part * d0, s1 - part * d1
                gradient -= one / zero
                information += (s2 - part * d2) / zero - np.outer(one, one) / zero**2
        beta += np.linalg.lstsq(information, gradient, rcond=None)[0]
    risk = np.exp(x @ beta)
    hazard = {when: ((day == when) & had).sum() / risk[day >= when].sum() for when in days}
    lived = np.array([sum(hazard[when] for when in days if when <= until) for until in day])
    expected: np.ndarray = risk * lived
    return expected
