"""Like for like once more from the rows of the CSV file: a logit fitted patient by patient, weights, weighted
shares in plain loops. NumPy solves the equations; no line of the program."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tests.answers.recount import PROFESSIONAL, Row, Spell, care, firsts, since_first_session

CASE_MIX = (
    *("milia_type", "site", "lesion_band", "persisted", "deep", "skin_type"),
    *("age_band", "sex", "diy_before", "inflamed_at_start"),
)


def failing(rows: Sequence[Row]) -> list[tuple[Row, Spell]]:
    """Every patient's first professional episode that is followed for failure, and what was seen of it."""
    kept = [row for row in firsts(rows) if care(row) == "professional"]
    assert {row["treatment"] for row in kept} <= set(PROFESSIONAL)
    spells = [(row, since_first_session(row, row["treatment"], "A")) for row in kept]
    return [(row, spell) for row, spell in spells if spell is not None]


def alike(
    patients: Sequence[tuple[Row, Spell]],
    arms: tuple[str, str],
    by: str = "treatment",
    case_mix: Sequence[str] = CASE_MIX,
) -> list[tuple[Row, Spell]]:
    """Those of two arms who have no level that the other arm lacks, asked again until nothing changes."""
    kept = [each for each in patients if each[0][by] in arms]
    while True:
        found = {
            (arm, name, row[name]) for row, _ in kept for arm in (row[by],) for name in case_mix
        }
        left = [
            (row, spell)
            for row, spell in kept
            if all((arm, name, row[name]) in found for arm in arms for name in case_mix)
        ]
        if len(left) == len(kept):
            return left
        kept = left


def overlap(
    patients: Sequence[tuple[Row, Spell]],
    arm: str,
    by: str = "treatment",
    case_mix: Sequence[str] = CASE_MIX,
) -> list[float]:
    """How probable was the other arm for each patient, by a logit model fitted to the rows?"""
    columns = [np.ones(len(patients))]
    for name in case_mix:
        levels = sorted({row[name] for row, _ in patients})
        columns += [
            np.array([float(row[name] == level) for row, _ in patients]) for level in levels[1:]
        ]
    x = np.column_stack(columns)
    y = np.array([float(row[by] == arm) for row, _ in patients])
    beta = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1.0 / (1.0 + np.exp(-(x @ beta)))
        step = np.linalg.lstsq(x.T @ (x * (p * (1 - p))[:, None]), x.T @ (y - p), rcond=None)[0]
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    p = 1.0 / (1.0 + np.exp(-(x @ beta)))
    return [float(other) for other in np.where(y == 1.0, 1.0 - p, p)]


def weighted_incidence(spells: Sequence[Spell], weights: Sequence[float], horizon: int) -> float:
    """Aalen and Johansen's cumulative incidence, each patient counted by weight, one day after another."""
    pairs = sorted(zip(spells, weights, strict=True), key=lambda pair: pair[0].day)
    left = sum(weights)
    free, share, place = 1.0, 0.0, 0
    while place < len(pairs) and pairs[place][0].day <= horizon:
        day, watched, events, others = pairs[place][0].day, left, 0.0, 0.0
        while place < len(pairs) and pairs[place][0].day == day:
            spell, weight = pairs[place]
            events += weight * (spell.end == "event")
            others += weight * (spell.end == "competing")
            left -= weight
            place += 1
        share += free * events / watched
        free *= 1.0 - (events + others) / watched
    return share
